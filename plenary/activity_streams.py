"""Each moderator sees the others' deeds: a quiet line on every page of the board, the activity page, the stars."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from pga.live import notices
from pga.live.frames import frame, html_frame
from plenary.access import stream_key
from plenary.activity_queries import Deed, last_deed, noted
from plenary.links import BOARD_STREAMS
from plenary.page_streams import correct, serve
from plenary.star_streams import stars_frame
from sessions.models import DiscussionSession


def install() -> None:
    """Serve the stream of pages that show deeds and stars, and feed every board's."""
    serve("deeds", stream_key, hello)
    notices.on("deed", deed_done)


def hello(session_id: int) -> Sequence[bytes]:
    """What was done and starred while nobody listened."""
    session = DiscussionSession.objects.filter(pk=session_id).first()
    if session is None:
        return []
    return [deed_frames(last_deed(session)), stars_frame(session_id)]


def deed_done(session_id: int, activity_id: int) -> None:
    """Somebody did something (0: something was erased, of which there is no line, only the fact on its page)."""
    correct(BOARD_STREAMS, session_id, f"deed {activity_id}", lambda: deed_frames(noted(activity_id)))


def deed_frames(deed: Deed | None) -> bytes:
    """The line, and the word that something was done."""
    done = frame("deed", {})
    if deed is None:
        return done
    return html_frame(render_to_string("plenary/last_deed.html", {"deed": deed, "oob": True})) + done
