"""The organizer sees live which links are in use, and by which of them somebody is looking."""

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string

from pga.live import notices
from pga.live.frames import html_frame
from plenary.access import organizer_key
from plenary.link_queries import links_of
from plenary.page_streams import correct, serve
from sessions.models import DiscussionSession


def install() -> None:
    """Serve the stream of the links' page; feed it when a link is made, opened, revoked, or somebody comes or goes."""
    serve("links", organizer_key, hello)
    notices.on("links", links_changed)
    notices.on("watching", _somebody_came_or_went)


def hello(session_id: int) -> Sequence[bytes]:
    """All links as they are."""
    return [links_frame(session_id)]


def links_changed(session_id: int) -> None:
    """The state of a link is another one."""
    correct(["links"], session_id, "links", lambda: links_frame(session_id))


def links_frame(session_id: int) -> bytes:
    """The state of every link, in the present language."""
    session = DiscussionSession.objects.select_related("event").filter(pk=session_id).first()
    links = links_of(session) if session else []
    return html_frame(render_to_string("plenary/link_states.html", {"links": links, "oob": True}))


def _somebody_came_or_went(process: str, session_id: int, there: Mapping[str, int]) -> None:
    links_changed(session_id)
