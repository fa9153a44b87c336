"""Limits per laptop, never per address: a whole hall shares one."""

import time
from collections import OrderedDict

MOST_KEPT = 10_000


class Limit:
    """A bucket per key that holds `most` and refills at `a_second`."""

    def __init__(self, most: float, a_second: float) -> None:
        self.most, self.a_second = most, a_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, amount: float = 1.0) -> bool:
        """Whether the key may take so much now."""
        now = time.monotonic()
        left, at = self._left.pop(key, (self.most, now))
        left = min(self.most, left + (now - at) * self.a_second)
        allowed = left >= amount
        self._left[key] = (left - amount if allowed else left, now)
        if len(self._left) > MOST_KEPT:
            self._left.popitem(last=False)
        return allowed


# A notebook posts at most four times a second; the bytes allow a day's notes after a day without network.
posts = Limit(most=120, a_second=20)
octets = Limit(most=12_000_000, a_second=200_000)
