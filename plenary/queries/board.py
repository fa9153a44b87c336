"""Reads composed for the board; everything comes through `leaving_table()`."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.utils import timezone

from pga.live.presence import Present, presence
from regions.models import Answer, DiscussionTable, HelpCall, Laptop, LatePoint, PriorityIssue, Region
from regions.queries import AskedQuestion, asked_questions
from sessions.models import DiscussionSession, GuidingQuestion

LAST_WORDS = 200
# A cell is darker from so many points on.
_SHADES = (2, 4, 7)
# A point whose caret somebody has and that changed so lately is being written.
TYPING = timedelta(seconds=15)


class Cell(NamedTuple):
    """How many points a table has under a question, how dark that is (0 to 4), whether one is being written."""

    points: int
    shade: int
    typing: bool


class Laptops(NamedTuple):
    """A table's laptops: names of those that are here, how many fell silent, how many points wait on them all."""

    here: tuple[str, ...]
    silent: int
    unsent: int


class Call(NamedTuple):
    """A table's open call for help: since when, why, and whether somebody is on the way."""

    since: datetime
    reason: str
    answered: bool


class BoardRow(NamedTuple):
    """One table on the board. `answers` are all, wherever they are placed; issues count in the cell that names them.

    `confirmed` counts those of its points that it has read back in the wording that they have now. `done`: `done` where
    the table has said so, `wrote` where it has written since, or empty.
    """

    table: DiscussionTable
    cells: tuple[Cell, ...]
    unplaced: int
    answers: int
    issues: int
    last_words: str
    last_write: datetime | None
    laptops: Laptops
    late: int
    call: Call | None
    confirmed: int
    done: str
    # A table is the same table whatever it is called and however many it is, so rows would be, too.
    name: str
    people: int | None

    @property
    def points(self) -> int:
        """Answers and issues, placed or not."""
        return self.answers + self.issues


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
    silent: int
    unsent: int
    last_write: datetime | None
    late: int
    calls: int
    waiting: int
    done: int
    session: int


class Board(NamedTuple):
    """A session at a glance."""

    questions: list[AskedQuestion]
    regions: list[BoardRegion]
    sum: BoardSum


class Said(NamedTuple):
    """What these tables said: answers by (table, question) and by table, issues, the newest words, the last write."""

    points: dict[tuple[int, int | None], int]
    answers: dict[int, int]
    issues: dict[int, int]
    words: dict[int, str]
    writes: dict[int, datetime]
    late: dict[int, int]
    confirmed: dict[int, int]


def board(session: DiscussionSession) -> Board:
    """The whole board, in a handful of queries however many tables there are."""
    questions = asked_questions(session.paper_id)
    rows = board_rows(tables_of(session.pk), questions)
    return Board(questions, by_region(rows), sum_of(rows, session.pk))


def tables_of(session_id: int, some: Collection[int] | None = None) -> list[DiscussionTable]:
    """The session's tables by number, each with its region; or some of them."""
    tables = DiscussionTable.objects.filter(session=session_id)
    if some is not None:
        tables = tables.filter(pk__in=some)
    return list(tables.select_related("region").order_by("number"))


def by_region(rows: Sequence[BoardRow]) -> list[BoardRegion]:
    """Rows under their regions, in the regions' order."""
    grouped: dict[int, list[BoardRow]] = defaultdict(list)
    for row in rows:
        grouped[row.table.region_id].append(row)
    regions = sorted({row.table.region_id: row.table.region for row in rows}.values(), key=lambda r: (r.order, r.pk))
    return [BoardRegion(region, grouped[region.pk]) for region in regions]


def sum_of(rows: Sequence[BoardRow], session_id: int) -> BoardSum:
    """What all rows of a session add up to."""
    return BoardSum(
        tables=len(rows),
        writing=sum(1 for row in rows if row.last_write),
        points=sum(row.points for row in rows),
        issues=sum(row.issues for row in rows),
        laptops=sum(len(row.laptops.here) for row in rows),
        silent=sum(row.laptops.silent for row in rows),
        unsent=sum(row.laptops.unsent for row in rows),
        last_write=max((row.last_write for row in rows if row.last_write), default=None),
        late=sum(row.late for row in rows),
        calls=sum(1 for row in rows if row.call),
        waiting=sum(1 for row in rows if row.call and not row.call.answered),
        done=sum(1 for row in rows if row.done),
        session=session_id,
    )


