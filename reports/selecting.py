"""Sessions by what people type: their id, or their code where only one session has it."""

from sessions.models import DiscussionSession


class NoSuchSession(Exception):
    """The sentence says what to type instead."""


def session_named(name: str) -> DiscussionSession:
    """The session of this code, or else of this id."""
    sessions = DiscussionSession.objects.select_related("event", "paper")
    found = list(sessions.filter(code__iexact=name).order_by("pk"))
    if not found and name.isascii() and name.isdigit():
        found = list(sessions.filter(pk=int(name)))
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSuchSession(f"No session has the code or id {name!r}.")
    known = "; ".join(f"{session.pk} ({session.code}, {session.event.name})" for session in found)
    raise NoSuchSession(f"{len(found)} sessions have the code {name!r}. Give the id instead: {known}.")
