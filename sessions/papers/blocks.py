"""Joins the lines of a paper to blocks: headings, paragraphs, list items, table rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sessions.papers.generic_words import CALLS, FIELDS, PLENTY, SECTIONS, TOPICS, asks, names_section
from sessions.papers.lines import CELL_LABEL, QUESTION_WORDS, Line
from sessions.papers.people import people_in, starts_with_role

STRONG, PLAIN = 7, 8
LONG_LINE = 130  # nobody wraps by hand so late: such a line is a paragraph
_ENDS = re.compile(r"[.?!;:؟।…][”\"'’»)]*$")
_QUESTION_MARKER = re.compile(rf"^(?:q\b|[qس]\.?\s?\d|(?:{QUESTION_WORDS}))", re.IGNORECASE)
_LEAD = re.compile(r"^(?P<lead>[^.:?!]{3,80})(?:[.:]|\s[–—-])\s+(?=\S)")


@dataclass
class Block:
    """Lines that say one thing. `rank` of a heading: 1 to 6 as marked, 7 emphasised, 8 plain; 0 is no heading.

    `lead` is the heading that opens a paragraph on its own line; `text` then is what follows it.
    """

    kind: str
    lines: list[Line]
    rank: int = 0
    lead: str = ""
    silent: list[Line] = field(default_factory=list)
    more: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Line:
        """The line with which the block begins."""
        return self.lines[0]

    @property
    def marker(self) -> str:
        """The marker of an item; in a table it may stand in a cell of its own."""
        return self.first.marker or (self.first.text if self.kind == "item" else "")

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all lines that belong to this block."""
        return tuple(sorted(line.number for line in (*self.lines, *self.silent, *self.more)))

    @property
    def whole(self) -> str:
        """All words of the block, its marker left out, joined to one text."""
        return _joined(self.lines if self.first.marker or self.kind != "item" else self.lines[1:])

    @property
    def said(self) -> str:
        """All words as people are looked for in them: the cells of a row and other columns divided by bars."""
        if self.kind == "row":
            return " | ".join(line.text for line in self.lines)
        return " ".join(line.said for line in self.lines) if any(line.columns for line in self.lines) else self.whole

    @property
    def text(self) -> str:
        """The words without marker and without the lead; further paragraphs of an item stand on new lines."""
        text = self.whole[len(self.lead) :].lstrip(" .:–—-") if self.lead else self.whole
        return "\n".join(filter(None, (text, _joined(self.more))))

    @property
    def shown(self) -> str:
        """The words with the marker."""
        return " ".join(filter(None, (self.marker, self.text)))


