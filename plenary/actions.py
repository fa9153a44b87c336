"""What moderators and organizers change at a session: closing it, opening it again, taking in what came late."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from pga.live import late
from plenary.access import Watch
from plenary.activity import note
from plenary.models import Activity, TakingIn
from regions.closing import close_session, reopen_session
from regions.models import DiscussionTable, LatePoint
from sessions.models import DiscussionSession


@transaction.atomic
def close(*, watch: Watch) -> None:
    """From now on what tables send comes late."""
    if not _is_closed(watch):
        close_session(session=watch.session)
        note(watch, Activity.Deed.CLOSED)


@transaction.atomic
def reopen(*, watch: Watch) -> None:
    """Tables go on; what came late is taken in."""
    if _is_closed(watch):
        _note(watch, reopen_session(session=watch.session))
        note(watch, Activity.Deed.REOPENED)


def _is_closed(watch: Watch) -> bool:
    """As it is now, not as it was when the page was asked for."""
    return DiscussionSession.objects.filter(pk=watch.session.pk, closed_at__isnull=False).exists()


@transaction.atomic
def take_in(*, watch: Watch, table: DiscussionTable, keys: Sequence[str]) -> int:
    """Take in what came late to these points, as far as they may be seen; to how many of them something did."""
    shown = LatePoint.objects.leaving_table().filter(table=table, key__in=keys).values_list("key", flat=True)
    taken = late.take_in("table", table.pk, list(shown))
    _note(watch, {table.pk: taken})
    if taken:
        note(watch, Activity.Deed.TOOK_IN, table=table)
    return len(taken)


def _note(watch: Watch, taken: Mapping[int, Sequence[str]]) -> None:
    """Who took what in, and when."""
    TakingIn.objects.bulk_create(
        TakingIn(table_id=table, key=key, link=watch.link, organizer=watch.organizer)
        for table, keys in taken.items()
        for key in keys
    )
