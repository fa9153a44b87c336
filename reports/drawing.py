"""Pictures of a report: discs whose areas are the counts, and a bar of the regions' shares. Readable without colour.

The discs stand in a real table, not in a picture: it can be read aloud cell by cell, and its words are shaped as all
others are (WeasyPrint draws the words of an SVG letter by letter, which takes Arabic and Bengali apart).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi

from reports.content import Compared, RegionFacts, RegionShare
from reports.parts import tokens
from reports.words import Passage

# In points. Discs come in sizes of one point, as the style sheet knows them.
WIDTH, LEAST, MOST = 470.0, 9, 20


@dataclass(frozen=True)
class Disc:
    """One count; `size` is the disc's diameter, 0 where there is none."""

    size: int
    points: int


@dataclass(frozen=True)
class Picture:
    """Regions against choices."""

    name: str
    choices: tuple[Passage, ...]
    rows: tuple[tuple[RegionFacts, tuple[Disc, ...]], ...]


@dataclass(frozen=True)
class Piece:
    """A region's piece of the bar."""

    x: str
    width: str
    colour: str


def picture(compared: Compared) -> Picture:
    """The picture of a matrix."""
    most = max(count for _region, counts in compared.rows for count in counts)
    rows = [(region, tuple(Disc(_size(count, most), count) for count in counts)) for region, counts in compared.rows]
    return Picture(compared.name, compared.choices, tuple(rows))


def _size(count: int, most: int) -> int:
    return max(LEAST, round(MOST * math.sqrt(count / most))) if count else 0


def bar(shares: Sequence[RegionShare]) -> tuple[Piece, ...]:
    """The regions' shares of all points as one bar; right to left in such a report."""
    whole, x, pieces = sum(share.points for share in shares), 0.0, []
    for share in shares:
        width = WIDTH * share.points / whole if whole else 0.0
        left = WIDTH - x - width if get_language_bidi() else x
        if width:
            pieces.append(Piece(_n(left), _n(max(0.5, width - 1.5)), tokens()[f"r-{share.region.hue}"]))
        x += width
    return tuple(pieces)


def _n(number: float) -> str:
    """Numbers as pictures take them, in every language."""
    return f"{number:.1f}"
