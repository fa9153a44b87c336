"""Events and their sessions, as an organizer sets them up."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from sessions.models import BackgroundPaper, DiscussionSession, Event, Organizer


class SessionInUse(Exception):
    """The session has tables or links and cannot be removed."""


@transaction.atomic
def add_event(*, organizer: Organizer, name: str, **settings: Any) -> Event:
    """A new event, whose first organizer is the one who adds it."""
    event = Event.objects.create(name=name, **settings)
    event.organizers.add(organizer)
    return event


def add_session(
    *, event: Event, code: str, title: str = "", paper: BackgroundPaper | None = None, **settings: Any
) -> DiscussionSession:
    """A session of the event, of its latest confirmed paper unless another is named."""
    paper = paper or event.papers.exclude(confirmed_at=None).order_by("-confirmed_at").first()
    return DiscussionSession.objects.create(event=event, code=code, title=title, paper=paper, **settings)


def change_settings(thing: Event | DiscussionSession, *, changes: Mapping[str, Any]) -> None:
    """Save the fields that changed, and those only."""
    for name, value in changes.items():
        setattr(thing, name, value)
    if changes:
        thing.save(update_fields=list(changes))


def remove_session(session: DiscussionSession) -> None:
    """Take a session away that nobody has used."""
    try:
        session.delete()
    except ProtectedError as error:
        raise SessionInUse(session.code) from error
