"""Group commit: one thread drains what laptops posted and appends it in one transaction every few milliseconds."""

import logging
import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from django.db import OperationalError, close_old_connections, connection

from pga.live.frames import rows_frame
from pga.live.hub import hub
from pga.live.journal import Appended, Batch, append_group
from pga.live.known import Known
from pga.live.projector import projector
from pga.sqlite import turns

log = logging.getLogger("pga.live.writer")
WINDOW = 0.002
MOST_WAITING = 2_000
MOST_GROUP = 2_000


class Waiting(NamedTuple):
    """A batch and whom to tell: `done` is called in the loop's thread with the outcome, None if the group failed."""

    batch: Batch
    done: Callable[[Appended | None], None]


class Full(Exception):
    """More waits than the disk takes; the laptop sends again."""


class Writer:
    """The one thread through which all live edits of this process go."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Waiting | None] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self.known = Known()
        self.longest_commit = 0.0
        self._wrote = 0.0

    def start(self) -> None:
        """Begin to drain."""
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Append what waits, then end."""
        if self._thread:
            self._queue.put(None)
            self._thread.join(timeout=5)

    def put(self, waiting: Waiting) -> None:
        """Queue a batch; raises Full."""
        try:
            self._queue.put_nowait(waiting)
        except queue.Full as error:
            raise Full from error

    def is_busy(self) -> bool:
        """Whether laptops have written in this second."""
        return time.monotonic() - self._wrote < 1

    def _run(self) -> None:
        turns.go_first()
        running = True
        while running:
            group = [self._queue.get()]
            time.sleep(WINDOW)
            while len(group) < MOST_GROUP and not self._queue.empty():
                group.append(self._queue.get_nowait())
            running = None not in group
            self._append([waiting for waiting in group if waiting is not None])
        connection.close()

    def _append(self, group: list[Waiting]) -> None:
        if not group:
            return
        begun = time.perf_counter()
        results = self._appended([waiting.batch for waiting in group])
        self.longest_commit = max(self.longest_commit, time.perf_counter() - begun)
        self._wrote = time.monotonic()
        hub.call(_tell, group, results)
        self._publish([result for result in results if result])

    def _appended(self, batches: list[Batch]) -> list[Appended | None]:
        """What became of the batches; a failed group answers 503 and is sent again, and the writer lives on."""
        try:
            return list(append_group(batches, self.known))
        except OperationalError:
            log.exception("The database is out of reach; %d batches could not be appended", len(batches))
        except Exception:
            log.exception("A group of %d batches could not be appended", len(batches))
            if len(batches) > 1:
                # One that can never be written must not keep the others from it.
                return [result for batch in batches for result in self._appended([batch])]
        close_old_connections()
        return [None] * len(batches)

    def _publish(self, results: list[Appended]) -> None:
        by_scope: dict[str, list[Appended]] = defaultdict(list)
        for result in results:
            if result.rows:
                by_scope[result.rows[0].scope].append(result)
        for scope, appended in by_scope.items():
            hub.publish(scope, rows_frame(row for result in appended for row in result.rows))
            projector.wake(scope)


def _tell(group: list[Waiting], results: list[Appended | None]) -> None:
    for waiting, result in zip(group, results, strict=True):
        waiting.done(result)


writer = Writer()
