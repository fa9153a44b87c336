"""Hybrid logical clocks: milliseconds since 1970 and a counter of 11 bits, in one integer.

53 bits in all, so that JavaScript holds them too.
"""

import time

COUNTER_BITS = 11
_AHEAD_MS = 2_000


def now_ms() -> int:
    """The server's time in milliseconds."""
    return time.time_ns() // 1_000_000


def clock_now() -> int:
    """A clock of this very millisecond."""
    return now_ms() << COUNTER_BITS


def bounded(clock: int) -> int:
    """The clock, or the greatest that the server's own time allows: no laptop writes from the future."""
    return min(clock, (now_ms() + _AHEAD_MS) << COUNTER_BITS)
