"""The report as Markdown (CommonMark, with GitHub's tables): what people typed shows as typed, and does nothing."""

import re
from collections.abc import Iterator

from reports.exports.blocks import Block, Cover, Grid, Heading, Items, Line, Paragraph, Span, own_direction
from reports.exports.material import Material
from reports.exports.outline import outline_of

_SIGNS = re.compile(r"[\\`*_\[\]{}<>|~&$#@^]")
# At the beginning of a line these would make a list, a heading or a rule.
_BEGINNING = re.compile(r"^(?:(?=[-+=:])|(\d{1,9})(?=[.)]))")
_ADDRESS = re.compile(r"(?<=\w)(?=://)|(?<=www)(?=\.)", re.IGNORECASE)
_ISOLATE = "\u2068", "\u2069"


def markdown(material: Material) -> bytes:
    """The report as one text."""
    outline = outline_of(material)
    lines = [*_cover(outline.cover)]
    for block in outline.blocks:
        lines += [*_block(block), ""]
    return (re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n").encode()


def escaped(text: str) -> str:
    """Typed words as Markdown: line ends as such, everything else as letters."""
    return "\n".join(_escaped_line(line) for line in text.split("\n"))


def _escaped_line(line: str) -> str:
    line = _ADDRESS.sub(r"\\", _SIGNS.sub(r"\\\g<0>", line.strip()))
    return _BEGINNING.sub(lambda found: (found[1] or "") + "\\", line)


def _cover(cover: Cover) -> Iterator[str]:
    yield from (_line(cover.event), "", f"# {_line(cover.title)}", "", _line(cover.subtitle), "")
    if cover.when:
        yield from (_line(cover.when), "")
    yield from (f"- **{number}** {_line(of)}" for number, of in cover.numbers)
    yield ""


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {_line(block.line)}"
    elif isinstance(block, Paragraph):
        yield _line(block.line)
    elif isinstance(block, Items):
        yield from _items(block)
    else:
        yield from _grid(block)


def _items(block: Items) -> Iterator[str]:
    for item in block.items:
        words = _line((Span(item.words, item.look),))
        yield "- " + _indented(words)
        if item.note:
            yield from ("", "  " + _line(item.note), "")


def _indented(words: str) -> str:
    """Line ends as hard breaks, empty lines between paragraphs, all inside the item."""
    paragraphs = re.split(r"\n{2,}", words)
    return "\n\n  ".join(paragraph.replace("\n", "\\\n  ") for paragraph in paragraphs)


def _grid(block: Grid) -> Iterator[str]:
    yield _row([escaped(passage.text) for passage in block.head])
    yield _row(["---"] * len(block.head))
    yield from (_row([_line(cell) for cell in row]) for row in block.rows)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(line: Line) -> str:
    """A line; words that run against it stand between isolates, or they would pull their neighbours along."""
    own = own_direction()
    ways = {span.passage.direction or own for span in line}
    return "".join(_span(span, isolated=len(ways) > 1 and (span.passage.direction or own) != own) for span in line)


def _span(span: Span, *, isolated: bool) -> str:
    words = escaped(span.passage.text) if span.passage.text.strip() else span.passage.text
    if not words.strip():
        return words
    around = _spaces(span.passage.text) if span.passage.text.strip() else ("", "")
    if isolated:
        words = words.join(_ISOLATE)
    if span.look in {"strong", "named", "label"}:
        words = f"**{words}**"
    return words.join(around)


def _spaces(text: str) -> tuple[str, str]:
    """What was around the words: escaping takes it away, and between two words of a line it is needed."""
    return (" " if text[0] == " " else "", " " if text[-1] == " " else "")