def board_rows(tables: Sequence[DiscussionTable], questions: Sequence[AskedQuestion]) -> list[BoardRow]:
    """Rows of these tables: nine queries, however many they are."""
    ids = [table.pk for table in tables]
    said, laptops, calls = _said(ids), _laptops(ids), _calls(ids)
    typing = _typing(laptops)
    return [
        BoardRow(
            table=table,
            cells=tuple(_cell(table, asked.question, said, typing) for asked in questions),
            unplaced=said.points.get((table.pk, None), 0),
            answers=said.answers.get(table.pk, 0),
            issues=said.issues.get(table.pk, 0),
            last_words=said.words.get(table.pk, ""),
            last_write=said.writes.get(table.pk),
            laptops=laptops[table.pk][1],
            late=said.late.get(table.pk, 0),
            call=calls.get(table.pk),
            confirmed=said.confirmed.get(table.pk, 0),
            done=_done(table, said.writes.get(table.pk)),
            name=table.name,
            people=table.headcount,
        )
        for table in tables
    ]


def _said(ids: Sequence[int]) -> Said:
    answers = Answer.objects.leaving_table().filter(table__in=ids)
    issues = PriorityIssue.objects.leaving_table().filter(table__in=ids)
    late = LatePoint.objects.leaving_table().filter(table__in=ids)
    read_back = Count("pk", filter=Q(confirmed=True))
    named: dict[int, int] = {}
    writes: dict[int, datetime] = {}
    confirmed: dict[int, int] = defaultdict(int)
    for table, n, at, read in _by_table(issues).annotate(at=Max("changed_at"), read=read_back):
        named[table], writes[table], confirmed[table] = n, at, read
    words: dict[int, str] = {}
    for table, at, text in _newest(ids):
        words[table] = text[:LAST_WORDS]
        writes[table] = max(at, writes.get(table, at))
    counted = list(answers.order_by().values_list("table", "question").annotate(n=Count("pk"), read=read_back))
    totals: dict[int, int] = defaultdict(int)
    for table, _question, n, read in counted:
        totals[table] += n
        confirmed[table] += read
    return Said(
        points={(table, question): n for table, question, n, _read in counted},
        answers=totals,
        issues=named,
        words=words,
        writes=writes,
        late=dict(_by_table(late)),
        confirmed=confirmed,
    )


def _done(table: DiscussionTable, last_write: datetime | None) -> str:
    if table.done_at is None:
        return ""
    return "wrote" if last_write and last_write > table.done_at else "done"


def _calls(ids: Sequence[int]) -> dict[int, Call]:
    """Each table's open call for help."""
    calls = HelpCall.objects.filter(table__in=ids, ended_at=None)
    return {one.table_id: Call(one.called_at, one.reason, one.answered_at is not None) for one in calls}


def _by_table(rows: Any) -> Any:
    """(table, how many) of each table that has any."""
    return rows.order_by().values_list("table").annotate(n=Count("pk"))


def _newest(ids: Sequence[int]) -> list[tuple[int, datetime, str]]:
    """Table, time and text of each table's newest point; by an index, one look for each table."""
    own = Answer.objects.leaving_table().filter(table=OuterRef("pk")).order_by("-changed_at", "-pk")
    tables = DiscussionTable.objects.filter(pk__in=ids).annotate(newest=Subquery(own.values("pk")[:1]))
    newest = [pk for pk in tables.values_list("newest", flat=True) if pk]
    return list(Answer.objects.filter(pk__in=newest).values_list("table", "changed_at", "text"))


def laptops_at(ids: Sequence[int]) -> dict[int, Laptops]:
    """Who is at each of these tables: one query."""
    return {table: told for table, (_present, told) in _laptops(ids).items()}


def _laptops(ids: Sequence[int]) -> dict[int, tuple[list[Present], Laptops]]:
    """Who is at each table, and how that is told."""
    there = {table: presence.there(f"table:{table}") for table in ids}
    silent = {table: presence.silent(f"table:{table}") for table in ids}
    grants = [one.laptop for present in there.values() for one in present]
    names = {
        grant: name or str(number)
        for grant, name, number in Laptop.objects.filter(grant__in=grants).values_list("grant", "name", "number")
    }
    return {
        table: (
            there[table],
            Laptops(
                here=tuple(names[one.laptop] for one in there[table] if one.laptop in names),
                silent=len(silent[table]),
                unsent=sum(one.unsent for one in (*there[table], *silent[table])),
            ),
        )
        for table in ids
    }


def _typing(laptops: dict[int, tuple[list[Present], Laptops]]) -> set[tuple[int, int | None]]:
    """(table, question) of points that are being written; never of one that stays at its table."""
    docs = [one.doc for present, _told in laptops.values() for one in present if one.doc]
    if not docs:
        return set()
    fresh = Answer.objects.leaving_table().filter(key__in=docs, changed_at__gt=timezone.now() - TYPING)
    return set(fresh.filter(table__in=laptops).values_list("table", "question"))


def _cell(table: DiscussionTable, question: GuidingQuestion, said: Said, typing: set[tuple[int, int | None]]) -> Cell:
    points = said.points.get((table.pk, question.pk), 0)
    points += said.issues.get(table.pk, 0) if question.names_issues else 0
    shade = sum(1 for limit in _SHADES if points >= limit) + 1 if points else 0
    return Cell(points, shade, (table.pk, question.pk) in typing)
