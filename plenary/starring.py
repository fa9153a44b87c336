"""Starring what the plenary must hear, putting it in order, releasing it to the wall; and forgetting what stays."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone

from pga.live import notices
from plenary.access import Watch
from plenary.activity import note
from plenary.models import Activity, Star
from plenary.star_queries import Point, points_at, wording_name
from regions.models import DiscussionTable
from regions.positions import between, spread
from sessions.models import DiscussionSession

# Past this the keys are made anew; the field takes 120.
_LONGEST_POSITION = 60
_ONE_REORDERING = timedelta(minutes=1)


class NotThere(Exception):
    """There is no such point, or it may not leave its table."""


class OtherWords(Exception):
    """The table has changed the words since the page showed them."""


@transaction.atomic
def star_point(*, watch: Watch, table: DiscussionTable, key: str) -> None:
    """Star a point or an issue that may leave its table, after all others."""
    hold_order(watch.session)
    point = _point(table.pk, key)
    last = Star.objects.filter(table__session=watch.session).order_by("-position").first()
    kept = {
        "position": between(last.position if last else "", ""),
        "wording": point.text,
        "worded_at": timezone.now(),
        "link": watch.link,
        "organizer": watch.organizer,
    }
    if Star.objects.get_or_create(table=table, key=key, defaults=kept)[1]:
        _note(watch, Activity.Deed.STARRED, table, point)
        # Somebody may be withdrawing it at this very moment.
        transaction.on_commit(lambda: forget_what_stays(table.pk))


@transaction.atomic
def unstar_point(*, watch: Watch, table: DiscussionTable, key: str) -> None:
    """Take a star away, and with it the point from the wall."""
    point = points_at([(table.pk, key)]).get((table.pk, key))
    if Star.objects.filter(table=table, key=key).delete()[0]:
        _note(watch, Activity.Deed.UNSTARRED, table, point)


@transaction.atomic
def release_star(*, watch: Watch, star: Star, seen: str) -> None:
    """Show a starred point on the wall; `seen` names the wording that was read before."""
    point = _read_point(star, seen)
    now = timezone.now()
    unreleased = Star.objects.filter(pk=star.pk, released_at=None)
    if unreleased.update(released_at=now, wording=point.text, worded_at=now):
        _note(watch, Activity.Deed.RELEASED, star.table, point)
        transaction.on_commit(lambda: forget_what_stays(star.table_id))


@transaction.atomic
def withhold_star(*, watch: Watch, star: Star) -> None:
    """Take a starred point off the wall."""
    point = points_at([(star.table_id, star.key)]).get((star.table_id, star.key))
    if Star.objects.filter(pk=star.pk, released_at__isnull=False).update(released_at=None):
        _note(watch, Activity.Deed.WITHHELD, star.table, point)


@transaction.atomic
def reread_star(*, watch: Watch, star: Star, seen: str) -> None:
    """Somebody has read the words as they are now: they are the ones from which the next change counts."""
    point = _read_point(star, seen)
    if Star.objects.filter(pk=star.pk).exclude(wording=point.text).update(wording=point.text, worded_at=timezone.now()):
        _note(watch, Activity.Deed.REREAD, star.table, point)
        transaction.on_commit(lambda: forget_what_stays(star.table_id))


@transaction.atomic
def place_star(*, watch: Watch, star: Star, after: Star | None) -> None:
    """Put a star right after another one, or first."""
    hold_order(watch.session)
    others = list(Star.objects.filter(table__session=watch.session).exclude(pk=star.pk))
    at = next((n + 1 for n, other in enumerate(others) if after and other.pk == after.pk), 0)
    _put(star, others[:at], others[at:])
    _note_order(watch)


@transaction.atomic
def step_star(*, watch: Watch, star: Star, way: Literal[-1, 1]) -> None:
    """Move a star one place up or down; nothing happens at the end."""
    hold_order(watch.session)
    others = list(Star.objects.filter(table__session=watch.session))
    here = next((n for n, other in enumerate(others) if other.pk == star.pk), 0)
    if 0 <= here + way < len(others):
        del others[here]
        _put(star, others[: here + way], others[here + way :])
        _note_order(watch)


@transaction.atomic
def forget_what_stays(table_id: int, keys: Sequence[str] = ()) -> None:
    """Points of a table may no longer leave it: their stars go, with the wording that was kept of them.

    All of the table's stars are looked at, since with an issue the points about it stay too.
    """
    stars = dict(Star.objects.filter(table=table_id).values_list("key", "pk"))
    leaving = points_at([(table_id, key) for key in stars]) if stars else {}
    gone = [pk for key, pk in stars.items() if (table_id, key) not in leaving]
    if gone:
        Star.objects.filter(pk__in=gone).delete()
        tell_stars(DiscussionTable.objects.values_list("session", flat=True).get(pk=table_id))


def forget_all_that_stays() -> None:
    """The same at every table with a star."""
    for table_id in Star.objects.order_by().values_list("table", flat=True).distinct():
        forget_what_stays(table_id)


def hold_order(session: DiscussionSession) -> None:
    """Nobody else changes the order of a session's stars until this transaction ends."""
    DiscussionSession.objects.select_for_update(no_key=True).get(pk=session.pk)


def tell_stars(session_id: int) -> None:
    """After the commit, pages show the session's stars anew."""
    notices.tell("stars", session_id)


def _point(table_id: int, key: str) -> Point:
    point = points_at([(table_id, key)]).get((table_id, key))
    if point is None:
        raise NotThere(key)
    return point


def _read_point(star: Star, seen: str) -> Point:
    point = _point(star.table_id, star.key)
    if seen != wording_name(point.text):
        raise OtherWords(star.key)
    return point


def _put(star: Star, before: list[Star], after: list[Star]) -> None:
    position = between(before[-1].position if before else "", after[0].position if after else "")
    star.position = position
    star.save(update_fields=["position"])
    if len(position) > _LONGEST_POSITION:
        ordered = [*before, star, *after]
        for one, fresh in zip(ordered, spread(len(ordered)), strict=True):
            one.position = fresh
        Star.objects.bulk_update(ordered, ["position"])


def _note(watch: Watch, deed: Activity.Deed, table: DiscussionTable, point: Point | None) -> None:
    note(watch, deed, table=table, question=getattr(point, "question", None))
    tell_stars(watch.session.pk)


def _note_order(watch: Watch) -> None:
    """One deed, however many steps somebody takes within a minute."""
    tell_stars(watch.session.pk)
    last = Activity.objects.filter(session=watch.session).first()
    mine = last and (last.link, last.organizer) == (watch.link, watch.organizer)
    recent = last and last.deed == Activity.Deed.REORDERED and timezone.now() - last.at < _ONE_REORDERING
    if not (mine and recent):
        note(watch, Activity.Deed.REORDERED)
