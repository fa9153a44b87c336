"""What the wall shows: counts, the clock, and the statements that were starred and released for it; no more.

Two gaps, to be filled where announcements, the countdown and "we are done" are kept: `countdown_of` and `done_tables`.
Whatever fills them calls `plenary.wall_streams.wall_changed` when they change.
"""

from typing import NamedTuple

from pga.live.clock import now_ms
from plenary.star_queries import StarredPoint, starred_points
from regions.models import Answer, DiscussionTable, PriorityIssue
from sessions.models import DiscussionSession

# From so many letters on a statement is set smaller.
_LONG, _LONGER = 110, 300


class Countdown(NamedTuple):
    """A clock that ticks to `until`, in ms since 1970 by the server; `label` says of what it is."""

    until: int
    label: str


class Counts(NamedTuple):
    """How far the hall is. `done`: tables that said so, None where nobody is asked."""

    tables: int
    written: int
    done: int | None
    points: int
    issues: int


class Statement(NamedTuple):
    """A released point, and in which size it is set."""

    point: StarredPoint
    size: str


class Wall(NamedTuple):
    """All that the projector shows."""

    session: DiscussionSession
    counts: Counts
    countdown: Countdown | None
    statements: list[Statement]
    now: int


def countdown_of(session: DiscussionSession) -> Countdown | None:
    """Gap: the session's running countdown, or its current question's. There is none yet."""
    return None


def done_tables(session: DiscussionSession) -> int | None:
    """Gap: how many tables have said that they are done. None is asked yet."""
    return None


def wall_of(session: DiscussionSession) -> Wall:
    """Everything, in eight queries."""
    return Wall(session, counts_of(session), countdown_of(session), statements_of(session), now_ms())


def counts_of(session: DiscussionSession) -> Counts:
    """Five queries, however many tables there are."""
    answers = Answer.objects.leaving_table().filter(table__session=session).order_by()
    issues = PriorityIssue.objects.leaving_table().filter(table__session=session).order_by()
    written = set(answers.values_list("table", flat=True).distinct())
    written |= set(issues.values_list("table", flat=True).distinct())
    return Counts(
        tables=DiscussionTable.objects.filter(session=session).count(),
        written=len(written),
        done=done_tables(session),
        points=answers.count(),
        issues=issues.count(),
    )


def statements_of(session: DiscussionSession) -> list[Statement]:
    """What was starred and released, in the order of the stars, as its tables word it now: three queries."""
    return [Statement(point, _size(point.text)) for point in starred_points(session, on_wall=True)]


def _size(text: str) -> str:
    return "short" if len(text) <= _LONG else "middling" if len(text) <= _LONGER else "long"
