"""The door's own check of laptops: no session row; keys of scopes are cached and dropped by a notice."""

import threading
import time
from collections.abc import Mapping
from typing import NamedTuple

from pga.live import registry, tokens
from pga.live.errors import ERASED_HERE, NOT_JOINED, PUT_OUT, REVOKED, Refused
from pga.live.registry import ScopeKey

_KEPT_SECONDS = 30.0


class Pass(NamedTuple):
    """A laptop that may enter a scope, by a grant of this generation."""

    kind: str
    id: int
    laptop: str
    name: str
    generation: int

    @property
    def scope(self) -> str:
        """The scope's name in the database."""
        return f"{self.kind}:{self.id}"


def cookie_name(kind: str, ident: int) -> str:
    """The name of the cookie that opens a scope, such as pga_t12."""
    return f"pga_{kind[0]}{ident}"


class Gate:
    """Keys of scopes, kept for half a minute at most."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], tuple[float, ScopeKey | None]] = {}
        self._lock = threading.Lock()

    def forget(self, kind: str | None = None, ident: int | None = None) -> None:
        """Drop one key, or all of them (when notices may have been missed)."""
        with self._lock:
            if kind is None or ident is None:
                self._kept.clear()
            else:
                self._kept.pop((kind, ident), None)

    def kept(self, kind: str, ident: int) -> tuple[bool, ScopeKey | None]:
        """Whether the key is known without asking the database, and the key."""
        at, key = self._kept.get((kind, ident), (0.0, None))
        return time.monotonic() - at < _KEPT_SECONDS, key

    def load(self, kind: str, ident: int) -> ScopeKey | None:
        """The key from the database; for a thread, not for the loop."""
        asked = time.monotonic()
        found = registry.scope_kind(kind)
        key = found.key_of(ident) if found else None
        with self._lock:
            if len(self._kept) > 5_000:
                self._kept.clear()
            self._kept[(kind, ident)] = (asked, key)
        return key


gate = Gate()


def admit(kind: str, ident: int, key: ScopeKey | None, cookies: Mapping[str, str]) -> Pass:
    """The laptop's pass.

    A stranger is refused with 401, a laptop that was let in once and is no longer with 403, one whose words were erased
    with 410.
    """
    value = cookies.get(cookie_name(kind, ident), "")
    if not value or key is None:
        raise Refused(401, NOT_JOINED)
    if _was_erased(value, f"{kind}:{ident}", key):
        raise Refused(410, ERASED_HERE)
    grant = tokens.read_laptop_cookie(value, f"{kind}:{ident}", key.generation, key.signing_key)
    if grant is None:
        raise Refused(403, REVOKED)
    if grant in key.put_out:
        raise Refused(403, PUT_OUT)
    return Pass(kind, ident, grant, key.names.get(grant, ""), key.generation)


def _was_erased(value: str, scope: str, key: ScopeKey) -> bool:
    generation = tokens.cookie_generation(value, scope, key.signing_key) if key.erased_below else None
    return generation is not None and generation < key.erased_below
