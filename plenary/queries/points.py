"""Points and issues as the pages of `plenary` show them; everything comes through `leaving_table()`."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from regions.models import Answer, AnswerTick, DiscussionTable, IssueTick, PriorityIssue
from sessions.models import DiscussionSession, TickList


class ShownPoint(NamedTuple):
    """An answer or an issue. `words`: (list, words) of free lines; `attribution`: empty unless the event allows it."""

    key: str
    table: DiscussionTable
    question_id: int | None
    text: str
    kind: str
    kind_label: str
    issue_text: str
    ticks: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    attribution: str
    changed_at: datetime

    @property
    def table_id(self) -> int:
        """Its table's id: with the key, where it is."""
        return self.table.pk

    @property
    def is_issue(self) -> bool:
        """Whether it is a priority issue."""
        return self.key.startswith("i")


class Showing:
    """How points of one session are shown: names of tick lists, whether it may be told who said a thing. One query."""

    def __init__(self, session: DiscussionSession) -> None:
        self.session = session
        self.attribution = session.event.attribution_allowed
        lists = TickList.objects.filter(event=session.event_id, kind=TickList.Kind.WORDS)
        self.lists = {str(one.pk): one.shown_name for one in lists}

    def answers(self, answers: QuerySet[Answer]) -> list[ShownPoint]:
        """Answers that came through the gate. Two queries."""
        ticks = Prefetch("ticks", AnswerTick.objects.select_related("choice"))
        rows = answers.select_related("table__region", "issue").prefetch_related(ticks)
        return [self._answer(row) for row in rows]

    def issues(self, issues: QuerySet[PriorityIssue]) -> list[ShownPoint]:
        """Issues that came through the gate. Two queries."""
        ticks = Prefetch("ticks", IssueTick.objects.select_related("choice"))
        return [self._issue(row) for row in issues.select_related("table__region").prefetch_related(ticks)]

    def _answer(self, row: Answer) -> ShownPoint:
        issue = row.issue
        return ShownPoint(
            key=row.key,
            table=row.table,
            question_id=row.question_id,
            text=row.text,
            kind=row.kind,
            kind_label=str(row.get_kind_display()),
            issue_text=issue.text if issue and not issue.deleted else "",
            ticks=tuple(tick.choice.shown_name for tick in row.ticks.all()),
            words=self._words(row.words),
            attribution=row.attribution if self.attribution else "",
            changed_at=row.changed_at,
        )

    def _issue(self, row: PriorityIssue) -> ShownPoint:
        return ShownPoint(
            key=row.key,
            table=row.table,
            question_id=None,
            text=row.text,
            kind="issue",
            kind_label="",
            issue_text="",
            ticks=tuple(tick.choice.shown_name for tick in row.ticks.all()),
            words=self._words(row.words),
            attribution="",
            changed_at=row.changed_at,
        )

    def _words(self, words: dict[str, str]) -> tuple[tuple[str, str], ...]:
        return tuple((self.lists[ident], said) for ident, said in words.items() if ident in self.lists)


def by_table(points: Iterable[ShownPoint]) -> dict[int, list[ShownPoint]]:
    """Points by the table that made them."""
    grouped: dict[int, list[ShownPoint]] = {}
    for point in points:
        grouped.setdefault(point.table.pk, []).append(point)
    return grouped
