"""What every form of a report is made of. It is read once, through the same gate as the PDF."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from plenary.models import Star
from regions.models import Answer, LatePoint, PriorityIssue
from reports.choices import Choices, chosen_rows, narrowed
from reports.composing import compose
from reports.content import Point, QuestionFacts, ReportContent, TableFacts, docs_in
from reports.exports.exact import exact, in_exact_words
from reports.queries import SessionRows
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
    """What was chosen of sessions: its rows, and their content in exact words.

    `whole` is all that these rows say, which is counted and kept; `content` is what is read of it. `late` names the
    points and issues to which something came after the close that does not count yet, `starred` those that the plenary
    must hear.
    """

    choices: Choices
    rows: SessionRows
    whole: ReportContent
    content: ReportContent
    late: frozenset[str]
    starred: frozenset[str]

    @property
    def docs(self) -> frozenset[str]:
        """The points and issues whose words stand in it."""
        return frozenset(docs_in(self.whole))

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
        for story in self.whole.stories:
            for about in story.issues:
                for group in about.questions:
                    for point in group.points:
                        row = answers[point.doc]
                        yield TablePoint(point, story.table, group.question, about.issue, about.doc, row)


def in_order(choices: Iterable[TickChoice]) -> list[TickChoice]:
    """As the organizer put them."""
    return sorted(choices, key=lambda choice: (choice.order, choice.pk))


def material_of(choices: Choices) -> Material:
    """What was chosen of all that may be handed out, named in the language that is active."""
    rows = chosen_rows(choices)
    whole = in_exact_words(compose(rows, attributed=choices.attribution), rows)
    return Material(
        choices=choices,
        rows=rows,
        whole=whole,
        content=narrowed(whole, choices, rows),
        late=_late(choices, rows),
        starred=_docs(Star.objects.filter(table__session__in=choices.sessions)),
    )


def _late(choices: Choices, rows: SessionRows) -> frozenset[str]:
    """Of the tables that were chosen; of one question's points those only that are there without what came late."""
    late = _docs(LatePoint.objects.leaving_table().filter(table__in=[table.pk for table in rows.tables]))
    if choices.question is None:
        return late
    chosen: list[Answer | PriorityIssue] = [*rows.answers, *rows.issues]
    return late & {f"{row.table_id}:{row.key}" for row in chosen}


def _docs(rows: QuerySet[Any]) -> frozenset[str]:
    return frozenset(f"{table}:{key}" for table, key in rows.order_by().values_list("table_id", "key"))
