"""Stamps running heads and page numbers upon pages, beneath what is there, as pagination artifacts."""

import io
import re
from typing import Any

import pikepdf

from reports.printed import Printed

NUMBER_SIZE = 8.0
NUMBER_BASELINE = 34.0


class Stamps:
    """Heads come from pages that the press has set; numbers are written in the font of the first of them."""

    def __init__(self, out: pikepdf.Pdf, heads: Printed) -> None:
        self._out = out
        self._heads = pikepdf.open(io.BytesIO(heads.pdf))
        self._forms: dict[int, Any] = {}
        self._font = out.copy_foreign(self._first_font())
        self._glyphs = _glyphs(self._font)
        self._widths = _widths(self._font)

    def _first_font(self) -> Any:
        fonts = self._heads.pages[0].obj.Resources.Font
        return next(iter(fonts.values()))

    def head(self, page: pikepdf.Page, number: int) -> None:
        """The head of this chapter."""
        if number not in self._forms:
            form = self._heads.pages[number].as_form_xobject()
            self._forms[number] = self._out.copy_foreign(form)
        _resources(page, "/XObject")["/PgHead"] = self._forms[number]
        self._under(page, b"q /PgHead Do Q")

    def number(self, page: pikepdf.Page, written: str) -> None:
        """The page's number, in the middle at the foot."""
        glyphs = [self._glyphs[letter] for letter in written]
        width = sum(self._widths.get(glyph, 500) for glyph in glyphs) * NUMBER_SIZE / 1000
        middle = float(page.mediabox[2]) / 2
        text = "".join(f"{glyph:04x}" for glyph in glyphs)
        _resources(page, "/Font")["/PgNumber"] = self._font
        place = f"1 0 0 1 {middle - width / 2:.2f} {NUMBER_BASELINE} Tm"
        self._under(page, f"q .39 .43 .46 rg BT /PgNumber {NUMBER_SIZE} Tf {place} <{text}> Tj ET Q".encode())

    def _under(self, page: pikepdf.Page, content: bytes) -> None:
        """In front of the page's own content, which leaves its matrix flipped."""
        stamp = b"/Artifact <</Type /Pagination>> BDC " + content + b" EMC\n"
        page.contents_add(pikepdf.Stream(self._out, stamp), prepend=True)


def _resources(page: pikepdf.Page, kind: str) -> Any:
    """The page's own dictionary of fonts or forms: parts share theirs between pages."""
    resources = page.obj.Resources
    if kind not in resources:
        resources[kind] = pikepdf.Dictionary()
    return resources[kind]


def _glyphs(font: Any) -> dict[str, int]:
    """Which glyph draws which letter, read back from the font's table for text extraction."""
    table = font.ToUnicode.read_bytes().decode("ascii", "replace")
    found = {}
    for glyph, letter in re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>", table):
        found[chr(int(letter, 16))] = int(glyph, 16)
    return found


def _widths(font: Any) -> dict[int, float]:
    """Widths of glyphs in thousandths of the size: [first [w w w] first last w ...]."""
    widths: dict[int, float] = {}
    items = list(font.DescendantFonts[0].get("/W", []))
    n = 0
    while n + 1 < len(items):
        first, second = int(items[n]), items[n + 1]
        if isinstance(second, pikepdf.Array):
            widths.update({first + k: float(width) for k, width in enumerate(second)})
            n += 2
        else:
            widths.update(dict.fromkeys(range(first, int(second) + 1), float(items[n + 2])))
            n += 3
    return widths
