"""What the wall shows: counts, the clock, and the statements that were starred and released for it; no more."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from pga.live.clock import now_ms
from plenary.star_queries import StarredPoint, starred_points
from regions.models import Answer, DiscussionTable, PriorityIssue
from regions.table_state_queries import running_countdowns
from sessions.models import DiscussionSession

# From so many letters on a statement is set smaller.
_LONG, _LONGER = 110, 300
CLOCK_LINGERS = timedelta(minutes=1)


class Countdown(NamedTuple):
    """A clock that ticks to `until`, in ms since 1970 by the server; `label` says of what it is."""

    until: int
    label: str


class Counts(NamedTuple):
    """How far the hall is. `done`: tables that said so, None as long as none did."""

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
    """The clock that ends first, the session's or a question's; where none runs, the one that ended a moment ago."""
    clocks = running_countdowns(session.pk, CLOCK_LINGERS)
    running = [clock for clock in clocks if clock.ends_at > timezone.now()]
    for clock in running[:1] or clocks[-1:]:
        named = _("Question %(label)s") % {"label": clock.question.full_label} if clock.question else ""
        return Countdown(round(clock.ends_at.timestamp() * 1000), clock.label or named)
    return None


def wall_of(session: DiscussionSession) -> Wall:
    """Everything, in ten queries."""
    return Wall(session, counts_of(session), countdown_of(session), statements_of(session), now_ms())


def counts_of(session: DiscussionSession) -> Counts:
    """Five queries, however many tables there are."""
    answers = Answer.objects.leaving_table().filter(table__session=session).order_by()
    issues = PriorityIssue.objects.leaving_table().filter(table__session=session).order_by()
    written = set(answers.values_list("table", flat=True).distinct())
    written |= set(issues.values_list("table", flat=True).distinct())
    tables = DiscussionTable.objects.filter(session=session).aggregate(all=Count("pk"), done=Count("done_at"))
    return Counts(
        tables=tables["all"],
        written=len(written),
        done=tables["done"] or None,
        points=answers.count(),
        issues=issues.count(),
    )


def statements_of(session: DiscussionSession) -> list[Statement]:
    """What was starred and released, in the order of the stars, as its tables word it now: three queries."""
    return [Statement(point, _size(point.text)) for point in starred_points(session, on_wall=True)]


def _size(text: str) -> str:
    return "short" if len(text) <= _LONG else "middling" if len(text) <= _LONGER else "long"
