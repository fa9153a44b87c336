"""Lines of type: a paragraph is shaped once, and all its lines are cast from that.

WeasyPrint 70.0 asks Pango for each line by itself and shapes it four times: with what may follow, with the next word,
as it came out, and once more when it is drawn. Here one Pango layout gives all lines of a passage, and keeps their
glyphs until they are drawn. What is not plain text in a plain style goes WeasyPrint's own way, line by line.
Private names of the pinned version are used; tests compare both ways.
"""

from array import array
from collections.abc import Iterator
from typing import Any

from weasyprint.draw import text as weasyprint_draw
from weasyprint.layout import inline as weasyprint_inline
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import get_pango_font_key

# A break inside a passage, and the soft hyphen, have rules of their own.
_UNCOMMON = frozenset("\n\t\f\r\xad\x00\x85\u2028\u2029")
_PLAIN = {
    "white_space": "normal",
    "letter_spacing": "normal",
    "word_spacing": 0,
    "text_decoration_line": "none",
    "hyphens": "manual",
    "word_break": "normal",
}
_SHAPES = [
    *("font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_kerning"),
    *("font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_variation_settings"),
    *("font_language_override", "lang", "direction"),
]
_GLYPH_FIELDS = 5
# Pango counts in 1,024ths of a pixel, in 32 bits.
_UNBOUNDED = 2**21

ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *src);")

_split_first_line = weasyprint_inline.split_first_line
_draw_first_line = weasyprint_draw.draw_first_line


class CastLine(line_break.Layout):  # type: ignore[misc]
    """A line of a shaped passage; stands in a text box where WeasyPrint keeps its layout of one line."""

    def __init__(self, passage: "_Passage", line: Any, text: str) -> None:
        self.passage, self.line, self.text = passage, line, text
        self.first_line_direction = line.resolved_dir
        self.justification_spacing = 0
        self.max_width = passage.max_width
        self.ascent = self.underline_position = self.strikethrough_position = None

    def reactivate(self, style: Any) -> None:
        """Its glyphs are there still."""

    def deactivate(self) -> None:
        """Nor is anything given back."""


