"""Links galleys into one PDF, tags and all: one tree, one numbering, one contents. Equal input, equal bytes.

What is made here is the book's own: pages, links of the contents, the roots of the trees, names, outline, labels.
"""

from collections.abc import Iterable, Sequence
from typing import IO

from reports.galleys import Galley, unpack
from reports.laying import Laid, Laying
from reports.pdf_file import MOST_OBJECTS, PdfFile
from reports.pointing import name_tree, number_lines, outline_objects, outline_of, places_by_name, reach, text_string
from reports.printed import Book, Printed
from reports.stamping import HEAD, NUMBER, roman, stamp


def link(book: Book, target: IO[bytes]) -> None:
    """The whole. Without running heads it is left without page numbers as well."""
    printed = [book.front, *(piece.printed for piece in book.pieces), *([book.heads] if book.heads else [])]
    galleys = [unpack(one.galley) for one in printed]
    linking = _Linking(PdfFile(target, _most_objects(printed, galleys)))
    heads = linking.lay_heads(printed.pop(), galleys.pop()) if book.heads else None
    front, *body = parts = [linking.lay(one, galleys[n]) for n, one in enumerate(printed)]
    linking.complete(front, ["", *(roman(n) for n in range(2, len(front.pages) + 1))], heads)
    for laid, piece in zip(body, book.pieces, strict=True):
        numbers = range(piece.begin + 1, piece.begin + 1 + len(laid.pages))
        linking.complete(laid, [str(number) for number in numbers], heads, piece.head)
    linking.point(parts, book.labels)
    linking.tag(parts)
    linking.close(parts, has_numbers=heads is not None)


def _most_objects(printed: Sequence[Printed], galleys: Sequence[Galley]) -> int:
    """Those of the parts, a stamp for each page, the outline, the streams that hold objects, the roots."""
    count = sum(galley.objects for galley in galleys) + sum(one.pages + len(one.bookmarks) for one in printed)
    return count + len(galleys) + 2 * (count // MOST_OBJECTS) + 20


class _Linking:
    """The file, and what stands in it last: the book's own objects."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._pages, self._document, self._root, self._marks = (file.take() for _ in range(4))
        self._catalog, self._info, self._outline, self._names = (file.take() for _ in range(4))
        self._laying = Laying(file, (self._pages, self._document, self._root))
        self._own: list[tuple[int, bytes]] = []

    def lay(self, printed: Printed, galley: Galley) -> Laid:
        """Write a part."""
        return self._laying.lay(printed, galley)

    def lay_heads(self, printed: Printed, galley: Galley) -> Laid:
        """Write a part of which the pages are forms, to be stamped upon others: its own are left out."""
        heads = self.lay(printed, galley)
        self._fill_pools(heads, b"", b"")
        return heads

    def complete(self, laid: Laid, numbers: Sequence[str], heads: Laid | None, head: int | None = None) -> None:
        """Pages with what is stamped upon them: their numbers, where there are any, and the running head."""
        form = b"%s %d 0 R" % (HEAD, _contents(heads, head)) if heads and head is not None else b""
        self._fill_pools(laid, form, b"%s %d 0 R" % (NUMBER, heads.table[heads.galley.font]) if heads else b"")
        for own, page, number in zip(laid.pages, laid.galley.pages, numbers, strict=True):
            contents = b"%d 0 R" % laid.table[page.contents]
            if heads and number:
                stamped = self._stream(stamp(heads.galley.numerals, number, page.width, has_head=bool(form)))
                contents = b"%d 0 R %s" % (stamped, contents)
            self._add(own, b"%s/Contents[%s]>>" % (laid.at(page.open), contents))

    def _fill_pools(self, laid: Laid, form: bytes, font: bytes) -> None:
        """The forms and fonts that all pages of a part share."""
        self._add(laid.forms, laid.at(laid.galley.forms) + form + b">>")
        self._add(laid.fonts, laid.at(laid.galley.fonts) + font + b">>")

    def point(self, parts: Sequence[Laid], labels: dict[str, str]) -> None:
        """Names and outline; the links of the contents, which are spoken as what they lead to."""
        numbered = [(laid.printed, laid.pages) for laid in parts]
        places = places_by_name(numbered)
        self._add(self._names, name_tree(places))
        for laid in parts:
            for own, (text, name) in zip(laid.links, laid.galley.links, strict=True):
                led = b"/Dest " + places[name] if name in places else b""
                spoken = b"/Contents " + text_string(labels.get(name, name))
                self._add(own, b"%s%s%s>>" % (laid.at(text), led, spoken))
        outline = outline_of(numbered, self._outline)
        number_lines(outline, self._file.take)
        self._add(self._outline, b"<</Type/Outlines%s>>" % reach(outline))
        self._own += outline_objects(outline)

    def tag(self, parts: Sequence[Laid]) -> None:
        """The roots of the tags, under which the elements of all parts stand in their order."""
        kids = _references(laid.table[kid] for laid in parts for kid in laid.galley.kids)
        self._add(self._document, b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (self._root, kids))
        entries = sorted((laid.table[key], laid.table[value]) for laid in parts for key, value in laid.galley.parents)
        self._add(self._marks, b"<</Nums[%s]>>" % b" ".join(b"%d %d 0 R" % entry for entry in entries))
        # The keys are the numbers of pages and links themselves.
        ended = (self._document, self._marks, max((key for key, _value in entries), default=-1) + 1)
        root = b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>" % ended
        self._add(self._root, root)

    def close(self, parts: Sequence[Laid], *, has_numbers: bool) -> None:
        """Pages in their order, and what the front says of the whole."""
        front = parts[0]
        pages = [number for laid in parts for number in laid.pages]
        self._add(self._pages, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), _references(pages)))
        own = b"/Outlines %d 0 R/Names<</Dests %d 0 R>>" % (self._outline, self._names)
        if has_numbers:
            own += b"/PageLabels<</Nums[0<</S/r>>%d<</S/D>>]>>" % len(front.pages)
        self._add(self._catalog, b"%s%s>>" % (front.at(front.galley.catalog), own))
        self._add(self._info, front.galley.info)
        self._file.loose(sorted(self._own))
        self._file.finish(self._catalog, self._info)

    def _add(self, number: int, written: bytes) -> None:
        self._own.append((number, written))

    def _stream(self, content: bytes) -> int:
        number = self._file.take()
        self._file.stream(number, b"<</Length %d>>" % len(content), content)
        return number


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _contents(heads: Laid, head: int) -> int:
    return heads.table[heads.galley.pages[head].contents]
