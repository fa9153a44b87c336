"""Merges set parts into one PDF, tags and all: one tree, one numbering, one contents. Equal input, equal bytes.

No tool keeps the tag trees of merged files. Pages go first, so that a copied tree's /Pg meet the copied pages; then
each tree's elements go under the one /Document, and the numbers by which pages find their elements are offset.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from reports.printed import Book, Piece, Printed
from reports.stamping import Stamps

GOTO = "x-goto:"


def merge(book: Book) -> bytes:
    """The whole. Without running heads it is left without page numbers as well."""
    front, placed, heads = book.front, book.pieces, book.heads
    with pikepdf.open(io.BytesIO(front.pdf)) as out:
        sources = [pikepdf.open(io.BytesIO(piece.printed.pdf)) for piece in placed]
        for source in sources:
            out.pages.extend(source.pages)
        _join_trees(out, front.pages, placed, sources)
        if heads is not None:
            _stamp(out, front.pages, placed, heads)
            out.Root.PageLabels = _page_labels(front.pages)
        places = dict(_destinations(out, front, placed))
        _link_contents(out, front.pages, places, book.labels)
        _outline(out, front, placed)
        target = io.BytesIO()
        out.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        for source in sources:
            source.close()
        return target.getvalue()


def _join_trees(out: pikepdf.Pdf, offset: int, placed: list[Piece], sources: list[pikepdf.Pdf]) -> None:
    root = out.Root.StructTreeRoot
    document = root.K[0]
    numbers = root.ParentTree.Nums
    base = _highest(numbers) + 1
    pages = list(out.pages)
    for n, (piece, source) in enumerate(zip(placed, sources, strict=True)):
        tree = out.copy_foreign(source.Root.StructTreeRoot)
        for element in tree.K[0].K:
            element.P = document
            document.K.append(element)
            if piece.printed.has_headers:
                _prefix_header_ids(element, f"{n}:")
        own = tree.ParentTree.Nums
        for i in range(0, len(own), 2):
            numbers.append(int(own[i]) + base)
            numbers.append(own[i + 1])
        first = offset + piece.begin
        for page in pages[first : first + piece.printed.pages]:
            _offset_page(page.obj, base)
        base += _highest(own) + 1
    root.ParentTreeNextKey = base


def _highest(numbers: Any) -> int:
    return max((int(numbers[i]) for i in range(0, len(numbers), 2)), default=-1)


def _offset_page(page: Any, base: int) -> None:
    if "/StructParents" in page:
        page.StructParents = int(page.StructParents) + base
    for annotation in page.get("/Annots", []):
        if "/StructParent" in annotation:
            annotation.StructParent = int(annotation.StructParent) + base


def _prefix_header_ids(element: Any, prefix: str) -> None:
    """Header cells are numbered per part; cells name their headers by these ids."""
    if "/ID" in element:
        element.ID = pikepdf.String(prefix + str(element.ID))
    attributes = element.get("/A")
    if isinstance(attributes, pikepdf.Dictionary) and "/Headers" in attributes:
        attributes.Headers = pikepdf.Array([pikepdf.String(prefix + str(name)) for name in attributes.Headers])
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else []:
        if isinstance(kid, pikepdf.Dictionary) and "/K" in kid:
            _prefix_header_ids(kid, prefix)


def _stamp(out: pikepdf.Pdf, front_pages: int, placed: list[Piece], heads: Printed) -> None:
    """Running heads and page numbers, as pagination artifacts: a screen reader passes them over."""
    pages = list(out.pages)
    stamps = Stamps(out, heads)
    for n in range(1, front_pages):
        stamps.number(pages[n], roman(n + 1))
    for piece in placed:
        for n in range(piece.begin, piece.begin + piece.printed.pages):
            stamps.head(pages[front_pages + n], piece.head)
            stamps.number(pages[front_pages + n], str(n + 1))


def roman(number: int) -> str:
    """Lower-case roman, for front matter."""
    written = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            written, number = written + letters, number - value
    return written


def _page_labels(front_pages: int) -> pikepdf.Dictionary:
    roman_pages = pikepdf.Dictionary(S=pikepdf.Name("/r"))
    body_pages = pikepdf.Dictionary(S=pikepdf.Name("/D"))
    return pikepdf.Dictionary(Nums=pikepdf.Array([0, roman_pages, front_pages, body_pages]))


def _destinations(out: pikepdf.Pdf, front: Printed, placed: list[Piece]) -> Iterator[tuple[str, pikepdf.Array]]:
    """Where each anchor stands; named in the file too, so that other documents may point at a section."""
    pages = list(out.pages)
    found: dict[str, pikepdf.Array] = {}
    for begin, printed in [(0, front), *((front.pages + piece.begin, piece.printed) for piece in placed)]:
        for name, (page, x, y) in printed.anchors.items():
            found.setdefault(
                name, pikepdf.Array([pages[begin + page].obj, pikepdf.Name.XYZ, round(x, 2), round(y, 2), 0])
            )
    names = pikepdf.Array()
    for name in sorted(found):
        names.append(pikepdf.String(name))
        names.append(found[name])
    out.Root.Names = pikepdf.Dictionary(Dests=out.make_indirect(pikepdf.Dictionary(Names=names)))
    yield from found.items()


def _link_contents(
    out: pikepdf.Pdf, front_pages: int, places: dict[str, pikepdf.Array], labels: dict[str, str]
) -> None:
    """The links of the contents point into the file itself, and are spoken as what they lead to."""
    for page in list(out.pages)[:front_pages]:
        for annotation in page.obj.get("/Annots", []):
            action = annotation.get("/A")
            address = str(action.get("/URI", "")) if isinstance(action, pikepdf.Dictionary) else ""
            if address.startswith(GOTO):
                name = address.removeprefix(GOTO)
                del annotation["/A"]
                if name in places:
                    annotation.Dest = places[name]
                annotation.Contents = pikepdf.String(labels.get(name, name))


def _outline(out: pikepdf.Pdf, front: Printed, placed: list[Piece]) -> None:
    pages = list(out.pages)
    with out.open_outline() as outline:
        del outline.root[:]
        stack: list[tuple[int, list[pikepdf.OutlineItem]]] = [(0, outline.root)]
        for begin, printed in [(0, front), *((front.pages + piece.begin, piece.printed) for piece in placed)]:
            for level, label, page, y in printed.bookmarks:
                item = pikepdf.OutlineItem(
                    label, pikepdf.Array([pages[begin + page].obj, pikepdf.Name.XYZ, 0, round(y, 2), 0])
                )
                while stack[-1][0] >= level:
                    stack.pop()
                stack[-1][1].append(item)
                stack.append((level, item.children))
