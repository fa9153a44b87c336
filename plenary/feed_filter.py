"""What somebody asks the feed for, as it stands in the page's address. Pure."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

# Of a choice that can be missing: points that are not placed yet, tables without a language.
NONE = "none"
MOST_LETTERS = 500
NAMES = ("q", "region", "table", "question", "issue", "tick", "kind", "language")


class Place(NamedTuple):
    """Where in the feed an item stands: when it came, in microseconds since 1970, then its id, the newest first."""

    at: int
    key: str

    def __str__(self) -> str:
        return f"{self.at}-{self.key}"


class FeedFilter(NamedTuple):
    """All empty: everything. `before`: only what came earlier than that."""

    q: str = ""
    region: str = ""
    table: str = ""
    question: str = ""
    issue: str = ""
    tick: str = ""
    kind: str = ""
    language: str = ""
    before: Place | None = None

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "FeedFilter":
        """As an address says it; what it does not know finds nothing."""
        values = {name: asked.get(name, "").strip()[:MOST_LETTERS] for name in NAMES}
        return cls(**values, before=_place(asked.get("before", "")))

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, name) for name in NAMES)

    def address(self, before: Place | None = None) -> str:
        """The query string that asks for the same, from its beginning or before a place."""
        asked = {name: getattr(self, name) for name in NAMES if getattr(self, name)}
        return "?" + urlencode(asked | ({"before": str(before)} if before else {}))


def _place(text: str) -> Place | None:
    at, _dash, key = text.partition("-")
    whole = at.isascii() and at.isdigit() and len(at) < 18
    return Place(int(at), key[:22]) if whole else None


def number(text: str) -> int:
    """The id that a value names; one that nothing has if it names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