class _Passage:
    """What remains of a text, shaped in one go; the layout lives as long as a line of it does."""

    def __init__(self, text: str, mould: Any, max_width: float | None) -> None:
        self.max_width = max_width
        self.bytes = text.encode()
        self.layout = ffi.gc(pango.pango_layout_copy(mould), gobject.g_object_unref)
        if max_width is not None and max_width < _UNBOUNDED:
            pango.pango_layout_set_width(self.layout, int(max_width * TO_UNITS))
        pango.pango_layout_set_text(self.layout, self.bytes, len(self.bytes))

    def lines(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Where each line begins, and what WeasyPrint is told of it; ends before one that is too wide."""
        extents = ffi.new("PangoRectangle *")
        lines = list(self._pango_lines())
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            start = line.start_index
            pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
            width = extents.width * FROM_UNITS
            words, resume = self.bytes[start:], None
            if following is not None:
                resume = following.start_index - start
                words = words[:resume].rstrip(b" ")
            if not words or (self.max_width is not None and width > self.max_width):
                return
            cast = CastLine(self, line, words.decode())
            baseline = -extents.y * FROM_UNITS
            yield start, (cast, len(words), resume, width, extents.height * FROM_UNITS, baseline)

    def _pango_lines(self) -> Iterator[Any]:
        n = 0
        while (line := pango.pango_layout_get_line_readonly(self.layout, n)) != ffi.NULL:
            yield line
            n += 1


class Caster:
    """Casts the lines of one press."""

    def __init__(self) -> None:
        self._lines: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self._shapes: dict[str, int] = {}
        self._moulds: dict[int, Any] = {}
        self._fonts: dict[int, tuple[Any, ...]] = {}

    def take_over(self) -> None:
        """From now on this process' WeasyPrint has its lines from here."""
        weasyprint_inline.split_first_line = self.split_first_line
        weasyprint_draw.draw_first_line = self.draw_first_line

    def forget(self) -> None:
        """A new part begins: what it looks like must not hang on what this process has set before."""
        self._lines.clear()

    def split_first_line(
        self, text: str, style: Any, context: Any, max_width: float | None, spacing: float, **more: bool
    ) -> tuple[Any, ...]:
        """As WeasyPrint's own: (layout, length in bytes, resume at byte, width, height, baseline in pixels)."""
        if not spacing and not more.get("minimum") and (max_width is None or max_width > 0):
            shape = self._shape(style)
            if shape is not None and (line := self._line(text, max_width, shape)):
                return line
        return _split_first_line(text, style, context, max_width, spacing, **more)  # type: ignore[no-any-return]

    def _shape(self, style: Any) -> int | None:
        """A number for all that decides how letters look; None for a style that has rules of its own."""
        try:
            return style.cast_shape  # type: ignore[no-any-return]
        except AttributeError:
            style.cast_shape = None
            if all(style[name] == value for name, value in _PLAIN.items()) and style["font_size"]:
                looks = str([style[name] for name in _SHAPES])
                style.cast_shape = self._shapes.setdefault(looks, len(self._shapes))
                if style.cast_shape not in self._moulds:
                    self._moulds[style.cast_shape] = line_break.Layout(style).layout
            return style.cast_shape  # type: ignore[no-any-return]

    def _line(self, text: str, max_width: float | None, shape: int) -> tuple[Any, ...] | None:
        key = (text, max_width, shape)
        if key not in self._lines and not _UNCOMMON & set(text):
            passage = _Passage(text, self._moulds[shape], max_width)
            for start, line in passage.lines():
                self._lines[passage.bytes[start:].decode(), max_width, shape] = line
        return self._lines.get(key)

    def draw_first_line(self, stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
        """As WeasyPrint's own: writes the line, returns its emoji."""
        cast = textbox.pango_layout
        if not isinstance(cast, CastLine):
            return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
        runs = list(self._runs(stream, cast))
        if text_overflow == "ellipsis" or block_ellipsis != "none" or not all(run.is_plain for run in runs):
            line_break.Layout.reactivate(cast, textbox.style)
            emojis = _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
            line_break.Layout.deactivate(cast)
            return emojis
        if textbox.text.strip():
            stream.set_text_matrix(*matrix.values)
            _write(stream, runs)
        return []

    def _runs(self, stream: Any, cast: CastLine) -> Iterator["_Run"]:
        node = cast.line.runs[0]
        while node != ffi.NULL:
            pango_font = node.data.item.analysis.font
            address = int(ffi.cast("uintptr_t", pango_font))
            if address not in self._fonts:
                # A layout that uses it is kept with it: the address stays this font's.
                self._fonts[address] = (*get_pango_font_key(pango_font), cast.passage.layout)
            key, _description, size, _layout = self._fonts[address]
            if key not in stream._fonts:  # noqa: SLF001
                stream.add_font(pango_font)
            yield _Run(node.data, stream._fonts[key], size, cast.passage.bytes)  # noqa: SLF001
            node = node.next


class _Run:
    """Glyphs of one font, in the order in which they are drawn."""

    def __init__(self, item: Any, font: Any, size: float, text: bytes) -> None:
        self._item, self.font, self.size, self._text = item, font, size, text
        self._count = item.glyphs.num_glyphs
        fields = array("i")
        fields.frombytes(ffi.buffer(item.glyphs.glyphs, self._count * fields.itemsize * _GLYPH_FIELDS))
        self._glyphs, self._widths = fields[0::_GLYPH_FIELDS], fields[1::_GLYPH_FIELDS]
        self._offsets, self._rises = fields[2::_GLYPH_FIELDS], fields[3::_GLYPH_FIELDS]
        pictured = font.svg or font.png or font.colr or font.bitmap
        # Read as signed: what Pango says of letters that it cannot read is less than none.
        known = min(self._glyphs, default=0) >= 0 and max(self._glyphs, default=0) <= pango.PANGO_GLYPH_EMPTY
        self.is_plain = known and not pictured

    def write(self, stream: Any, shown: str) -> str:
        """Glyphs in hexadecimal behind what is to be shown already; those above the line are shown at once."""
        if any(self._offsets) or any(self._rises):
            return self._write_moved(stream, shown)
        known = _known(self.font, self.size)
        glyphs = list(zip(self._glyphs, self._widths, strict=True))
        for n, glyph in enumerate(glyphs):
            if glyph not in known:
                known[glyph] = self._written(n, stream)
        return shown + "".join(map(known.__getitem__, glyphs))

    def _write_moved(self, stream: Any, shown: str) -> str:
        for n, (offset, rise) in enumerate(zip(self._offsets, self._rises, strict=True)):
            moved = offset / self.size
            before = f">{-moved}<" if moved else ""
            if not rise:
                shown += before + self._written(n, stream, moved)
                continue
            _show(stream, shown)
            stream.set_text_rise(-rise / 1000)
            glyph, behind, movement = self._written(n, stream, moved).partition(">")
            _show(stream, "<" + before + glyph)
            stream.set_text_rise(0)
            shown = "<" + behind + movement
        return shown

    def _written(self, n: int, stream: Any, moved: float = 0) -> str:
        """The glyph, and behind it what the next is nearer or farther than the font says."""
        glyph, width = self._glyphs[n], self._widths[n]
        if glyph == pango.PANGO_GLYPH_EMPTY:
            return f">{-width / self.size}<" if width else ""
        if glyph not in self.font.to_unicode:
            self.font.to_unicode[glyph] = self._letters(n)
        if glyph not in self.font.widths:
            self.font.widths[glyph] = self._logical_width(glyph, stream)
        movement = int(self.font.widths[glyph] + moved - width * 1000 * FROM_UNITS / self.size)
        return f"{glyph:04x}>{movement}<" if movement else f"{glyph:04x}"

    def _letters(self, n: int) -> str:
        """What the glyph stands for."""
        item, clusters = self._item.item, self._item.glyphs.log_clusters
        begin = clusters[n]
        if item.analysis.level % 2:
            end = clusters[n - 1] if n else item.length
        else:
            end = clusters[n + 1] if n + 1 < self._count else item.length
        return self._text[item.offset + begin : item.offset + end].decode()

    def _logical_width(self, glyph: int, stream: Any) -> int:
        """What the font says of it, in thousandths of its size."""
        font = self._item.item.analysis.font
        pango.pango_font_get_glyph_extents(font, glyph, stream.ink_rect, stream.logical_rect)
        width: float = stream.logical_rect.width * 1000 * FROM_UNITS / self.size
        return round(width)


def _known(font: Any, size: float) -> dict[tuple[int, int], str]:
    """What was written already in this font and size of this document."""
    try:
        return font.cast_glyphs[size]  # type: ignore[no-any-return]
    except AttributeError:
        font.cast_glyphs = {}
    except KeyError:
        pass
    return font.cast_glyphs.setdefault(size, {})  # type: ignore[no-any-return]


def _write(stream: Any, runs: list[_Run]) -> None:
    font, size, shown = None, 0.0, "<"
    for run in runs:
        if run.font is not font or run.size != size:
            _show(stream, shown)
            font, size, shown = run.font, run.size, "<"
            stream.set_font_size(font.hash, size)
        shown = run.write(stream, shown)
    _show(stream, shown)


def _show(stream: Any, shown: str) -> None:
    """Glyphs stand in angle brackets, the last of them open, and movements between them."""
    if shown != "<":
        stream.show_text(shown[:-1] if shown.endswith("<") else shown + ">")
