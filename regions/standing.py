"""What stands between tables and the front of the hall, as their laptops are told it.

Whole, at every connection and after each change: so nothing is missed, and nothing has to be caught up with.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from pga.live.clock import now_ms
from regions.models import (
    Announcement,
    AnnouncementReading,
    Answer,
    Countdown,
    DiscussionTable,
    HelpCall,
    PriorityIssue,
    QuestionState,
)
from regions.question_states import Closing, Closings

# A clock that has run down, and a call that a moderator has ended, are still said for so long.
LINGER = timedelta(minutes=10)
# Of more unread ones the oldest stand in the list of all announcements.
MOST_UNREAD = 10


def standing(table_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """By table, with times in ms since 1970: six queries, and two more if any of the tables is done."""
    tables = list(DiscussionTable.objects.filter(pk__in=table_ids))
    sessions = {table.session_id for table in tables}
    since = timezone.now() - LINGER
    clocks = _countdowns(sessions, since)
    closings = _closings(sessions)
    announced = _Announced(tables, sessions)
    calls = _calls(table_ids, since)
    wrote = _last_written([table.pk for table in tables if table.done_at])
    return {
        table.pk: {
            "now": now_ms(),
            "countdowns": clocks[table.session_id],
            "closed": {str(n): _closed(one) for n, one in closings[table.session_id].of_table(table.pk).items()},
            "unread": announced.unread(table),
            "announced": announced.count(table),
            "help": calls.get(table.pk),
            "done": _ms(table.done_at),
            "people": table.headcount,
            "wrote": _ms(wrote.get(table.pk)),
        }
        for table in tables
    }


def _ms(at: datetime | None) -> int | None:
    return round(at.timestamp() * 1000) if at else None


def _closed(closing: Closing) -> dict[str, int | None]:
    return {"at": _ms(closing.at), "until": _ms(closing.until)}


def _countdowns(sessions: set[int], since: datetime) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for clock in Countdown.objects.filter(session__in=sessions, ends_at__gt=since):
        told = {"question": clock.question_id, "label": clock.label, "ends": _ms(clock.ends_at)}
        found[clock.session_id].append(told)
    return found


def _closings(sessions: set[int]) -> dict[int, Closings]:
    rows: dict[int, list[QuestionState]] = {session: [] for session in sessions}
    for state in QuestionState.objects.filter(session__in=sessions):
        rows[state.session_id].append(state)
    return {session: Closings(session, some) for session, some in rows.items()}


class _Announced:
    """The announcements to some tables, and which of the newest each of them has read."""

    def __init__(self, tables: Sequence[DiscussionTable], sessions: set[int]) -> None:
        made: dict[int, list[Announcement]] = defaultdict(list)
        for one in Announcement.objects.filter(session__in=sessions):
            made[one.session_id].append(one)
        self._to = {table.pk: [one for one in made[table.session_id] if one.is_to(table)] for table in tables}
        newest = {one.pk for announcements in self._to.values() for one in announcements[:MOST_UNREAD]}
        readings = AnnouncementReading.objects.filter(table__in=list(self._to), announcement__in=newest)
        self._read = set(readings.values_list("announcement", "table"))

    def count(self, table: DiscussionTable) -> int:
        """How many there were, read or not."""
        return len(self._to[table.pk])

    def unread(self, table: DiscussionTable) -> list[dict[str, Any]]:
        """The newest that the table has not read yet, oldest first."""
        return [
            {"id": one.pk, "at": _ms(one.at), "text": one.text}
            for one in reversed(self._to[table.pk][:MOST_UNREAD])
            if (one.pk, table.pk) not in self._read
        ]


def _last_written(table_ids: Sequence[int]) -> dict[int, datetime]:
    """When tables last wrote, points that stay there too: only their own laptops are told."""
    found: dict[int, datetime] = {}
    for model in (Answer, PriorityIssue) if table_ids else ():
        rows = model.objects.filter(table__in=table_ids).order_by().values_list("table")
        for table, last in rows.annotate(last=Max("changed_at")):
            found[table] = max(last, found.get(table, last))
    return found


def _calls(table_ids: Sequence[int], since: datetime) -> dict[int, dict[str, Any]]:
    """A table's last call, as long as it is open or was ended by a moderator a moment ago."""
    ended = Q(ended_at__gt=since, taken_back=False)
    return {
        call.table_id: {
            "at": _ms(call.called_at),
            "reason": call.reason,
            "answered": _ms(call.answered_at),
            "answer": call.answer,
            "ended": _ms(call.ended_at),
        }
        for call in HelpCall.objects.filter(Q(ended_at=None) | ended, table__in=table_ids)
    }
