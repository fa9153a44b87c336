"""Paragraphs, contents and tables as WordprocessingML. python-docx looks each style up anew for every paragraph, which
takes minutes for a whole hall, and knows no direction; so the elements are made here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import get_language_bidi
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.exports.blocks import SPACE, Grid, Heading, Line, Span, own_direction, separated
from reports.exports.exact import bounded_marks
from reports.exports.word_styles import RULE
from reports.words import Passage

# Word keeps one language per kind of script.
_COMPLEX = frozenset(
    {
        "ar",
        "fa",
        "ur",
        "ps",
        "ckb",
        "ku",
        "sd",
        "ug",
        "he",
        "yi",
        "bn",
        "as",
        "hi",
        "ne",
        "mr",
        "pa",
        "gu",
        "ta",
        "te",
        "si",
        "th",
        "my",
        "km",
    }
)
_EAST_ASIAN = frozenset({"zh", "ja", "ko", "yue"})
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
_CHARACTER_STYLES = {"quiet": "Quiet", "strong": "Strong", "named": "Named", "label": "Label"}


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new last element of `parent`, its attributes in Word's namespace."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def add_paragraph(parent: Any, style: str, line: Line, *, way: str = "", colour: str = "") -> Any:
    """A paragraph; `way` is its direction, that of the report if empty."""
    paragraph = child(parent, "p")
    properties = child(paragraph, "pPr")
    child(properties, "pStyle", val=style)
    if (way or own_direction()) == "rtl":
        child(properties, "bidi")
    for span in line:
        add_run(paragraph, _apart(span, way or own_direction()), colour)
    return paragraph


def _apart(span: Span, way: str) -> Span:
    """Words that run against their paragraph, with marks that keep their ends and their neighbours in place.

    Word and LibreOffice know these marks; isolates they do not.
    """
    passage = span.passage
    if not passage.direction or passage.direction == way:
        return span
    outer, inner = _MARKS[way], _MARKS[passage.direction]
    return replace(span, passage=replace(passage, text=f"{outer}{inner}{passage.text}{inner}{outer}"))


def kept_with_next(paragraph: Any) -> None:
    """No page ends between it and what follows."""
    paragraph[0][0].addnext(OxmlElement("w:keepNext"))


def on_new_page(paragraph: Any) -> None:
    """Begin a page with it."""
    paragraph[0][0].addnext(OxmlElement("w:pageBreakBefore"))


def bookmarked(paragraph: Any, anchor: str) -> None:
    """Give a heading the name by which the contents find it."""
    if anchor:
        number = str(int.from_bytes(anchor.encode()) % 1_000_000_007)
        begin = child(paragraph, "bookmarkStart", id=number, name=anchor_name(anchor))
        paragraph[0].addnext(begin)
        child(paragraph, "bookmarkEnd", id=number)


def anchor_name(anchor: str) -> str:
    """A bookmark's name: letters, digits and underscores, at most forty."""
    return f"_{anchor.replace('-', '_')}"[:40]


def add_run(parent: Any, span: Span, colour: str = "") -> None:
    """Words with their look, direction and language."""
    run = child(parent, "r")
    properties = child(run, "rPr")
    if span.look in _CHARACTER_STYLES:
        child(properties, "rStyle", val=_CHARACTER_STYLES[span.look])
    if colour:
        child(properties, "color", val=colour)
    if (span.passage.direction or own_direction()) == "rtl":
        child(properties, "rtl")
    if span.passage.language:
        child(properties, "lang", **{_language_slot(span.passage.language): span.passage.language})
    _add_text(run, span.passage.text)


def _language_slot(language: str) -> str:
    if language in _COMPLEX:
        return "bidi"
    return "eastAsia" if language in _EAST_ASIAN else "val"


def _add_text(run: Any, text: str) -> None:
    """Line ends and tabs are elements of their own."""
    for n, line in enumerate(bounded_marks(text).split("\n")):
        if n:
            child(run, "br")
        for m, words in enumerate(line.split("\t")):
            if m:
                child(run, "tab")
            if words:
                element = child(run, "t")
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                element.text = words


def contents_field(body: Any, headings: Sequence[Heading]) -> None:
    """The contents as Word's own field, filled with links; Word adds the page numbers when it updates the field."""
    lines = [_contents_line(body, heading) for heading in headings]
    first, last = lines[0], lines[-1]
    begin = [_field_mark("begin"), _instruction(' TOC \\o "1-2" \\h \\z \\u '), _field_mark("separate")]
    begin[0][0].set(qn("w:dirty"), "true")
    for n, run in enumerate(begin):
        first.insert(n + 1, run)
    last.append(_field_mark("end"))


def _contents_line(body: Any, heading: Heading) -> Any:
    """One line; where it points to, the heading has a bookmark."""
    paragraph = add_paragraph(body, f"toc{heading.level}", heading.line)
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor_name(heading.anchor))
    link.set(qn("w:history"), "1")
    for run in paragraph.findall(qn("w:r")):
        link.append(run)
    paragraph.append(link)
    return paragraph


def _field_mark(kind: str) -> Any:
    run = OxmlElement("w:r")
    child(run, "fldChar", fldCharType=kind)
    return run


def _instruction(words: str) -> Any:
    run = OxmlElement("w:r")
    text = child(run, "instrText")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = words
    return run


def page_number(footer: Any, title: Line) -> None:
    """The foot of a page: the session and Word's own page number."""
    old = footer.paragraphs[0]._p  # noqa: SLF001 python-docx has no name for fields
    foot = add_paragraph(footer._element, "Foot", separated([title, (SPACE,)], " · "))  # noqa: SLF001
    old.getparent().remove(old)
    for run in (_field_mark("begin"), _instruction(" PAGE "), _field_mark("separate")):
        foot.append(run)
    add_run(foot, Span(Passage("1", "", "")))
    foot.append(_field_mark("end"))


def table(body: Any, grid: Grid) -> None:
    """A table whose head repeats on each page and whose rows are not split; mirrored with the report."""
    element = child(body, "tbl")
    properties = child(element, "tblPr")
    child(properties, "tblStyle", val="TableNormal")
    if get_language_bidi():
        child(properties, "bidiVisual")
    child(properties, "tblW", w="5000", type="pct")
    _rules(properties)
    child(properties, "tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0")
    columns = child(element, "tblGrid")
    for _cell in grid.head:
        child(columns, "gridCol", w=str(9070 // len(grid.head)))
    _row(element, [(Span(passage, "quiet"),) for passage in grid.head], head=True)
    for row in grid.rows:
        _row(element, row)
    child(child(body, "p"), "pPr")


def _rules(properties: Any) -> None:
    """A fine rule under each row."""
    borders = child(properties, "tblBorders")
    for side in ("bottom", "insideH"):
        child(borders, side, val="single", sz="4", space="0", color=RULE)


def _row(element: Any, cells: Sequence[Line], *, head: bool = False) -> None:
    row = child(element, "tr")
    properties = child(row, "trPr")
    child(properties, "cantSplit")
    if head:
        child(properties, "tblHeader")
    for line in cells:
        cell = child(row, "tc")
        child(child(cell, "tcPr"), "tcW", w="0", type="auto")
        if line:
            add_paragraph(cell, "CellHead" if head else "Cell", line)
        else:
            child(cell, "p")
