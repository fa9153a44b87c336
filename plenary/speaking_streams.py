"""What the page by which a session is led hears: which of its parts has changed, and what time it is."""

from collections.abc import Mapping, Sequence

from pga.live import notices
from pga.live.clock import now_ms
from pga.live.frames import frame
from pga.live.hub import hub
from pga.live.registry import register_stream
from plenary.access import stream_key
from plenary.links import SPEAKING
from plenary.whose import session_of


class SpeakingStream:
    """One stream of a session, in no language: the page asks for the part that has changed."""

    kind = SPEAKING

    def authorize(self, stream_id: int, cookies: Mapping[str, str]) -> str | None:
        """See `plenary.access`."""
        return stream_key(stream_id, cookies)

    def hello(self, stream_id: int, since: int) -> Sequence[bytes]:
        """Every part is asked for: what changed while nobody listened is not known."""
        return [_clock(), frame("everything", {})]


def install() -> None:
    """Serve the stream, and feed it."""
    register_stream(SpeakingStream())
    notices.on("spoken", spoken)
    notices.on("projected", projected)


def spoken(session_id: int, what: str) -> None:
    """Something was said by the front or by a table."""
    channel = f"{SPEAKING}:{session_id}"
    if hub.listened(channel):
        hub.show(channel, what, _clock() + frame(what, {}))


def projected(kind: str, scope_id: int, docs: Sequence[str]) -> None:
    """A table has written: its read-back stands otherwise, and something may have come to a closed question."""
    if kind != "table" or not docs or not hub.serving:
        return
    session = session_of(scope_id)
    if session:
        spoken(session, "tables")


def _clock() -> bytes:
    return frame("clock", {"now": now_ms()})
