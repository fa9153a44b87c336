"""Guiding questions as an organizer sets them up: words, order, roles, tick lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.models import BackgroundPaper, Event, GuidingQuestion, QuestionTickList, TickList
from sessions.queries import has_issues, questions_of

# What an organizer may change; the order and the parent have actions of their own.
CHANGEABLE = (
    "label",
    "group",
    "short",
    "text",
    "texts",
    "names_issues",
    "issue_limit",
    "per_issue",
    "recommends",
)


class QuestionInUse(Exception):
    """Tables have answered this question; it cannot be removed."""


@transaction.atomic
def paper_by_hand(event: Event) -> BackgroundPaper:
    """A paper without a file, for an event whose organizer writes the questions; it serves the paperless sessions."""
    now = timezone.now()
    paper = BackgroundPaper.objects.create(
        event=event, file_name="", content=b"", title=_("Questions written by hand"), confirmed_at=now
    )
    event.sessions.filter(paper=None).update(paper=paper)
    return paper


@transaction.atomic
def add_question(
    *, paper: BackgroundPaper, text: str, parent: GuidingQuestion | None = None, label: str = "", **fields: Any
) -> GuidingQuestion:
    """A question at the end, or a part at the end of its question."""
    question = GuidingQuestion.objects.create(
        paper=paper, parent=parent, label=label, text=text, order=paper.questions.count() + 1, **fields
    )
    put_in_order(paper)
    return question


@transaction.atomic
def change_question(
    question: GuidingQuestion, *, changes: Mapping[str, Any], tick_lists: Iterable[TickList] | None = None
) -> None:
    """Save what was changed, and which tick lists stand under the question, in their order."""
    for name, value in changes.items():
        if name not in CHANGEABLE:
            raise ValueError(name)
        setattr(question, name, value)
    if changes:
        question.save(update_fields=list(changes))
    if tick_lists is not None:
        hang_tick_lists(question, tick_lists)


def hang_tick_lists(question: GuidingQuestion, tick_lists: Iterable[TickList]) -> None:
    """Exactly these tick lists stand under the question."""
    wanted = list(tick_lists)
    question.question_tick_lists.exclude(tick_list__in=wanted).delete()
    for order, tick_list in enumerate(wanted):
        QuestionTickList.objects.update_or_create(question=question, tick_list=tick_list, defaults={"order": order})


@transaction.atomic
def move_question(question: GuidingQuestion, *, by: int) -> None:
    """One place up (-1) or down (+1) among the questions, or among the parts of its question."""
    rows = [row for row in questions_of(question.paper) if row.parent_id == question.parent_id]
    here = next(n for n, row in enumerate(rows) if row.pk == question.pk)
    there = here + by
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for order, row in enumerate(rows, 1):
        GuidingQuestion.objects.filter(pk=row.pk).update(order=order)
    put_in_order(question.paper)


def put_in_order(paper: BackgroundPaper) -> None:
    """Number all questions as they are read: each question, then its parts."""
    for order, row in enumerate(questions_of(paper), 1):
        if row.order != order:
            GuidingQuestion.objects.filter(pk=row.pk).update(order=order)


@transaction.atomic
def remove_question(question: GuidingQuestion) -> None:
    """Take away a question, with its parts, that no table has answered."""
    paper = question.paper
    if _names_the_issues(question) and has_issues(paper):
        raise QuestionInUse(question.full_label)
    try:
        with transaction.atomic():
            for part in question.parts.all():
                part.delete()
            question.delete()
    except ProtectedError as error:
        raise QuestionInUse(question.full_label) from error
    put_in_order(paper)


def _names_the_issues(question: GuidingQuestion) -> bool:
    """Whether this question, or a part of it, is where tables name their issues, and no other is."""
    naming = set(question.paper.questions.filter(names_issues=True).values_list("pk", flat=True))
    return bool(naming) and naming <= {question.pk, *question.parts.values_list("pk", flat=True)}
