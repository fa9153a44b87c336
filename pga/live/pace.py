"""What may be asked for a thousand times a second and is done once in a while, beside the loop."""

import logging
from collections.abc import Callable

from pga.live.door import in_thread
from pga.live.hub import hub

log = logging.getLogger("pga.live.pace")


class Pace:
    """Calls a function with an id at most once in so many seconds, and once more after the last time it was asked."""

    def __init__(self, seconds: float, function: Callable[[int], None]) -> None:
        self._seconds, self._function = seconds, function
        self._waiting: set[int] = set()
        self._under_way: set[object] = set()

    def ask(self, ident: int) -> None:
        """Soon. From any thread; nothing happens where no server runs."""
        hub.call(self._soon, ident)

    def _soon(self, ident: int) -> None:
        if hub.loop is not None and ident not in self._waiting:
            self._waiting.add(ident)
            hub.loop.call_later(self._seconds, self._begin, ident)

    def _begin(self, ident: int) -> None:
        self._waiting.discard(ident)
        if hub.loop is not None:
            task = hub.loop.create_task(self._do(ident))
            # The loop itself holds tasks weakly.
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _do(self, ident: int) -> None:
        try:
            await in_thread(self._function, ident)
        except Exception:
            log.exception("What was to be shown of %d could not be made", ident)
