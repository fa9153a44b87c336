"""Who is there, and in which document: in memory only, never journalled."""

import time
from collections import defaultdict
from typing import NamedTuple

_KEPT_SECONDS = 25.0


class Present(NamedTuple):
    """A laptop heard of lately."""

    laptop: str
    doc: str | None
    heard: float


class Presence:
    """Laptops by scope."""

    def __init__(self) -> None:
        self._there: dict[str, dict[str, Present]] = defaultdict(dict)

    def heard(self, scope: str, laptop: str, doc: str | None) -> bool:
        """Note a sign of life; whether others see a difference."""
        before = self._there[scope].get(laptop)
        self._there[scope][laptop] = Present(laptop, doc, time.monotonic())
        return before is None or before.doc != doc

    def gone(self, scope: str, laptop: str) -> None:
        """A laptop's last stream has ended."""
        self._there[scope].pop(laptop, None)

    def there(self, scope: str) -> list[Present]:
        """Laptops heard of in the last 25 s, in a fixed order."""
        limit = time.monotonic() - _KEPT_SECONDS
        return sorted(one for one in list(self._there.get(scope, {}).values()) if one.heard > limit)


presence = Presence()
