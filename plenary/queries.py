"""Reads composed for the board; everything comes through `leaving_table()`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, QuerySet

from pga.live.presence import presence
from regions.models import Answer, DiscussionTable, LatePoint, PriorityIssue, Region
from regions.queries import AskedQuestion, asked_questions
from sessions.models import DiscussionSession, GuidingQuestion

LAST_WORDS = 200
# A cell is darker from so many points on.
_SHADES = (2, 4, 7)


class Cell(NamedTuple):
    """How many points a table has under a question, and how dark that is (0 to 4)."""

    points: int
    shade: int


class Counts(NamedTuple):
    """Points by table and question (None: not placed yet), issues by table."""

    points: dict[tuple[int, int | None], int]
    issues: dict[int, int]


class BoardRow(NamedTuple):
    """One table on the board."""

    table: DiscussionTable
    cells: list[Cell]
    unplaced: int
    last_words: str
    last_write: datetime | None
    laptops: int
    late: int

    @property
    def points(self) -> int:
        """All of them, placed or not."""
        return sum(cell.points for cell in self.cells) + self.unplaced


class BoardRegion(NamedTuple):
    """A region with its tables."""

    region: Region
    rows: list[BoardRow]

    @property
    def points(self) -> int:
        """Points of all its tables."""
        return sum(row.points for row in self.rows)


class BoardSum(NamedTuple):
    """The line on top."""

    tables: int
    writing: int
    points: int
    issues: int
    laptops: int
    last_write: datetime | None
    late: int
    session: int


class Board(NamedTuple):
    """A session at a glance."""

    questions: list[AskedQuestion]
    regions: list[BoardRegion]
    sum: BoardSum


def board(session: DiscussionSession) -> Board:
    """The whole board, in a handful of queries however many tables there are."""
    questions = asked_questions(session.paper_id)
    tables = list(DiscussionTable.objects.filter(session=session).select_related("region").order_by("number"))
    rows = board_rows(tables, questions)
    by_region: dict[int, list[BoardRow]] = defaultdict(list)
    for row in rows:
        by_region[row.table.region_id].append(row)
    regions = sorted({row.table.region_id: row.table.region for row in rows}.values(), key=lambda r: (r.order, r.pk))
    return Board(questions, [BoardRegion(region, by_region[region.pk]) for region in regions], board_sum(session.pk))


def board_sum(session_id: int) -> BoardSum:
    """The line on top: six queries however many tables there are."""
    tables = list(DiscussionTable.objects.filter(session=session_id).values_list("pk", flat=True))
    answers = Answer.objects.leaving_table().filter(table__session=session_id)
    issues = PriorityIssue.objects.leaving_table().filter(table__session=session_id)
    said = answers.aggregate(points=Count("pk"), last=Max("changed_at"))
    named = issues.aggregate(points=Count("pk"), last=Max("changed_at"))
    writing = set(answers.order_by().values_list("table", flat=True).distinct())
    writing |= set(issues.order_by().values_list("table", flat=True).distinct())
    return BoardSum(
        tables=len(tables),
        writing=len(writing),
        points=said["points"] + named["points"],
        issues=named["points"],
        laptops=sum(len(presence.there(f"table:{table}")) for table in tables),
        last_write=max((at for at in (said["last"], named["last"]) if at), default=None),
        late=LatePoint.objects.leaving_table().filter(table__session=session_id).count(),
        session=session_id,
    )


def board_rows(tables: Sequence[DiscussionTable], questions: Sequence[AskedQuestion]) -> list[BoardRow]:
    """Rows of these tables: six queries."""
    ids = [table.pk for table in tables]
    answers = Answer.objects.leaving_table().filter(table__in=ids)
    issues = PriorityIssue.objects.leaving_table().filter(table__in=ids)
    counts = Counts(
        {
            (row["table"], row["question"]): row["n"]
            for row in answers.order_by().values("table", "question").annotate(n=Count("pk"))
        },
        dict(issues.order_by().values_list("table").annotate(n=Count("pk"))),
    )
    writes = dict(answers.order_by().values_list("table").annotate(at=Max("changed_at")))
    issue_writes = dict(issues.order_by().values_list("table").annotate(at=Max("changed_at")))
    words = _last_words(answers, writes)
    late = LatePoint.objects.leaving_table().filter(table__in=ids).order_by().values_list("table")
    late_counts = dict(late.annotate(n=Count("pk")))
    return [
        BoardRow(
            table=table,
            cells=[_cell(table, asked.question, counts) for asked in questions],
            unplaced=counts.points.get((table.pk, None), 0),
            last_words=words.get(table.pk, ""),
            last_write=_later(writes, issue_writes, table.pk),
            laptops=len(presence.there(f"table:{table.pk}")),
            late=late_counts.get(table.pk, 0),
        )
        for table in tables
    ]


def _later(one: dict[int, datetime], other: dict[int, datetime], table: int) -> datetime | None:
    return max((at for at in (one.get(table), other.get(table)) if at), default=None)


def _last_words(answers: QuerySet[Answer], writes: dict[int, datetime]) -> dict[int, str]:
    newest = answers.filter(changed_at__in=set(writes.values())).values_list("table", "changed_at", "text")
    return {table: text[:LAST_WORDS] for table, at, text in newest if writes.get(table) == at}


def _cell(table: DiscussionTable, question: GuidingQuestion, counts: Counts) -> Cell:
    points = counts.points.get((table.pk, question.pk), 0)
    points += counts.issues.get(table.pk, 0) if question.names_issues else 0
    return Cell(points, sum(1 for limit in _SHADES if points >= limit) + 1 if points else 0)


class TableAnswers(NamedTuple):
    """What a table says to a question."""

    table: DiscussionTable
    answers: list[Answer]
    issues: list[PriorityIssue]


class RegionAnswers(NamedTuple):
    """A region's column."""

    region: Region
    tables: list[TableAnswers]


def region_columns(session: DiscussionSession, question: GuidingQuestion) -> list[RegionAnswers]:
    """The regions side by side for one question."""
    answers = Answer.objects.leaving_table().filter(table__session=session, question=question)
    said: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers.select_related("issue").prefetch_related("ticks__choice"):
        said[answer.table_id].append(answer)
    named: dict[int, list[PriorityIssue]] = defaultdict(list)
    if question.names_issues:
        for issue in PriorityIssue.objects.leaving_table().filter(table__session=session):
            named[issue.table_id].append(issue)
    columns: dict[int, RegionAnswers] = {}
    for table in DiscussionTable.objects.filter(session=session).select_related("region").order_by("number"):
        column = columns.setdefault(table.region_id, RegionAnswers(table.region, []))
        if said[table.pk] or named[table.pk]:
            column.tables.append(TableAnswers(table, said[table.pk], named[table.pk]))
    return sorted(columns.values(), key=lambda column: (column.region.order, column.region.pk))
