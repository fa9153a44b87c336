"""Whose turn it is to write to a SQLite file, among the threads of one process.

SQLite takes one writer at a time and lets the others ask again after ever longer naps of up to a tenth of a second, in
no order: measured with two hundred edits a second, the edit door overslept for most of its tail, and an organizer's
click waited for two seconds. Here whoever is next is woken at once, and the edit door never stands behind the others.
Processes among themselves still have SQLite's own lock.
"""

import threading
from collections import defaultdict, deque

_own = threading.local()


def go_first() -> None:
    """This thread's transactions go before the other threads' from now on."""
    _own.first = True


class Turns:
    """Those who wait for one file, in the order in which they came; whoever goes first stands at their head."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._line: deque[threading.Lock] = deque()
        self._held = False

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return len(self._line)

    def take(self, seconds: float) -> bool:
        """Wait for one's turn for so long at most; whether it came."""
        me = threading.Lock()
        me.acquire()
        with self._mutex:
            if not self._held:
                self._held = True
                return True
            (self._line.appendleft if getattr(_own, "first", False) else self._line.append)(me)
        return me.acquire(timeout=seconds) or not self._left(me)

    def pass_on(self) -> None:
        """Let the next one write, and wake nobody else: each that wakes must wait for the interpreter."""
        with self._mutex:
            if self._line:
                self._line.popleft().release()
            else:
                self._held = False

    def _left(self, me: threading.Lock) -> bool:
        """Wait no longer; False if one's turn has come at this very moment."""
        with self._mutex:
            if me in self._line:
                self._line.remove(me)
                return True
            return False


_of_file: defaultdict[str, Turns] = defaultdict(Turns)


def turns_of(name: object) -> Turns:
    """The turns of one database."""
    return _of_file[str(name)]
