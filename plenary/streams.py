"""What the board's pages hear: pieces of the board rendered once for all readers of a language, and who has changed."""

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string
from django.utils import translation

from pga.live import notices
from pga.live.clock import now_ms
from pga.live.frames import frame, html_frame
from pga.live.hub import hub
from pga.live.presence import presence
from pga.live.registry import register_beside, register_stream
from plenary.access import stream_key
from plenary.feeding import LANGUAGES, feeder
from plenary.star_streams import stars_frame
from regions.table_state_queries import running_countdowns
from regions.withdrawals import on_withdrawal
from sessions.models import DiscussionSession


class SessionStream:
    """A stream of one session: `board` carries pieces, `changes` the numbers of tables that changed."""

    def __init__(self, name: str, language: str) -> None:
        self.name = name
        self.language = language
        self.kind = f"{name}{language}"

    def authorize(self, stream_id: int, cookies: Mapping[str, str]) -> str | None:
        """See `plenary.access`."""
        return stream_key(stream_id, cookies)

    def hello(self, stream_id: int, since: int) -> Sequence[bytes]:
        """The page is made whole: rows of the tables that changed since, or of all."""
        session = DiscussionSession.objects.filter(pk=stream_id).first()
        if session is None or self.name == "changes":
            return [frame("changed", {"tables": []}), stars_frame(stream_id)]
        with translation.override(self.language):
            return [feeder.hello(session, since), _state_frame(session), stars_frame(stream_id)]


def install() -> None:
    """Serve the streams, and let the feeder know what changed."""
    for language in LANGUAGES:
        for name in ("board", "changes"):
            register_stream(SessionStream(name, language))
    notices.on("projected", projected)
    notices.on("session", session_changed)
    notices.on("spoken", spoken)
    notices.on("resync", feeder.forget)
    register_beside(feeder)
    presence.on_change(somebody_moved)
    on_withdrawal(withdrawn)


def projected(kind: str, scope_id: int, docs: Sequence[str]) -> None:
    """A table's answers changed."""
    if kind == "table":
        feeder.mark(scope_id)


def somebody_moved(scope: str) -> None:
    """Somebody came to a table, went, or put the caret elsewhere."""
    kind, _colon, ident = scope.partition(":")
    if kind == "table":
        feeder.mark(int(ident))


def withdrawn(table_id: int, keys: Sequence[str]) -> None:
    """A point may no longer be seen: its table's row goes out at once."""
    feeder.mark(table_id, urgent=True)


def spoken(session_id: int, what: str) -> None:
    """A clock was set or stopped."""
    if what == "countdowns":
        session_changed(session_id)


def session_changed(session_id: int) -> None:
    """A session was closed or opened again, or has other clocks: boards say so."""
    session = DiscussionSession.objects.filter(pk=session_id).first() if hub.serving else None
    for language in LANGUAGES if session else ():
        channel = f"board{language}:{session_id}"
        if session and hub.listened(channel):
            with translation.override(language):
                hub.publish(channel, _state_frame(session))


def _state_frame(session: DiscussionSession) -> bytes:
    state = {"session": session, "clocks": running_countdowns(session.pk)}
    return frame("clock", {"now": now_ms()}) + html_frame(render_to_string("plenary/session_state_frame.html", state))
