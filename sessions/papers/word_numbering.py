"""The list markers that Word shows but does not write: counted from numbering.xml, as Word counts them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "o": "◦"}
ARABIC = {"arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ", "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"}


@dataclass(frozen=True)
class Level:
    """One level of a Word list: how it counts, what it shows, how far in it stands (in twips)."""

    start: int = 1
    number_format: str = "decimal"
    shown: str = ""
    left: int | None = None
    restarts_after: int | None = None


@dataclass
class Numbering:
    """All lists of a document, and how far each has counted."""

    abstract_of: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    started_again: dict[tuple[str, int], int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    used: set[tuple[str, int]] = field(default_factory=set)

    def level(self, num_id: str, depth: int) -> Level | None:
        """What the list says of a level; None for a list that does not exist."""
        levels = self.levels.get(f"num:{num_id}") or {}
        return levels.get(depth) or self.levels.get(self.abstract_of.get(num_id, ""), {}).get(depth)

    def next_marker(self, num_id: str, depth: int) -> str:
        """Counts one item and returns the marker that Word shows before it."""
        level = self.level(num_id, depth)
        if level is None:
            return ""
        counts = self.counters.setdefault(self.abstract_of.get(num_id, num_id), {})
        start = self.started_again.get((num_id, depth))
        if start is not None and (num_id, depth) not in self.used:
            counts[depth] = start
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self.used.add((num_id, depth))
        for deeper in [other for other in counts if other > depth]:
            below = self.level(num_id, deeper)
            if below is None or below.restarts_after is None or below.restarts_after > depth:
                del counts[deeper]
        return self._shown(num_id, depth, level, counts)

    def _shown(self, num_id: str, depth: int, level: Level, counts: dict[int, int]) -> str:
        if level.number_format == "bullet":
            return BULLETS.get(level.shown.strip(), level.shown.strip() or "•")
        if level.number_format == "none":
            return level.shown.strip()
        shown = level.shown
        for place in range(depth + 1):
            at = self.level(num_id, place) or Level()
            shown = shown.replace(f"%{place + 1}", counted(counts.get(place, at.start), at.number_format))
        return shown.strip()


def read_numbering(root: Any) -> Numbering:
    """Reads the root element of numbering.xml (None where a document has no lists)."""
    numbering = Numbering()
    if root is None:
        return numbering
    for abstract in root.iter(f"{W}abstractNum"):
        numbering.levels[f"abstract:{abstract.get(f'{W}abstractNumId')}"] = dict(_levels(abstract))
    for num in root.iter(f"{W}num"):
        num_id = str(num.get(f"{W}numId"))
        abstract_id = num.find(f"{W}abstractNumId")
        numbering.abstract_of[num_id] = f"abstract:{abstract_id.get(f'{W}val')}" if abstract_id is not None else ""
        for override in num.iter(f"{W}lvlOverride"):
            depth = whole(override.get(f"{W}ilvl")) or 0
            start = override.find(f"{W}startOverride")
            if start is not None:
                numbering.started_again[num_id, depth] = whole(start.get(f"{W}val")) or 0
            numbering.levels.setdefault(f"num:{num_id}", {}).update(_levels(override))
    return numbering


def _levels(element: Any) -> Iterator[tuple[int, Level]]:
    for level in element.findall(f"{W}lvl"):
        restart = _value(level, "lvlRestart")
        left = level.find(f"{W}pPr/{W}ind")
        yield (
            whole(level.get(f"{W}ilvl")) or 0,
            Level(
                start=whole(_value(level, "start")) or 0,
                number_format=_value(level, "numFmt") or "decimal",
                shown=_value(level, "lvlText") or "",
                left=indent_of(left),
                restarts_after=whole(restart) if restart is not None else None,
            ),
        )


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def indent_of(element: Any) -> int | None:
    """The left indent of a w:ind element, in twips."""
    if element is None:
        return None
    return whole(element.get(f"{W}left") or element.get(f"{W}start"))


def whole(value: str | None) -> int | None:
    """A whole number out of an attribute, None where there is none."""
    try:
        return int(float(value)) if value else None
    except (ValueError, OverflowError):
        return None


def counted(number: int, number_format: str) -> str:
    """A number as Word writes it in this format."""
    if number_format in {"lowerLetter", "upperLetter"} and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letters if number_format == "lowerLetter" else letters.upper()
    if number_format in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        return roman(number) if number_format == "lowerRoman" else roman(number).upper()
    if number_format in ARABIC and 0 < number <= 28:
        return ARABIC[number_format][number - 1]
    if number_format == "decimalZero":
        return f"{number:02}"
    return str(number)


def roman(number: int) -> str:
    """A number in small roman letters."""
    out = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        out += letters * (number // value)
        number %= value
    return out
