"""What every form of a session's report is made of. It is read once, through the same gate as the PDF."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from plenary.models import Star
from plenary.synthesis_queries import GONE
from regions.models import Answer, LatePoint, PriorityIssue
from reports.composing import compose
from reports.content import Point, QuestionFacts, ReportContent, TableFacts, docs_in
from reports.exports.exact import exact, in_exact_words
from reports.queries import SessionRows, session_rows
from reports.words import Passage
from sessions.models import TickChoice


@dataclass(frozen=True)
class TablePoint:
    """A point where it was made, and its row; the words of the row are as they were typed."""

    point: Point
    table: TableFacts
    question: QuestionFacts | None
    issue: Passage | None
    issue_doc: str
    row: Answer

    @property
    def text(self) -> str:
        """The point's words, whole."""
        return exact(self.row.text)


@dataclass(frozen=True)
class Material:
    """A session's content in exact words, and its rows.

    `late` names the points and issues to which something came after the close that does not count yet, `starred` those
    that the plenary must hear.
    """

    rows: SessionRows
    content: ReportContent
    late: frozenset[str]
    starred: frozenset[str]

    @property
    def docs(self) -> frozenset[str]:
        """The points and issues whose words stand in it."""
        named = {one.doc for part in self.rows.spoken for one in part.references if one.state != GONE}
        return frozenset(docs_in(self.content)) | named

    @property
    def as_of(self) -> datetime:
        """When the last thing that stands in it was written."""
        changed = [row.changed_at for row in self.rows.answers] + [row.changed_at for row in self.rows.issues]
        return max(changed, default=self.rows.session.event.created_at)

    @cached_property
    def languages(self) -> dict[int, str]:
        """The language in which each table writes."""
        return {table.pk: table.language or "en" for table in self.rows.tables}

    def ticked_on(self, row: Answer | PriorityIssue) -> list[TickChoice]:
        """The choices ticked on a point or an issue, in the organizer's order."""
        ticks = self.rows.ticks if isinstance(row, Answer) else self.rows.issue_ticks
        return in_order(ticks.get(row.pk, ()))

    def points(self) -> Iterator[TablePoint]:
        """Every point once, table by table."""
        answers = {f"{row.table_id}:{row.key}": row for row in self.rows.answers}
        for story in self.content.stories:
            for about in story.issues:
                for group in about.questions:
                    for point in group.points:
                        row = answers[point.doc]
                        yield TablePoint(point, story.table, group.question, about.issue, about.doc, row)


def in_order(choices: Iterable[TickChoice]) -> list[TickChoice]:
    """As the organizer put them."""
    return sorted(choices, key=lambda choice: (choice.order, choice.pk))


def material_of(session_id: int) -> Material:
    """Everything that may be handed out of a session, named in the language of the interface."""
    rows = session_rows(session_id)
    return Material(
        rows=rows,
        content=in_exact_words(compose(rows), rows),
        late=_docs(LatePoint.objects.leaving_table().filter(table__session=session_id)),
        starred=_docs(Star.objects.filter(table__session=session_id)),
    )


def _docs(rows: QuerySet[Any]) -> frozenset[str]:
    return frozenset(f"{table}:{key}" for table, key in rows.order_by().values_list("table_id", "key"))
