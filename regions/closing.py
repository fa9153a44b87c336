"""Closing a session, and opening it again. What tables send after the close comes late, until the grace is over."""

from django.db import transaction
from django.utils import timezone

from pga.live import late, notices
from regions.access import closed_of
from sessions.models import DiscussionSession


@transaction.atomic
def close_session(*, session: DiscussionSession) -> None:
    """From now on nothing that is written changes what boards, search and report show, unless it is taken in."""
    now = timezone.now()
    if DiscussionSession.objects.filter(pk=session.pk, closed_at=None).update(closed_at=now):
        late.begin("table", _tables(session))
        _tell(session)


@transaction.atomic
def reopen_session(*, session: DiscussionSession) -> dict[int, list[str]]:
    """Go on as before. What came late is taken in, since what is written now builds on it: its keys, by table."""
    closed = DiscussionSession.objects.filter(pk=session.pk, closed_at__isnull=False)
    if not closed.update(closed_at=None, reopened_at=timezone.now()):
        return {}
    taken = late.end("table", _tables(session))
    _tell(session)
    return taken


def _tables(session: DiscussionSession) -> list[int]:
    return list(session.tables.values_list("pk", flat=True))


def _tell(session: DiscussionSession) -> None:
    """Laptops are told by their streams, the doors forget what they knew, boards are told of the session."""
    session.refresh_from_db(fields=["closed_at", "reopened_at"])
    closed = closed_of(session)
    for table in _tables(session):
        notices.keys_changed("table", table)
        notices.say(f"table:{table}", "session", {"closed": closed._asdict() if closed else None})
    notices.tell("session", session.pk)
