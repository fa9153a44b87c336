"""Reads for the stars' page and the wall; a table's words come through `leaving_table()` only."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from plenary.models import Star
from regions.models import Answer, DiscussionTable, PriorityIssue
from regions.wording import Piece, changes
from sessions.models import DiscussionSession, GuidingQuestion

Place = tuple[int, str]
Point = Answer | PriorityIssue


class Starred:
    """Which points are starred: `{% if answer in starred %}`."""

    def __init__(self, places: Collection[Place]) -> None:
        self.places = frozenset(places)

    def __contains__(self, point: Point) -> bool:
        return (point.table_id, point.key) in self.places


class StarredPoint(NamedTuple):
    """A starred point with its table's words as they are now, and as they were when they were last looked at."""

    star: Star
    table: DiscussionTable
    text: str
    kind: str
    question: GuidingQuestion | None
    is_issue: bool
    issue: str
    attribution: str

    @property
    def pieces(self) -> list[Piece]:
        """What has changed in the wording since; empty if nothing."""
        return changes(self.star.wording, self.text)

    @property
    def seen(self) -> str:
        """Names the wording that a page shows, so that nobody releases another one than they have read."""
        return wording_name(self.text)

    @property
    def released_at(self) -> datetime | None:
        """Since when it is on the wall."""
        return self.star.released_at


def wording_name(text: str) -> str:
    """A short name for a wording."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def points_at(places: Collection[Place]) -> dict[Place, Point]:
    """Points by table and key, as far as they may leave their tables: two queries."""
    keys: dict[str, set[str]] = defaultdict(set)
    for _table, key in places:
        keys[key[:1]].add(key)
    tables = {table for table, _key in places}
    answers = Answer.objects.leaving_table().filter(table__in=tables, key__in=keys["a"])
    issues = PriorityIssue.objects.leaving_table().filter(table__in=tables, key__in=keys["i"])
    found: list[Point] = [*answers.select_related("question__parent", "issue"), *issues]
    wanted = set(places)
    return {place: point for point in found if (place := (point.table_id, point.key)) in wanted}


def starred_points(session: DiscussionSession, *, on_wall: bool = False) -> list[StarredPoint]:
    """The session's stars in their order, those only whose points may leave their tables: three queries."""
    stars = Star.objects.filter(table__session=session).select_related("table__region", "link", "organizer")
    if on_wall:
        stars = stars.exclude(released_at=None)
    return _pointed(list(stars), with_attribution=session.event.attribution_allowed)


def _pointed(stars: Sequence[Star], *, with_attribution: bool) -> list[StarredPoint]:
    points = points_at([(star.table_id, star.key) for star in stars])
    return [
        _starred(star, point, with_attribution=with_attribution)
        for star in stars
        if (point := points.get((star.table_id, star.key))) is not None
    ]


def _starred(star: Star, point: Point, *, with_attribution: bool) -> StarredPoint:
    if isinstance(point, PriorityIssue):
        return StarredPoint(star, star.table, point.text, "", None, is_issue=True, issue="", attribution="")
    issue = point.issue
    return StarredPoint(
        star,
        star.table,
        point.text,
        kind=point.get_kind_display() if point.kind != Answer.Kind.POINT else "",
        question=point.question,
        is_issue=False,
        issue=issue.text if issue and not issue.deleted and not issue.stays else "",
        attribution=point.attribution if with_attribution else "",
    )


def starred(session_id: int) -> Starred:
    """Which of the session's points are starred, as far as they may leave their tables: three queries."""
    places = list(Star.objects.filter(table__session=session_id).order_by().values_list("table", "key"))
    return Starred(points_at(places))
