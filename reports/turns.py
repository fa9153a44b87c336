"""One after the other: what would take the press or the memory of this process twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PressBusy(Exception):
    """Whoever asked before is not done yet; another try later."""


class OneAtATime:
    """A making of which only one is under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for those who asked before, but not longer; raises PressBusy."""
        if not self._lock.acquire(timeout=seconds):
            raise PressBusy
        try:
            yield
        finally:
            self._lock.release()

    @property
    def is_taken(self) -> bool:
        """Whether one is under way."""
        return self._lock.locked()
