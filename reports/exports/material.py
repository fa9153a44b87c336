"""What every form of a session's report is made of. It is read once, through the same gate as the PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from regions.models import Answer, LatePoint
from reports.composing import compose
from reports.content import Point, QuestionFacts, ReportContent, TableFacts, docs_in
from reports.exports.exact import exact, in_exact_words
from reports.queries import SessionRows, session_rows
from reports.words import Passage


@dataclass(frozen=True)
class TablePoint:
    """A point where it was made, and its row; the words of the row are as they were typed."""

    point: Point
    table: TableFacts
    question: QuestionFacts | None
    issue: Passage | None
    issue_doc: str
    row: Answer
    late: bool

    @property
    def text(self) -> str:
        """The point's words, whole."""
        return exact(self.row.text)


@dataclass(frozen=True)
class Material:
    """A session's content in exact words, its rows, and the numbers of what does not leave its table.

    `late` names the points and issues to which something came after the close that does not count yet.
    """

    rows: SessionRows
    content: ReportContent
    staying: int
    late: frozenset[str]

    @property
    def docs(self) -> frozenset[str]:
        """The points and issues whose words stand in it."""
        return frozenset(docs_in(self.content))

    @property
    def as_of(self) -> datetime:
        """When the last thing that stands in it was written."""
        changed = [row.changed_at for row in self.rows.answers] + [row.changed_at for row in self.rows.issues]
        return max(changed, default=self.rows.session.event.created_at)

    @cached_property
    def languages(self) -> dict[int, str]:
        """The language in which each table writes."""
        return {table.pk: table.language or "en" for table in self.rows.tables}

    def points(self) -> Iterator[TablePoint]:
        """Every point once, table by table."""
        answers = {f"{row.table_id}:{row.key}": row for row in self.rows.answers}
        for story in self.content.stories:
            for about in story.issues:
                for group in about.questions:
                    for point in group.points:
                        late = point.doc in self.late
                        row = answers[point.doc]
                        yield TablePoint(point, story.table, group.question, about.issue, about.doc, row, late)


def material_of(session_id: int) -> Material:
    """Everything that may be handed out of a session, named in the language of the interface."""
    rows = session_rows(session_id)
    return Material(
        rows=rows,
        content=in_exact_words(compose(rows), rows),
        staying=Answer.objects.filter(table__session=session_id).number_staying(),
        late=_late_docs(session_id),
    )


def _late_docs(session_id: int) -> frozenset[str]:
    late = LatePoint.objects.leaving_table().filter(table__session=session_id)
    return frozenset(f"{table}:{key}" for table, key in late.values_list("table_id", "key"))
