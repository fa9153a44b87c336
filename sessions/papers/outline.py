"""Which list items belong to which: by how far in they stand, by their kind of marker, by how they count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sessions.papers.blocks import Block
from sessions.papers.word_numbering import roman

_ROMANS = {roman(number): number for number in range(1, 40)}
_RANKS = {"question": 0, "decimal": 0, "upper": 1, "letter": 2, "roman": 3, "bullet": 4}
DEEPEST = 6  # what stands further in is read as if it stood here
# The order of letters as markers, where it is not that of Latin. Arabic has two.
_ALPHABETS = (
    "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ",
    "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "абвгдежзиклмнопрстуфхцчшщэюя",
    "αβγδεζηθικλμνξοπρστυφχψω",
)
_LABEL_WORD = re.compile(r"^[^\W\d_]{2,}\s+")


@dataclass(eq=False)
class Node:
    """A list item with what stands under it. `following` are paragraphs after it that still belong to it."""

    block: Block
    style: str
    ordinal: int
    children: list["Node"] = field(default_factory=list)
    following: list[Block] = field(default_factory=list)
    counted: int = 0  # its number where Markdown counts: every item is written '1.'

    @property
    def indent(self) -> int:
        """How far in the item stands, in columns."""
        return self.block.first.indent

    @property
    def label(self) -> str:
        """The label as printed, without dots and brackets: 3, a, iv, Q1; bullets have none."""
        if self.counted:
            return str(self.counted)
        label = _LABEL_WORD.sub("", self.block.marker)
        return label.strip(" .):(-–—।°º") if any(map(str.isalnum, label)) else ""

    @property
    def text(self) -> str:
        """The words of the item, with the paragraphs that belong to it."""
        return "\n".join(filter(None, (self.block.text, *(block.shown for block in self.following))))

    @property
    def numbers(self) -> tuple[int, ...]:
        """The lines of the item, without those of the items under it."""
        return tuple(sorted(n for block in (self.block, *self.following) for n in block.numbers))

    def walk(self) -> Iterator["Node"]:
        """The item and everything under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def _readings(marker: str) -> list[tuple[str, int]]:
    """What a marker may be: (kind of marker, its place). 'i.' is a letter or a roman number."""
    core = _LABEL_WORD.sub("", marker).strip(" .):(-–—।°º").replace(" ", "")
    if found := re.fullmatch(r"[qس]\.?(\d+(?:\.\d+)*)\.?([a-z])", core, re.IGNORECASE):
        return [(f"under {found[1]}", ord(found[2].lower()) - 96)]
    if re.match(r"^[qس]\.?\s?\d|^[^\W\d_]{2,}\s", marker, re.IGNORECASE) and (digits := re.findall(r"\d+", core)):
        return [("question", int(digits[-1]))]
    if core.isdecimal():
        return [("decimal", int(core))]
    if found := re.fullmatch(r"(\d+(?:\.\d+)*)\.(\d+)", core):
        return [(f"under {found[1]}", int(found[2]))]
    if found := re.fullmatch(r"(\d+)([a-z])", core, re.IGNORECASE):
        return [(f"under {found[1]}", ord(found[2].lower()) - 96)]
    readings: list[tuple[str, int]] = []
    if core.lower() in _ROMANS and core:
        readings.append(("roman", _ROMANS[core.lower()]))
    if len(core) == 1 and core.isascii() and core.isalpha():
        readings.append(("letter" if core.islower() else "upper", ord(core.lower()) - 96))
    letters = (alphabet.find(core.lower().replace("ا", "أ")) + 1 for alphabet in _ALPHABETS if len(core) == 1)
    readings += [("letter", place) for place in letters if place]
    return readings or [("bullet", 0)]


class Outline:
    """Builds the tree of one run of items, one after another."""

    def __init__(self) -> None:
        self.lists: list[list[Node]] = []
        self.path: list[Node] = []

    def add(self, block: Block) -> None:
        """Places the next item: under another, beside another, or at the head of a new list."""
        readings = _readings(block.marker)
        parent, style, ordinal = self._place(block, readings)
        if parent is not None and parent in self.path[DEEPEST:]:
            parent = self.path[DEEPEST - 1]
        node = Node(block, style, ordinal)
        if parent is not None:
            parent.children.append(node)
            self.path = [*self.path[: self.path.index(parent) + 1], node]
        else:
            if not self.lists or self._starts_again(node):
                self.lists.append([])
            self.lists[-1].append(node)
            self.path = [node]

    def continues(self, block: Block) -> bool:
        """Whether the item counts on from the last one at the top: 4 after 3."""
        return bool(self.lists) and any(
            style == self.path[0].style and number > 1 and number == self.path[0].ordinal + 1
            for style, number in _readings(block.marker)
        )

    def _place(self, block: Block, readings: list[tuple[str, int]]) -> tuple[Node | None, str, int]:
        under = next((style for style, _ in readings if style.startswith("under ")), "")
        for node in reversed(self.path):
            if under and node.label.lstrip("Qqس. ") == under.removeprefix("under "):
                return node, *readings[0]
        indent = block.first.indent
        if self.path and indent >= self.path[-1].indent + 2 and not self._next_of(self.path[-1], readings):
            return self.path[-1], *_opening(readings)
        for depth in range(len(self.path) - 1, -1, -1):
            if self._next_of(self.path[depth], readings) and indent <= self.path[depth].indent + 3:
                return self._parent(depth), self.path[depth].style, self._ordinal(self.path[depth], readings)
        while_at = [depth for depth, node in enumerate(self.path) if indent >= node.indent - 1]
        if not while_at:
            return None, *_opening(readings)
        beside = self.path[while_at[-1]]
        style, ordinal = _opening(readings)
        if ordinal <= 1 and style != beside.style and _RANKS.get(style, 4) > _RANKS.get(beside.style, 4):
            return beside, style, ordinal
        return self._parent(while_at[-1]), style, ordinal

    def _parent(self, depth: int) -> Node | None:
        return self.path[depth - 1] if depth else None

    @staticmethod
    def _next_of(node: Node, readings: list[tuple[str, int]]) -> bool:
        return any(style == node.style and number == node.ordinal + 1 for style, number in readings)

    @staticmethod
    def _ordinal(node: Node, readings: list[tuple[str, int]]) -> int:
        return next(number for style, number in readings if style == node.style)

    def _starts_again(self, node: Node) -> bool:
        last = self.lists[-1][-1]
        if _RANKS.get(node.style, 4) != _RANKS.get(last.style, 4):
            return True
        return node.ordinal == 1 and last.ordinal > 1 and node.style == last.style


def _opening(readings: list[tuple[str, int]]) -> tuple[str, int]:
    """The likelier reading of a marker that opens a list: i is roman, c is a letter."""
    return next((reading for reading in readings if reading[1] <= 1), readings[-1])
