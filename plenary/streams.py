"""What the board's pages hear: rows of the board rendered once for all readers of a language, and who has changed."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from pga.live import notices
from pga.live.frames import frame, html_frame
from pga.live.hub import hub
from pga.live.registry import register_stream
from plenary.access import stream_key
from plenary.queries import board, board_rows, board_sum
from plenary.star_streams import stars_frame
from regions.models import DiscussionTable
from regions.queries import asked_questions
from regions.withdrawals import on_withdrawal
from sessions.models import DiscussionSession


class SessionStream:
    """A stream of one session: `board` carries rows, `changes` the numbers of tables that changed."""

    def __init__(self, name: str, language: str) -> None:
        self.name = name
        self.language = language
        self.kind = f"{name}{language}"

    def authorize(self, stream_id: int, cookies: Mapping[str, str]) -> str | None:
        """See `plenary.access`."""
        return stream_key(stream_id, cookies)

    def hello(self, stream_id: int) -> Sequence[bytes]:
        """The page is made whole: what changed while nobody listened is not known."""
        session = DiscussionSession.objects.filter(pk=stream_id).first()
        if session is None or self.name == "changes":
            return [frame("changed", {"table": 0}), stars_frame(stream_id)]
        with translation.override(self.language):
            whole = board(session)
            rows = [row for region in whole.regions for row in region.rows]
            context = {"rows": rows, "sum": whole.sum, "session": session}
            return [html_frame(render_to_string("plenary/board_frame.html", context)), stars_frame(stream_id)]


def install() -> None:
    """Serve the streams, and feed them after each projection."""
    for code, _name in settings.LANGUAGES:
        for name in ("board", "changes"):
            register_stream(SessionStream(name, code.partition("-")[0]))
    notices.on("projected", projected)
    notices.on("session", session_changed)
    on_withdrawal(withdrawn)


def projected(kind: str, scope_id: int, docs: Sequence[str]) -> None:
    """A table's answers changed: show its row to whoever looks, at most twice a second."""
    if kind == "table":
        _feed(scope_id, hub.show)


def withdrawn(table_id: int, keys: Sequence[str]) -> None:
    """A point may no longer be seen: its table's row goes out at once."""
    _feed(table_id, lambda channel, _key, sent: hub.publish(channel, sent))


def session_changed(session_id: int) -> None:
    """A session was closed, or opened again: boards say so."""
    session = DiscussionSession.objects.filter(pk=session_id).first() if hub.serving else None
    if session is None:
        return
    for code, _name in settings.LANGUAGES:
        language = code.partition("-")[0]
        channel = f"board{language}:{session_id}"
        if hub.listened(channel):
            with translation.override(language):
                said = render_to_string("plenary/session_state_frame.html", {"session": session})
            hub.publish(channel, html_frame(said))


def _feed(table_id: int, send: Callable[[str, str, bytes], None]) -> None:
    if not hub.serving:
        return
    table = DiscussionTable.objects.select_related("region", "session").filter(pk=table_id).first()
    if table is None:
        return
    for code, _name in settings.LANGUAGES:
        _feed_language(table, code.partition("-")[0], send)


def _feed_language(table: DiscussionTable, language: str, send: Callable[[str, str, bytes], None]) -> None:
    changes, channel = f"changes{language}:{table.session_id}", f"board{language}:{table.session_id}"
    if hub.listened(changes):
        send(changes, f"table {table.pk}", frame("changed", {"table": table.pk}))
    if not hub.listened(channel):
        return
    with translation.override(language):
        rows = board_rows([table], asked_questions(table.session.paper_id))
        send(channel, f"table {table.pk}", html_frame(render_to_string("plenary/row_frame.html", {"rows": rows})))
        total = render_to_string("plenary/sum_frame.html", {"sum": board_sum(table.session_id)})
        send(channel, "sum", html_frame(total))
