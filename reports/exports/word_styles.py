"""How the Word document looks: named styles only, so that whoever edits it further changes them in one place."""

from typing import Any, NamedTuple

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt, RGBColor

from reports.choices import Sheet

INK, QUIET, ACCENT, RULE = "1D2327", "566069", "0B5D57", "CFCABD"
HUES = {
    "africa": "B3541E",
    "americas": "2C6E49",
    "asia": "8A3B8F",
    "europe": "1F5A99",
    "mena": "7A5C00",
    "pacific": "00707A",
}
_SHEETS = {Sheet.A4.value: (Mm(210), Mm(297)), Sheet.LETTER.value: (Inches(8.5), Inches(11))}
FONT, FONT_OF_COMPLEX_SCRIPTS = "Calibri", "Arial"


class ParagraphLook(NamedTuple):
    """A paragraph style: lengths in points; `kept` with the paragraph that follows."""

    name: str
    based_on: str
    size: float
    bold: bool
    colour: str
    before: float
    after: float
    kept: bool


_PARAGRAPHS = (
    ParagraphLook("Normal", "", 10.5, False, INK, 0, 6, False),
    ParagraphLook("Title", "Normal", 26, True, INK, 0, 4, True),
    ParagraphLook("Subtitle", "Normal", 13, False, QUIET, 0, 18, False),
    ParagraphLook("Heading 1", "Normal", 20, True, INK, 24, 10, True),
    ParagraphLook("Heading 2", "Normal", 14, True, INK, 20, 4, True),
    ParagraphLook("Heading 3", "Normal", 12, True, INK, 14, 4, True),
    ParagraphLook("Heading 4", "Normal", 10.5, True, INK, 10, 3, True),
    ParagraphLook("Heading 5", "Normal", 10.5, True, QUIET, 8, 3, True),
    ParagraphLook("List Bullet", "Normal", 10.5, False, INK, 0, 4, False),
    ParagraphLook("List Continue", "Normal", 9, False, QUIET, 0, 6, False),
    ParagraphLook("Count", "Normal", 9, False, QUIET, 0, 6, True),
    ParagraphLook("Full Question", "Normal", 10.5, False, QUIET, 0, 4, True),
    ParagraphLook("Numbers", "Normal", 12, False, INK, 0, 2, False),
    ParagraphLook("Cell", "Normal", 9.5, False, INK, 2, 2, False),
    ParagraphLook("Cell Head", "Normal", 9, True, QUIET, 2, 2, True),
    ParagraphLook("Foot", "Normal", 8.5, False, QUIET, 0, 0, False),
    ParagraphLook("Contents", "Normal", 14, True, INK, 24, 4, True),
    ParagraphLook("toc 1", "Normal", 10, True, INK, 4, 1, False),
    ParagraphLook("toc 2", "Normal", 9.5, False, INK, 0, 1, False),
)
_CHARACTERS = (("Quiet", False, QUIET), ("Strong", True, ACCENT), ("Named", True, INK), ("Label", True, ACCENT))


def styled_document(*, right_to_left: bool, language: str, sheet: str) -> Any:
    """An empty document on this paper with the report's styles; mirrored where the report's language asks for it."""
    document = Document()
    _without_picture(document)
    for style in _PARAGRAPHS:
        _paragraph_style(document, style)
    for name, bold, colour in _CHARACTERS:
        style = _style(document, name, WD_STYLE_TYPE.CHARACTER)
        style.font.bold = style.font.cs_bold = bold or None
        style.font.color.rgb = RGBColor.from_string(colour)
    document.styles["toc 2"].paragraph_format.left_indent = Mm(6)
    _default_language(document, language)
    section = document.sections[0]
    section.page_width, section.page_height = _SHEETS[sheet]
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(24)
    if right_to_left:
        properties = section._sectPr  # noqa: SLF001 python-docx has no name for it
        properties.find(qn("w:docGrid")).addprevious(OxmlElement("w:bidi"))
    return document


def _without_picture(document: Any) -> None:
    """python-docx's template brings a picture of itself, which file managers would show as the report's."""
    links = document.part.package.rels
    for name in [name for name, link in links.items() if link.reltype.endswith("/thumbnail")]:
        del links[name]


def _paragraph_style(document: Any, look: ParagraphLook) -> None:
    style = _style(document, look.name, WD_STYLE_TYPE.PARAGRAPH)
    if look.based_on:
        style.base_style = document.styles[look.based_on]
    style.font.size, style.font.bold = Pt(look.size), look.bold
    style.font.color.rgb = RGBColor.from_string(look.colour)
    _fonts(style.element.get_or_add_rPr(), look)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(look.before), Pt(look.after), look.kept
    layout.line_spacing = 1.2
    layout.widow_control = True
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)


def _style(document: Any, name: str, kind: Any) -> Any:
    known = {style.name: style for style in document.styles}
    if name in known:
        return known[name]
    style = document.styles.add_style(name, kind)
    style.quick_style = True
    return style


def _fonts(properties: Any, look: ParagraphLook) -> None:
    """Arabic and its like take a font, a size and a weight of their own."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for slot in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{slot}"), FONT)
    fonts.set(qn("w:cs"), FONT_OF_COMPLEX_SCRIPTS)
    properties.insert(0, fonts)
    for name in ("w:spacing", "w:kern", "w:szCs", "w:bCs", "w:i", "w:iCs"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    after = properties.find(qn("w:b"))
    weight = OxmlElement("w:bCs")
    weight.set(qn("w:val"), "1" if look.bold else "0")
    after.addnext(weight)
    letters = OxmlElement("w:szCs")
    letters.set(qn("w:val"), str(int(look.size * 2)))
    properties.find(qn("w:sz")).addnext(letters)


def _default_language(document: Any, language: str) -> None:
    found = document.styles.element.find(".//" + qn("w:docDefaults")).iter(qn("w:lang"))
    for lang in found:
        lang.set(qn("w:val"), language)
        lang.set(qn("w:bidi"), language)
