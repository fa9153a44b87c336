"""The thread that follows the projector: it shows what changed on the feed, and keeps the search's index near.

Apart from the projector, so that answers come to the boards as soon as before; and at rest for three times as long as
it worked, so that the edit door keeps its processor: under load items come a little later, and more at once.
"""

import atexit
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

from django.db import DatabaseError, close_old_connections, connection

from pga.live import notices
from pga.live.hub import hub
from plenary.feed_stream import show
from plenary.indexing import catch_up

log = logging.getLogger("plenary.following")
SHOW_EVERY = 0.4
# Whoever searches brings the index up to date first; this keeps what is then left to do small.
INDEX_EVERY = 2.0


class Follower:
    """One thread in a serving process, from the first projection on; what changed waits its turn."""

    def __init__(self) -> None:
        self._changed: dict[int, set[str]] = defaultdict(set)
        self._unindexed: set[int] = set()
        self._indexed_at = 0.0
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None

    def projected(self, kind: str, scope_id: int, docs: Sequence[str]) -> None:
        """Something changed at a table. From any thread."""
        if kind != "table" or not hub.serving:
            return
        with self._lock:
            self._changed[scope_id].update(docs)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
                self._thread.start()
        self._woken.set()

    def stop(self) -> None:
        """End after what is under way; the hub serves nobody any more."""
        self._woken.set()
        if self._thread:
            self._thread.join(timeout=2)

    def _run(self) -> None:
        while hub.serving:
            self._woken.wait(timeout=INDEX_EVERY if self._unindexed else None)
            self._woken.clear()
            self._follow()
        connection.close()

    def _follow(self) -> None:
        if not hub.serving:
            return
        begun = time.perf_counter()
        self._try(self._show)
        self._try(self._index)
        time.sleep(max(SHOW_EVERY, 3 * (time.perf_counter() - begun)))

    def _show(self) -> None:
        with self._lock:
            changed, self._changed = self._changed, defaultdict(set)
        self._unindexed |= changed.keys()
        try:
            show(changed)
        except DatabaseError:
            with self._lock:
                for table, docs in changed.items():
                    self._changed[table] |= docs
            raise

    def _index(self) -> None:
        if self._unindexed and time.monotonic() - self._indexed_at > INDEX_EVERY:
            tables, self._unindexed = self._unindexed, set()
            self._indexed_at = time.monotonic()
            catch_up(tables)

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:
            log.exception("The feed or the search's index could not follow; it goes on with the next change")
            close_old_connections()


follower = Follower()


def install() -> None:
    """Follow each projection, from whichever process it comes, until this one ends."""
    notices.on("projected", follower.projected)
    atexit.register(follower.stop)
