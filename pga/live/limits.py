"""Limits per laptop, never per address: a whole hall shares one."""

import time
from collections import OrderedDict

MOST_KEPT = 10_000


class Limit:
    """A bucket per key that holds `most` and refills at `a_second`."""

    def __init__(self, most: float, a_second: float) -> None:
        self.most, self.a_second = most, a_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def forget(self) -> None:
        """Every key may begin anew."""
        self._left.clear()

    def left(self, key: str) -> float:
        """How much the key may take now."""
        now = time.monotonic()
        left, at = self._left.get(key, (self.most, now))
        return min(self.most, left + (now - at) * self.a_second)

    def take(self, key: str, amount: float = 1.0) -> bool:
        """Whether the key may take so much now."""
        left = self.left(key)
        allowed = left >= amount
        self._left.pop(key, None)
        self._left[key] = (left - amount if allowed else left, time.monotonic())
        if len(self._left) > MOST_KEPT:
            self._left.popitem(last=False)
        return allowed


# A notebook posts at most four times a second; the bytes allow a day's notes after a day without network.
posts = Limit(most=120, a_second=20)
octets = Limit(most=12_000_000, a_second=200_000)
edits = Limit(most=20_000, a_second=100)
# Whole notes are asked for when a page opens, or was away for long.
snapshots = Limit(most=60, a_second=2)
# What the journal takes of one laptop: 3,000 words, pasted or typed letter by letter, are 2 MB at most.
growth = Limit(most=4_000_000, a_second=2_000)
# Per scope: how often the writer measures a text that may have passed its limits, which costs it up to 50 ms.
measures = Limit(most=10, a_second=2)
