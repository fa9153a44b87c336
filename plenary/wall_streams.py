"""What walls hear: statements at once, counts once a second, each rendered once for all walls of a language."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from pga.live import notices
from pga.live.clock import now_ms
from pga.live.frames import html_frame
from pga.live.hub import hub
from pga.live.pace import Pace
from plenary.access import wall_key
from plenary.page_streams import correct, listened, serve, show
from plenary.wall_queries import countdown_of, counts_of, statements_of
from plenary.whose import session_of
from sessions.models import DiscussionSession

WORDS_SECONDS, COUNTS_SECONDS = 0.5, 1.0


def install() -> None:
    """Serve the stream, and count anew when tables write, points are withdrawn, or the session is closed."""
    serve("wall", wall_key, hello)
    notices.on("projected", projected)
    notices.on("session", wall_changed)
    notices.on("spoken", spoken)


def hello(session_id: int) -> Sequence[bytes]:
    """The whole wall."""
    session = _session(session_id)
    return [statements_frame(session), counts_frame(session)] if session else []


def projected(kind: str, table_id: int, docs: Sequence[str]) -> None:
    """A table's points changed."""
    if kind == "table" and hub.serving:
        session_id = session_of(table_id)
        if session_id:
            wall_changed(session_id)


def spoken(session_id: int, what: str) -> None:
    """A clock was set, or a table is done."""
    if what in ("countdowns", "tables"):
        wall_changed(session_id)


def wall_changed(session_id: int) -> None:
    """Counts, clock or state changed: soon, once for all that changes meanwhile."""
    if listened("wall", session_id):
        _pace.ask(session_id)


def statements_changed(session_id: int) -> None:
    """Statements were released, taken off, moved or withdrawn: at once."""
    if listened("wall", session_id) and (session := _session(session_id)):
        correct(["wall"], session_id, "statements", lambda: statements_frame(session))


def statements_reworded(session_id: int) -> None:
    """A table is writing in one of them: soon, once for all that it types meanwhile."""
    if listened("wall", session_id):
        _words.ask(session_id)


def statements_frame(session: DiscussionSession) -> bytes:
    """The statements, in the present language."""
    said = {"statements": statements_of(session), "oob": True}
    return html_frame(render_to_string("plenary/wall_statements.html", said))


def counts_frame(session: DiscussionSession) -> bytes:
    """Clock and counts, in the present language."""
    told = {"session": session, "counts": counts_of(session), "countdown": countdown_of(session), "now": now_ms()}
    return html_frame(render_to_string("plenary/wall_counts_frame.html", told))


def _show_counts(session_id: int) -> None:
    session = _session(session_id)
    if session:
        show(["wall"], session_id, "counts", lambda: counts_frame(session), only_new=True)


def _session(session_id: int) -> DiscussionSession | None:
    return DiscussionSession.objects.select_related("event").filter(pk=session_id).first()


_words = Pace(WORDS_SECONDS, statements_changed)
_pace = Pace(COUNTS_SECONDS, _show_counts)