def _joined(lines: Sequence[Line]) -> str:
    return re.sub(r"\s+", " ", " ".join(line.body if line.marker else line.text for line in lines)).strip()


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a paper, in order. Every line that is not blank is in exactly one of them."""
    blocks: list[Block] = []
    gap = True
    for line in lines:
        if line.blank:
            gap = True
            continue
        last = blocks[-1] if blocks else None
        if line.silent and not line.marker and last is not None:
            last.silent.append(line)
            gap = True
        elif last is not None and _goes_on(last, line, gap):
            (last.more if gap and last.kind == "item" else last.lines).append(line)
            gap = False
        else:
            blocks.append(_begun(line))
            gap = False
    section = 0
    for at, block in enumerate(blocks):
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        _find_heading(block, after, blocks[at - 1] if at else None, section)
        number = block.marker.strip("( .)")
        section = int(number) if block.rank and number.isdecimal() else section
    return blocks


def _begun(line: Line) -> Block:
    if line.row is not None:
        return Block("row", [line])
    if line.heading and not _QUESTION_MARKER.match(line.marker):
        return Block("heading", [line], rank=line.heading)
    return Block("item" if line.marker else "para", [line])


def _goes_on(block: Block, line: Line, gap: bool) -> bool:
    """Whether the line belongs to the block before it."""
    last = (block.more or block.lines)[-1]
    if block.kind == "row" or line.row is not None:
        return block.first.row is not None and line.row == block.first.row
    if line.marker or line.heading or block.rank or line.opens:
        return False
    if block.first.opens:  # a broken line inside one paragraph of Word
        return not (starts_with_role(line.said) or people_in(last.said) or people_in(line.said))
    if gap:
        return block.kind == "item" and line.indent >= block.first.indent + 2 and not starts_with_role(line.said)
    return not _breaks_off(block, last, line)


def _breaks_off(block: Block, last: Line, line: Line) -> bool:
    """Whether a new thought begins on a line right under another, with no empty line between."""
    ended = bool(_ENDS.search(last.text))
    if starts_with_role(line.said) or people_in(last.said) or people_in(line.said):
        return True
    if block.kind == "item":
        return _ends_item(last, line, ended=ended) and line.indent <= block.first.indent
    labels = line.lead.endswith(":") and last.lead.endswith(":")
    if labels or (ended and (len(last.text) > LONG_LINE or names_section(line.text))):
        return True
    if line.strong != last.strong or (line.lead and (ended or last.hard_break)):
        return True
    if last.text.endswith(("?", "؟")) and line.text.endswith(("?", "؟")):
        return True
    return names_section(last.text) or (len(block.lines) == 1 and _heading_above(last, line))


def _ends_item(last: Line, line: Line, *, ended: bool) -> bool:
    """Whether a line under a list item, not further in, is no continuation of it."""
    heading = names_section(line.text) or (line.text.endswith(":") and heading_like(line.text))
    return (ended or heading or (line.strong and not last.strong)) and not line.text[:1].islower()


def _heading_above(last: Line, line: Line) -> bool:
    short = len(last.text) <= 60 and len(last.text) < 0.7 * len(line.text)
    return short and heading_like(last.text) and not line.text[:1].islower()


def heading_like(text: str) -> bool:
    """Whether a plain line may be a heading: short, and not a sentence."""
    words = text.split()
    if re.match(r"\d{1,2}[:.h]\d\d(?!\d)", text):
        return False  # a line of a programme
    return 0 < len(words) <= 12 and len(text) <= 90 and not re.search(r"[.?!;,؟؛،।]$", text) and not text[:1].islower()


def _find_heading(block: Block, after: Block | None, before: Block | None, section: int) -> None:
    """Finds headings that no sign marks: emphasised or short paragraphs, numbered titles, leads.

    `section` is the number of the last numbered title, 0 if there was none.
    """
    if block.kind == "row" and (
        block.first.marker or (len(block.lines) > 1 and CELL_LABEL.fullmatch(block.first.text))
    ):
        block.kind = "item"
        return
    if block.kind == "para" and not people_in(block.said):
        if all(line.strong for line in block.lines) and len(block.whole.split()) <= 20 and "?" not in block.whole:
            block.kind, block.rank = "heading", STRONG
        elif len(block.lines) == 1 and _plain_heading(block, after, before):
            block.kind, block.rank = "heading", PLAIN
        else:
            block.lead = _lead(block)
    elif block.kind == "item" and _numbered_heading(block, after, before, section):
        block.kind, block.rank = "heading", STRONG if block.first.strong else PLAIN


def _plain_heading(block: Block, after: Block | None, before: Block | None) -> bool:
    """Whether a short line stands over something; right under a heading a line with a colon only leads on."""
    leads_on = block.whole.endswith(":") and before is not None and before.rank > 0
    return after is not None and heading_like(block.whole) and not leads_on


def _lead(block: Block) -> str:
    """The heading that opens the paragraph: emphasised, or one of the words by which papers announce parts."""
    line = block.first
    if line.lead and len(line.lead.split()) <= 12:
        follows = block.whole[len(line.lead) :]
        if line.lead[-1] in ".:" or re.match(r"\s*[.:–—]", follows):
            return line.lead.rstrip()
    found = _LEAD.match(block.whole)
    if found and (names_section(found["lead"]) or SECTIONS.fullmatch(found["lead"])):
        return found["lead"]
    return ""


def _announces_next(block: Block, after: Block | None) -> bool:
    """Whether '3. Questions to the groups' stands over a list of its own: 3.1, 1., a) or bullets."""
    if after is None or after.kind != "item" or after.first.indent >= block.first.indent + 2:
        return False
    first = after.marker.strip("( .:)-–।°º")
    own = (
        first in {"a", "i", "أ", "ক"}
        or (first.isdecimal() and int(first) == 1)
        or first.startswith(block.marker.strip("( )"))
        or not any(map(str.isalnum, first))
    )
    return own and any(words.search(block.whole) for words in (PLENTY, FIELDS, TOPICS, CALLS))


def _numbered_heading(block: Block, after: Block | None, before: Block | None, section: int) -> bool:
    """Whether a numbered line is a title, as in '2. Context' above a paragraph, and no list item."""
    if not any(map(str.isalnum, block.first.marker)) or _QUESTION_MARKER.match(block.first.marker):
        return False
    if len(block.lines) > 1 or block.more or not heading_like(block.whole):
        return False
    if names_section(block.whole) or _announces_next(block, after):
        return True
    next_one = section > 0 and block.marker.strip("( .)") == str(section + 1)
    if next_one and after is not None and after.marker.startswith(f"{section + 1}.") and not asks(block.whole):
        return True
    apart = before is None or before.kind != "item" or before.rank > 0 or next_one
    prose = after is not None and after.kind == "para" and len(after.whole.split()) > 12
    return apart and (prose or (block.first.strong and after is not None and after.kind != "item"))
