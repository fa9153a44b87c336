"""The lines of a Word document, with the list markers that Word shows."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

import docx

from sessions.papers.lines import Line, columns_of, emphasis, split_markers
from sessions.papers.word_numbering import Numbering, W, indent_of, read_numbering, whole

TWIPS_PER_COLUMN = 180
UNPACKED_LIMIT = 40 * 1024 * 1024
TEXT_LIMIT = 16 * 1024 * 1024  # of the parts that are no pictures: all of them become a tree in memory
PARTS_LIMIT = 5000
PIECES_LIMIT = 50_000  # of one paragraph
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING_STYLE = re.compile(r"^(?:heading|titre|überschrift|título|titolo)\s*(\d)", re.IGNORECASE)

Run = tuple[str, bool, bool]


class BrokenDocument(Exception):
    """The bytes are no Word document that can be opened."""


class SwollenDocument(Exception):
    """The document unpacks to more than the limit."""


def word_lines(content: bytes, most: int | None = None) -> list[Line]:
    """The lines of a DOCX: one per paragraph, or more where a paragraph breaks its lines; no more than `most`."""
    _check_size(content)
    try:
        document = docx.Document(BytesIO(content))
        return list(islice(_Reader(document).lines(), most))
    except SwollenDocument:
        raise
    except Exception as error:  # python-docx and lxml raise nearly anything on a broken file
        raise BrokenDocument from error


def _check_size(content: bytes) -> None:
    """Counts what the parts really unpack to, not what the archive says of itself."""
    left, text_left = UNPACKED_LIMIT, TEXT_LIMIT
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if len(archive.infolist()) > PARTS_LIMIT:
                raise SwollenDocument
            for part in archive.infolist():
                with archive.open(part) as opened:
                    while piece := opened.read(64 * 1024):
                        left -= len(piece)
                        text_left -= len(piece) if part.filename.lower().endswith((".xml", ".rels")) else 0
                        if left < 0 or text_left < 0:
                            raise SwollenDocument
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise BrokenDocument from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise BrokenDocument from error


class _Reader:
    """Walks the body of one document in reading order."""

    def __init__(self, document: Any) -> None:
        self.body = document.element.body
        self.styles: dict[str, Any] = {style.style_id: style for style in document.styles}
        self.default = next((s.style_id for s in document.styles if s.element.get(f"{W}default") and s.type == 1), None)
        self.numbering: Numbering = read_numbering(_numbering_root(document))
        self.number = 0
        self.row = 0

    def lines(self) -> Iterator[Line]:
        yield from self._inside(self.body, None)

    def _inside(self, element: Any, row: int | None) -> Iterator[Line]:
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, row)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag"}:
                yield from self._inside(child, row)

    def _table(self, table: Any) -> Iterator[Line]:
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue  # a row of a table inside a cell: the cell brings it
            self.row += 1
            for cell in row.iter(f"{W}tc"):
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merged is not None and merged.get(f"{W}val") != "restart"
                if next(cell.iterancestors(f"{W}tr")) is row and not goes_on:
                    yield from self._inside(cell, self.row)

    def _paragraph(self, paragraph: Any, row: int | None) -> Iterator[Line]:
        style = self._style_chain(paragraph)
        written = _split_at_breaks(_runs(paragraph, self._bold(style)))
        marker, depth, indent = "", None, self._indent(paragraph, style)
        num_id, ilvl = self._num(paragraph, style)
        if num_id:
            marker, depth = self.numbering.next_marker(num_id, ilvl), ilvl
            level = self.numbering.level(num_id, ilvl)
            own = indent_of(paragraph.find(f"{W}pPr/{W}ind"))
            left = own if own is not None else (level.left if level else None)
            indent = left if left is not None else 360 + 360 * ilvl
        heading = self._heading(paragraph, style)
        for place, part in enumerate(written):
            text, runs = _joined(part)
            self.number += 1
            shown = marker if place == 0 and text else ""  # an empty item is counted, as Word counts it
            _, typed, body = split_markers(f"{shown} {text}") if shown else split_markers(text)
            if shown and any(map(str.isalnum, shown)):
                typed, body = shown, text
            yield Line(
                self.number,
                " ".join(filter(None, (shown, text))),
                body=body,
                marker=typed,
                indent=max(indent, 0) // TWIPS_PER_COLUMN,
                level=depth if place == 0 else None,
                heading=heading,
                hard_break=place < len(written) - 1,
                row=row,
                opens=place == 0,
                columns=columns_of("".join(words for words, _, _ in runs)),
                **emphasis(runs, body),
            )
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                yield from self._inside(box, None)

    def _style_chain(self, paragraph: Any) -> list[Any]:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = self.styles.get((named.get(f"{W}val") if named is not None else self.default) or "")
        chain: list[Any] = []
        while style is not None and style not in chain and len(chain) < 12:
            chain.append(style)
            style = getattr(style, "base_style", None)
        return chain

    def _heading(self, paragraph: Any, chain: list[Any]) -> int:
        for style in chain:
            name = style.name or ""
            if found := _HEADING_STYLE.match(name):
                return int(found[1]) or 1
            if name.lower() in {"title", "subtitle"}:
                return 1
        outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
        level = whole(outline.get(f"{W}val")) if outline is not None else None
        return level + 1 if level is not None and level < 9 else 0

    def _num(self, paragraph: Any, chain: list[Any]) -> tuple[str, int]:
        for holder in (paragraph, *(style.element for style in chain)):
            num = holder.find(f"{W}pPr/{W}numPr")
            if num is None:
                continue
            num_id, ilvl = num.find(f"{W}numId"), num.find(f"{W}ilvl")
            if num_id is None:
                continue
            value = num_id.get(f"{W}val") or ""
            return ("" if value == "0" else value), (whole(ilvl.get(f"{W}val")) or 0) if ilvl is not None else 0
        return "", 0

    def _indent(self, paragraph: Any, chain: list[Any]) -> int:
        for holder in (paragraph, *(style.element for style in chain)):
            left = indent_of(holder.find(f"{W}pPr/{W}ind"))
            if left is not None:
                return left
        return 0

    def _bold(self, chain: list[Any]) -> bool:
        for style in chain:
            if style.font.bold is not None:
                return bool(style.font.bold)
        return False


def _numbering_root(document: Any) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering"):
            return getattr(relation.target_part, "element", None)
    return None


def _runs(paragraph: Any, bold_by_style: bool) -> list[Run]:
    """The words of a paragraph in pieces; deleted words, field codes and text boxes are left out."""
    out: list[Run] = []
    for run in paragraph.iter(f"{W}r"):
        between = [parent.tag for parent in run.iterancestors() if parent is not paragraph]
        owner = next(run.iterancestors(f"{W}p"))
        if owner is not paragraph or f"{W}del" in between or f"{W}moveFrom" in between:
            continue
        bold, italic = _on(run, "b", bold_by_style), _on(run, "i", False)
        for piece in run:
            if len(out) > PIECES_LIMIT:
                raise SwollenDocument
            if piece.tag == f"{W}t":
                out.append((unicodedata.normalize("NFC", (piece.text or "").replace("\u00a0", " ")), bold, italic))
            elif piece.tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
                out.append(("\t" if piece.tag == f"{W}tab" else "\n", bold, italic))
            elif piece.tag == f"{W}noBreakHyphen":
                out.append(("-", bold, italic))
    return out


def _on(run: Any, name: str, otherwise: bool) -> bool:
    setting = run.find(f"{W}rPr/{W}{name}")
    if setting is None:
        return otherwise
    return setting.get(f"{W}val") not in {"0", "false", "off"}


def _split_at_breaks(runs: list[Run]) -> list[list[Run]]:
    parts: list[list[Run]] = [[]]
    for words, bold, italic in runs:
        for place, piece in enumerate(words.split("\n")):
            if place:
                parts.append([])
            parts[-1].append((piece, bold, italic))
    return parts


def _joined(runs: list[Run]) -> tuple[str, list[Run]]:
    return " ".join("".join(words for words, _, _ in runs).split()), runs
