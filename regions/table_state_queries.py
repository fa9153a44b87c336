"""How each table of a session is doing, for those who lead it: read in a fixed number of queries.

Of points only numbers, and only of those that may leave their table.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from regions.models import (
    Announcement,
    AnnouncementReading,
    Answer,
    Countdown,
    DiscussionTable,
    HelpCall,
    PriorityIssue,
)
from regions.question_states import Closings
from regions.standing import LINGER
from sessions.models import DiscussionSession


class ReadBack(NamedTuple):
    """How many of a table's points it has read back and confirmed in the wording that they have now."""

    confirmed: int
    points: int

    @property
    def is_whole(self) -> bool:
        """Whether it has read back all of them."""
        return 0 < self.points == self.confirmed


class Read(NamedTuple):
    """How many of the announcements that were made to a table it has read."""

    read: int
    announced: int


class TableState(NamedTuple):
    """What a table has told, and what it was told.

    `call` is its open call for help; `wrote_since_done` when it last wrote, if that was after it had said that it is
    done; `closed` the ids of the questions that are closed at it.
    """

    call: HelpCall | None
    done_at: datetime | None
    wrote_since_done: datetime | None
    read_back: ReadBack
    read: Read
    closed: frozenset[int]


def table_states(session_id: int, table_ids: Sequence[int] | None = None) -> dict[int, TableState]:
    """The state of each of these tables, or of all of the session: seven queries."""
    tables = DiscussionTable.objects.filter(session=session_id)
    some = list(tables if table_ids is None else tables.filter(pk__in=table_ids))
    ids = [table.pk for table in some]
    calls = {call.table_id: call for call in HelpCall.objects.filter(table__in=ids, ended_at=None)}
    written = _Written(ids)
    announced = list(Announcement.objects.filter(session=session_id))
    readings = AnnouncementReading.objects.filter(table__in=ids).order_by().values_list("table")
    read = dict(readings.annotate(n=Count("pk")))
    closings = Closings(session_id)
    return {
        table.pk: TableState(
            call=calls.get(table.pk),
            done_at=table.done_at,
            wrote_since_done=written.since(table),
            read_back=written.read_back(table.pk),
            read=Read(read.get(table.pk, 0), sum(one.is_to(table) for one in announced)),
            closed=frozenset(closings.of_table(table.pk)),
        )
        for table in some
    }


class _Written:
    """Numbers of points that may leave, and when the last of them was written, by table: two queries."""

    def __init__(self, ids: Sequence[int]) -> None:
        self._points: Counter[int] = Counter()
        self._confirmed: Counter[int] = Counter()
        self._last: dict[int, datetime] = {}
        for model in (Answer, PriorityIssue):
            self._add(model.objects.leaving_table().filter(table__in=ids))

    def _add(self, points: "QuerySet[Answer] | QuerySet[PriorityIssue]") -> None:
        counted = points.order_by().values_list("table")
        confirmed = Count("pk", filter=Q(confirmed=True))
        for table, n, read_back, last in counted.annotate(n=Count("pk"), c=confirmed, last=Max("changed_at")):
            self._points[table] += n
            self._confirmed[table] += read_back
            self._last[table] = max(last, self._last.get(table, last))

    def read_back(self, table: int) -> ReadBack:
        """How far a table's read-back has come."""
        return ReadBack(self._confirmed[table], self._points[table])

    def since(self, table: DiscussionTable) -> datetime | None:
        """When the table last wrote, if it did after it had said that it is done."""
        last = self._last.get(table.pk)
        return last if last and table.done_at and last > table.done_at else None


def running_countdowns(session_id: int, linger: timedelta = LINGER) -> list[Countdown]:
    """The clocks of a session that run, or have run down not long ago, the first to end first."""
    clocks = Countdown.objects.filter(session=session_id, ends_at__gt=timezone.now() - linger)
    return list(clocks.select_related("question__parent"))


class Announced(NamedTuple):
    """An announcement, the tables that it was made to, which of them have read it, and what they wrote back."""

    announcement: Announcement
    read: list[DiscussionTable]
    unread: list[DiscussionTable]
    replies: list[tuple[DiscussionTable, str, datetime]]

    @property
    def to(self) -> int:
        """To how many tables it was made."""
        return len(self.read) + len(self.unread)


def announcements(session: DiscussionSession, most: int = 50) -> list[Announced]:
    """The newest announcements of a session: four queries."""
    made = list(
        Announcement.objects.filter(session=session)
        .select_related("region", "table")
        .prefetch_related("replies")[:most]
    )
    tables = list(session.tables.order_by("number"))
    readings: dict[int, set[int]] = defaultdict(set)
    pairs = AnnouncementReading.objects.filter(announcement__in=made).values_list("announcement", "table")
    for announcement, table in pairs:
        readings[announcement].add(table)
    return [_announced(one, tables, readings[one.pk]) for one in made]


def _announced(one: Announcement, tables: Iterable[DiscussionTable], readers: set[int]) -> Announced:
    to = [table for table in tables if one.is_to(table)]
    by_id = {table.pk: table for table in to}
    return Announced(
        announcement=one,
        read=[table for table in to if table.pk in readers],
        unread=[table for table in to if table.pk not in readers],
        replies=[(by_id[said.table_id], said.text, said.at) for said in one.replies.all() if said.table_id in by_id],
    )


def open_calls(session_id: int, linger: timedelta = timedelta(minutes=1)) -> list[HelpCall]:
    """Calls for help, the oldest first.

    One that has ended keeps its place for a moment, so that no other jumps under the hand that is just reaching for it.
    """
    shown = Q(ended_at=None) | Q(ended_at__gt=timezone.now() - linger)
    calls = HelpCall.objects.filter(shown, table__session=session_id)
    return list(calls.select_related("table__region").order_by("called_at", "pk"))
