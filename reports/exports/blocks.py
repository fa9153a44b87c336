"""The report as a row of plain blocks: what page, Word document and Markdown are each written from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from reports.content import TableFacts
from reports.parts import in_report_language
from reports.words import Passage

# Headings as deep as this stand in the contents; each has an anchor.
CONTENTS_DEPTH = 2
_IN_THEIR_OWN_DIRECTION = frozenset({"question", "stem", "full", "issue"})


@dataclass(frozen=True)
class Span:
    """Words within a line; `look` is empty, 'strong', 'named', 'quiet' or 'label'."""

    passage: Passage
    look: str = ""


Line = tuple[Span, ...]
SPACE = Span(Passage(" ", "", ""))


@dataclass(frozen=True)
class Heading:
    """A heading; `look` says of what."""

    kind: ClassVar[str] = "heading"
    level: int
    line: Line
    look: str
    anchor: str = ""
    hue: str = ""

    @property
    def direction(self) -> str:
        """Where the line begins."""
        return _direction(self.line, self.look)


@dataclass(frozen=True)
class Paragraph:
    """A line that stands alone."""

    kind: ClassVar[str] = "paragraph"
    line: Line
    look: str = ""

    @property
    def direction(self) -> str:
        """Where the line begins."""
        return _direction(self.line, self.look)


@dataclass(frozen=True)
class Item:
    """An item of a list: somebody's words, and a note of ours below them."""

    words: Passage
    note: Line = ()
    look: str = ""


@dataclass(frozen=True)
class Items:
    """A list."""

    kind: ClassVar[str] = "items"
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Grid:
    """A table with a head; `name` says of what."""

    kind: ClassVar[str] = "grid"
    name: str
    head: tuple[Passage, ...]
    rows: tuple[tuple[Line, ...], ...]


Block = Heading | Paragraph | Items | Grid


@dataclass(frozen=True)
class Cover:
    """What stands before the contents; `numbers` as (how many, of what)."""

    event: Line
    title: Line
    subtitle: Line
    when: Line
    numbers: tuple[tuple[int, Line], ...]


@dataclass(frozen=True)
class Outline:
    """The whole in reading order."""

    cover: Cover
    blocks: tuple[Block, ...]
    title: str

    @property
    def contents(self) -> Sequence[Heading]:
        """The headings that the contents name."""
        return [block for block in self.blocks if isinstance(block, Heading) and block.level <= CONTENTS_DEPTH]


def plain(text: str, look: str = "") -> Line:
    """A line of ours, in the language of the report."""
    return (Span(in_report_language(text), look),)


def separated(spans: Sequence[Line], separator: str) -> Line:
    """Lines as one, with a quiet sign between them."""
    between = Span(Passage(separator, "", ""), "quiet")
    joined: list[Span] = []
    for n, line in enumerate(spans):
        joined += [between, *line] if n else [*line]
    return tuple(joined)


def table_number(table: TableFacts) -> str:
    """What a table is called; with its session where a report has several."""
    name = _("Table %(number)s") % {"number": table.number}
    return f"{table.session} · {name}" if table.session else name


def own_direction() -> str:
    """The report's own direction."""
    return "rtl" if get_language_bidi() else "ltr"


def _direction(line: Line, look: str) -> str:
    """The longest words decide it in what somebody wrote at length; names and words of ours follow the report."""
    if look not in _IN_THEIR_OWN_DIRECTION:
        return own_direction()
    return max((span.passage for span in line), key=lambda passage: len(passage.text)).direction
