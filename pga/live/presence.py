"""Who is there, in which document, with how much unsent: in memory only, never journalled.

Every process knows of its own laptops; on PostgreSQL they tell each other, at most once a second.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db import connection

from pga.live import notices

_HERE_SECONDS = 25.0
_REMEMBERED_SECONDS = 6 * 3600.0
_TELL_EVERY = 1.0
# A sign of life that changes nothing is told to other processes only so often; well within the 25 s.
_RETELL_SECONDS = 8.0
# A notice holds 7,000 bytes; one entry needs about 80.
_ENTRIES_A_NOTICE = 60


class Present(NamedTuple):
    """A laptop heard of: `unsent` points wait on it, as it last said; `heard` is a monotonic time."""

    laptop: str
    doc: str | None
    heard: float
    unsent: int = 0

    @property
    def is_here(self) -> bool:
        """Whether it gave a sign of life in the last 25 s."""
        return time.monotonic() - self.heard < _HERE_SECONDS


class Presence:
    """Laptops by scope."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Present]] = defaultdict(dict)
        self._untold: set[tuple[str, str]] = set()
        self._told_at: dict[tuple[str, str], float] = {}
        self._listeners: list[Callable[[str], None]] = []

    def on_change(self, function: Callable[[str], None]) -> None:
        """Call with the name of a scope in which somebody came, went, moved, or has more or less unsent."""
        if function not in self._listeners:
            self._listeners.append(function)

    def heard(self, scope: str, laptop: str, doc: str | None, unsent: int = 0) -> bool:
        """Note a sign of life; whether others see a difference."""
        now = Present(laptop, doc, time.monotonic(), unsent)
        differs = self._note(scope, now)
        if differs or now.heard - self._told_at.get((scope, laptop), 0.0) > _RETELL_SECONDS:
            self._untold.add((scope, laptop))
        return differs

    def gone(self, scope: str, laptop: str) -> None:
        """A laptop's last stream has ended, or it has left."""
        if self._known[scope].pop(laptop, None):
            self._untold.add((scope, laptop))
            self._changed(scope)

    def there(self, scope: str) -> list[Present]:
        """Laptops heard of in the last 25 s, in a fixed order."""
        return sorted(one for one in self._of(scope) if one.is_here)

    def silent(self, scope: str) -> list[Present]:
        """Laptops that were there, did not say goodbye, and have not been heard of since."""
        limit = time.monotonic() - _REMEMBERED_SECONDS
        return sorted(one for one in self._of(scope) if not one.is_here and one.heard > limit)

    def _of(self, scope: str) -> list[Present]:
        return list(self._known.get(scope, {}).values())

    def _note(self, scope: str, now: Present) -> bool:
        before = self._known[scope].get(now.laptop)
        self._known[scope][now.laptop] = now
        differs = before is None or not before.is_here or (before.doc, before.unsent) != (now.doc, now.unsent)
        if differs:
            self._changed(scope)
        return differs

    def _changed(self, scope: str) -> None:
        for function in self._listeners:
            function(scope)

    def untold(self) -> list[list[object]]:
        """What other processes have not been told: [scope, laptop, document, unsent]; the last two not, once gone."""
        told, self._untold = self._untold, set()
        entries: list[list[object]] = []
        for scope, laptop in sorted(told):
            one = self._known.get(scope, {}).get(laptop)
            self._told_at[scope, laptop] = time.monotonic()
            entries.append([scope, laptop, one.doc, one.unsent] if one else [scope, laptop])
        return entries

    def hear(self, entries: Sequence[Sequence[object]]) -> set[str]:
        """Another process tells; names of scopes in which something differs."""
        changed: set[str] = set()
        for scope, laptop, *rest in entries:
            if not rest:
                changed |= {str(scope)} if self._known[str(scope)].pop(str(laptop), None) else set()
                continue
            doc, unsent = rest
            one = Present(str(laptop), str(doc) if doc else None, time.monotonic(), int(str(unsent)))
            changed |= {str(scope)} if self._note(str(scope), one) else set()
        return changed


presence = Presence()


class Telling:
    """The thread that tells other processes who is at this one; where there may be others."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, on PostgreSQL; SQLite has one serving process."""
        if connection.vendor != "postgresql":
            return
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tell no longer."""
        self._ended.set()
        if self._thread:
            self._thread.join(timeout=2)

    def _run(self) -> None:
        while not self._ended.wait(_TELL_EVERY):
            tell_others()
        connection.close()


def tell_others() -> None:
    """Tell what has not been told."""
    entries = presence.untold()
    for start in range(0, len(entries), _ENTRIES_A_NOTICE):
        notices.tell("there", entries[start : start + _ENTRIES_A_NOTICE], here=False)


telling = Telling()
