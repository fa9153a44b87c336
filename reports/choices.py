"""What somebody chose before a report is compiled, and the rows that are left of a session by it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from reports.composing import compose
from reports.content import ReportContent
from reports.queries import SessionRows, session_rows
from reports.words import Passage, passage
from sessions.models import GuidingQuestion


class Sheet(models.TextChoices):
    """Sizes of paper, as style sheets call them."""

    A4 = "A4", _("A4")
    LETTER = "letter", _("Letter")


@dataclass(frozen=True)
class Choices:
    """Of which sessions (the first one's page was asked), which region or question; what of it; on what; in what.

    `attribution` never gives more than the event allows.
    """

    sessions: tuple[int, ...]
    region: int | None = None
    question: int | None = None
    summary: bool = False
    attribution: bool = True
    sheet: str = Sheet.A4.value
    language: str = settings.LANGUAGE_CODE

    @property
    def whole(self) -> bool:
        """Whether nothing was narrowed down."""
        return self.region is None and self.question is None and not self.summary

    def kept(self) -> dict[str, Any]:
        """As a record keeps them."""
        return asdict(self) | {"sessions": list(self.sessions)}

    @property
    def query(self) -> str:
        """As an address carries them: the names of the form's fields."""
        said: list[tuple[str, object]] = [("chosen", "on"), ("sheet", self.sheet), ("language", self.language)]
        said += [(name, pk) for name, pk in (("region", self.region), ("question", self.question)) if pk is not None]
        said += [("what", "summary")] * self.summary + [("attribution", "on")] * self.attribution
        return urlencode(said + [("also", pk) for pk in self.sessions[1:]])

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Choices":
        """The way back."""
        return cls(**{**kept, "sessions": tuple(kept["sessions"])})


def chosen_rows(choices: Choices) -> SessionRows:
    """The rows of which the report is made."""
    first, *also = choices.sessions
    rows = session_rows(first, also)
    tables = [table for table in rows.tables if choices.region in (None, table.region_id)]
    seated = {table.pk for table in tables}
    questions = [one for one in rows.questions if choices.question in (None, _family(one))]
    asked = {question.pk for question in questions}
    answers = [one for one in rows.answers if one.table_id in seated]
    issues = [one for one in rows.issues if one.table_id in seated]
    if choices.question is not None:
        answers = [one for one in answers if one.question_id in asked]
        about = {one.issue_id for one in answers}
        names = any(question.names_issues for question in questions)
        issues = [one for one in issues if names or one.pk in about]
    synthesis = [] if choices.region is not None else rows.synthesis
    spoken = rows.spoken if choices.region is None and choices.question is None else []
    if choices.question is not None:
        synthesis = [one for one in synthesis if one.question and one.question.pk in asked]
    heard = replace(rows, tables=tables, questions=questions, answers=answers, issues=issues)
    return replace(heard, synthesis=synthesis, spoken=spoken)


def _family(question: GuidingQuestion) -> int:
    return question.parent_id or question.pk


def chosen_content(choices: Choices, rows: SessionRows | None = None) -> ReportContent:
    """What the report says."""
    rows = rows or chosen_rows(choices)
    return narrowed(compose(rows, attributed=choices.attribution), choices, rows)


def narrowed(content: ReportContent, choices: Choices, rows: SessionRows) -> ReportContent:
    """What is read of it. A summary has no answers by question or table; one question has no table's whole story."""
    content = replace(content, session=replace(content.session, narrowed=tuple(_narrowed(choices, rows))))
    if choices.question is not None:
        names = any(question.names_issues for question in rows.questions)
        issues = content.issues if names else ()
        return replace(content, issues=issues, stories=(), silent=(), unanswered=(), compared=())
    if choices.summary:
        return replace(content, questions=(), naming=(), stories=())
    return content


def _narrowed(choices: Choices, rows: SessionRows) -> list[Passage]:
    """What the cover says beneath the title where the report is not the whole."""
    said = [passage(table.region.shown_name) for table in rows.tables[:1] if choices.region is not None]
    if choices.question is not None and rows.questions:
        text = f"{rows.questions[0].full_label} {rows.questions[0].shown_text}".strip()
        said.append(passage(text))
    if choices.summary:
        said.append(passage(now("Summary"), get_language() or "en"))
    return said
