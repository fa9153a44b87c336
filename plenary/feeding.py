"""Feeds the open boards: every half second what changed at the session's tables, read once and rendered once.

A thread of its own: the projector only says which table changed. What nobody looks at is neither read nor rendered.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import close_old_connections, connection
from django.utils import translation
from django.utils.safestring import SafeString

from pga.live.clock import now_ms
from pga.live.frames import frame, html_frame
from pga.live.hub import hub
from plenary.page_streams import languages
from plenary.pieces import changed_pieces, sum_piece
from plenary.queries import BoardRow, board_rows, laptops_at, sum_of, tables_of
from plenary.whose import session_of
from regions.queries import AskedQuestion, asked_questions
from sessions.models import DiscussionSession

log = logging.getLogger("plenary.feeding")
EVERY = 0.5
# Who fell silent, and what is no longer being written, is found by looking.
LOOK_ROUND = 5.0
# How long after its writing a change may be noted here: projecting, and the notice of another process.
MARGIN_MS = 3_000
LANGUAGES = languages()


# Rows as they were sent last (None: never) and as they are.
Changes = Sequence[tuple[BoardRow | None, BoardRow]]


class LiveBoard:
    """One session's rows as they were last sent; belongs to the feeding thread."""

    def __init__(self, session: DiscussionSession) -> None:
        self.session_id = session.pk
        self.questions: list[AskedQuestion] = asked_questions(session.paper_id)
        self.rows: dict[int, BoardRow] = {}
        self.refresh(None)

    def refresh(self, tables: Iterable[int] | None) -> list[tuple[BoardRow | None, BoardRow]]:
        """Read these tables anew, or all; each row that differs, as it was and as it is."""
        wanted = tables_of(self.session_id, None if tables is None else set(tables))
        fresh = board_rows(wanted, self.questions)
        changed = [(self.rows.get(row.table.pk), row) for row in fresh if self.rows.get(row.table.pk) != row]
        self.rows |= {row.table.pk: row for row in fresh}
        return changed

    def moved(self) -> list[int]:
        """Tables whose row is not true any more although nobody wrote: somebody fell silent, or stopped writing."""
        told = laptops_at(list(self.rows))
        return [
            pk for pk, row in self.rows.items() if row.laptops != told[pk] or any(cell.typing for cell in row.cells)
        ]


class Feeder:
    """The thread."""

    def __init__(self) -> None:
        self._dirty: set[int] = set()
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._boards: dict[int, LiveBoard] = {}
        # When each table was last marked, in ms; before `_knows_since` nothing is known.
        self._marked_at: dict[int, int] = {}
        self._knows_since = now_ms()

    def start(self) -> None:
        """Begin to feed."""
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="feeding", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Feed no longer."""
        self._ended.set()
        self._woken.set()
        if self._thread:
            self._thread.join(timeout=3)

    def mark(self, table_id: int, *, urgent: bool = False) -> None:
        """A table changed. From any thread; urgent is what must be gone from the boards now."""
        self._marked_at[table_id] = now_ms()
        self._dirty.add(table_id)
        if urgent:
            self._woken.set()

    def forget(self) -> None:
        """Notices were missed: what changed until now is not known."""
        self._knows_since = now_ms()

    def hello(self, session: DiscussionSession, since: int) -> bytes:
        """What makes a page whole that was right at `since` (ms): in the active language, from any thread."""
        tables = tables_of(session.pk)
        if since > self._knows_since:
            # A moment more: what was on its way when the page was read.
            tables = [table for table in tables if self._marked_at.get(table.pk, 0) > since - MARGIN_MS]
        begun = now_ms()
        rows = board_rows(tables, asked_questions(session.paper_id))
        pieces = [piece for row in rows for piece in changed_pieces(None, row)]
        return cells_frame(pieces, begun)

    def _run(self) -> None:
        looked, pause = time.monotonic(), EVERY
        while not self._ended.is_set():
            self._woken.wait(pause)
            self._woken.clear()
            dirty, self._dirty = self._dirty, set()
            is_time = time.monotonic() - looked > LOOK_ROUND
            looked = time.monotonic() if is_time else looked
            begun = time.perf_counter()
            self._feed(dirty, is_time=is_time)
            # The door shares this processor: half the time at most.
            worked = time.perf_counter() - begun
            self._ended.wait(min(EVERY, worked))
            pause = max(0.0, EVERY - 2 * worked)
        connection.close()

    def _feed(self, dirty: set[int], *, is_time: bool) -> None:
        watched = watched_sessions()
        self._boards = {pk: board for pk, board in self._boards.items() if pk in watched}
        try:
            for session_id, tables in self._by_session(dirty).items():
                _tell_changes(session_id, tables)
                if session_id in watched:
                    self._send(session_id, tables)
            for session_id in watched if is_time else ():
                if session_id in self._boards:
                    self._send(session_id, self._boards[session_id].moved())
        except Exception:
            log.exception("The boards could not be fed; they are read anew")
            self._boards.clear()
            close_old_connections()

    def _by_session(self, dirty: set[int]) -> dict[int, set[int]]:
        grouped: dict[int, set[int]] = defaultdict(set)
        for table in dirty:
            session_id = session_of(table)
            if session_id is not None:
                grouped[session_id].add(table)
        return grouped

    def _send(self, session_id: int, tables: Iterable[int]) -> None:
        board, at = self._boards.get(session_id), now_ms()
        if board is None:
            # Nobody was sent anything yet: pages that open are whole by themselves.
            board = self._boards[session_id] = LiveBoard(DiscussionSession.objects.get(pk=session_id))
            changed: Changes = [(None, board.rows[table]) for table in tables if table in board.rows]
        else:
            changed = board.refresh(tables)
        if changed:
            publish(session_id, changed, list(board.rows.values()), at)


def watched_sessions() -> set[int]:
    """Sessions whose board somebody looks at, at this process."""
    channels = [name.partition(":") for name in list(hub.listeners)]
    return {int(ident) for kind, _colon, ident in channels if kind in BOARDS}


BOARDS = {f"board{language}" for language in LANGUAGES}


def publish(session_id: int, changed: Changes, rows: Sequence[BoardRow], at: int) -> None:
    """Send what changed to the boards of each language that somebody looks at."""
    for language in LANGUAGES:
        channel = f"board{language}:{session_id}"
        if hub.listened(channel):
            with translation.override(language):
                pieces = [piece for before, after in changed for piece in changed_pieces(before, after)]
                pieces.append(sum_piece(sum_of(rows, session_id)))
            hub.publish(channel, cells_frame(pieces, at))


def _tell_changes(session_id: int, tables: Iterable[int]) -> None:
    """Pages that read themselves anew learn which tables changed."""
    for language in LANGUAGES:
        channel = f"changes{language}:{session_id}"
        if hub.listened(channel):
            hub.publish(channel, frame("changed", {"tables": sorted(tables)}))


def cells_frame(pieces: Iterable[SafeString], at: int) -> bytes:
    """Pieces of a board as one message; its id is the time (ms) up to which the page is then whole."""
    return f"event: cells\nid: {at}\n".encode() + html_frame("\n".join(pieces))


feeder = Feeder()
