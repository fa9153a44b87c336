"""Lifts what WeasyPrint has set off the press, as a galley, in place of writing a file of it."""

import hashlib
import io
import zlib
from typing import Any

import pydyf

from reports.galleys import DOCUMENT, FIXED, PAGES, ROOT, Galley, SetPage, SetStream, Template
from reports.templating import HeaderId, Place, template

GOTO = "x-goto:"
NUMERALS = "0123456789ivx"
COMPRESSION = 9


def lift(document: Any, *, tagged: bool) -> Galley:
    """The galley of a document that is laid out."""
    lifted: list[Galley] = []

    def finish(_document: Any, pdf: Any) -> None:
        lifted.append(_Lifting(document, pdf).galley())
        # Nothing is left to be written.
        del pdf.objects[1:]

    # The outline is the book's.
    document.make_bookmark_tree = lambda *_scale, **_pages: []
    document.write_pdf(io.BytesIO(), finisher=finish, pdf_variant="pdf/ua-1" if tagged else None)
    return lifted[0]


class _Lifting:
    """One document on its way off the press: which of its objects are open, the book's own, or neither."""

    def __init__(self, document: Any, pdf: Any) -> None:
        self._document = document
        self._pdf = pdf
        self._pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        self._resources = self._at(self._pages[0]["Resources"])
        self._forms = self._moved_out(self._resources, "XObject")
        self._fonts = self._at(self._resources["Font"])
        self._links = [one for one in pdf.objects if _leads_elsewhere(one)]
        self._root = self._at(pdf.catalog["StructTreeRoot"]) if "StructTreeRoot" in pdf.catalog else None
        self._element = self._at(self._root["K"][0]) if self._root else pydyf.Dictionary({"K": []})
        self._marks = self._at(self._root["ParentTree"]) if self._root else pydyf.Dictionary({"Nums": []})
        for n, elements in enumerate(self._marks["Nums"]):
            if isinstance(elements, pydyf.Array):
                self._moved_out(self._marks["Nums"], n)
        self._objects, self._streams = self._others()
        self._places = self._all_places()

    def galley(self) -> Galley:
        """All of it."""
        parents = self._parents()
        self._name_by_place()
        texts = [template(one, self._places) for one in self._objects]
        font, numerals = self._numerals()
        return Galley(
            pages=[self._page(page) for page in self._pages],
            links=[self._link(link) for link in self._links],
            forms=self._opened(self._forms),
            fonts=self._opened(self._fonts),
            catalog=self._opened(self._pdf.catalog, "Names", "Outlines"),
            info=self._pdf.info.data,
            body=Template(b"".join(one.text + b"\n" for one in texts), [n for one in texts for n in one.places]),
            lengths=[len(one.text % ((0,) * len(one.places))) - len(one.places) + 1 for one in texts],
            counts=[len(one.places) for one in texts],
            streams=self._all_streams(),
            kids=[self._place(kid) for kid in self._element["K"]],
            parents=parents,
            font=font,
            numerals=numerals,
        )

    def _at(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _place(self, reference: bytes) -> int:
        return self._places[int(reference.split()[0])]

    def _moved_out(self, holder: Any, key: Any) -> Any:
        """An object with a number of its own, in place of one that stands within another."""
        value = holder[key]
        self._pdf.add_object(value)
        holder[key] = value.reference
        return value

    def _others(self) -> tuple[list[Any], list[Any]]:
        own = [self._pdf.pages, self._pdf.catalog, self._root, self._element, self._marks]
        apart = {id(one) for one in [*own, *self._pages, *self._links, self._forms, self._fonts]}
        left = [one for one in self._pdf.objects if one.free != "f" and id(one) not in apart]
        streams = [one for one in left if isinstance(one, pydyf.Stream)]
        return [one for one in left if not isinstance(one, pydyf.Stream)], streams

    def _all_places(self) -> dict[int, int]:
        ordered = [*self._pages, *self._links, self._forms, self._fonts, *self._objects, *self._streams]
        places = {one.number: FIXED + n for n, one in enumerate(ordered)}
        places[self._pdf.pages.number] = PAGES
        if self._root:
            places |= {self._root.number: ROOT, self._element.number: DOCUMENT}
        return places

    def _parents(self) -> list[tuple[int, int]]:
        """Of each page and link, which elements its marks belong to."""
        keyed: dict[int, Any] = dict(enumerate(self._pages))
        keyed |= {one["StructParent"]: one for one in self._pdf.objects if _has(one, "StructParent")}
        numbers = self._marks["Nums"]
        return [
            (self._places[keyed[key].number], self._place(elements))
            for key, elements in zip(numbers[::2], numbers[1::2], strict=True)
        ]

    def _name_by_place(self) -> None:
        """To the tags, a page or link is known by its own number, a header cell by its table's."""
        for one in [*self._pages, *self._links, *self._objects]:
            for key in ("StructParents", "StructParent"):
                if _has(one, key):
                    one[key] = Place(self._places[one.number])
            if _has(one, "ID"):
                one["ID"] = HeaderId(one["ID"], self._places)
            if _has(one, "A") and "Headers" in one["A"]:
                one["A"]["Headers"] = pydyf.Array(HeaderId(name, self._places) for name in one["A"]["Headers"])

    def _opened(self, one: Any, *without: str) -> Template:
        kept = {key: value for key, value in one.items() if key not in without}
        return template(pydyf.Dictionary(kept), self._places, left_open=True)

    def _page(self, page: Any) -> SetPage:
        return SetPage(self._opened(page, "Contents"), self._place(page["Contents"]), float(page["MediaBox"][2]))

    def _link(self, link: Any) -> tuple[Template, str]:
        return self._opened(link, "A", "Contents"), link["A"]["URI"].string.removeprefix(GOTO)

    def _all_streams(self) -> list[SetStream]:
        """An untagged page is stamped upon others: what it shows is a form as well."""
        contents = {self._place(page["Contents"]): page for page in self._pages}
        for place, page in contents.items() if self._root is None else ():
            form = {"Type": "/XObject", "Subtype": "/Form", "BBox": page["MediaBox"], "Resources": page["Resources"]}
            self._streams[place - self._first_stream].extra |= form
        written = dict(enumerate((_stream(one, self._places) for one in self._streams), self._first_stream))
        digests = dict.fromkeys(contents, "")
        # A picture comes before the mask that it uses.
        for place in sorted(written.keys() - contents.keys(), key=lambda place: (len(written[place][0].places), place)):
            digests[place] = _digest(*written[place], digests)
        return [SetStream(head, data, digests[place]) for place, (head, data) in written.items()]

    @property
    def _first_stream(self) -> int:
        return FIXED + len(self._pages) + len(self._links) + 2 + len(self._objects)

    def _numerals(self) -> tuple[int, dict[str, tuple[int, float]]]:
        """A font that has all letters of page numbers, if there is one: only the running heads need it."""
        for font in self._document.fonts.values():
            glyphs = {text: glyph for glyph, text in font.to_unicode.items()}
            if font.hash in self._fonts and glyphs.keys() >= set(NUMERALS):
                found = {letter: (glyphs[letter], float(font.widths[glyphs[letter]])) for letter in NUMERALS}
                return self._place(self._fonts[font.hash]), found
        return 0, {}


def _has(one: Any, key: str) -> bool:
    return isinstance(one, pydyf.Dictionary) and key in one


def _leads_elsewhere(one: Any) -> bool:
    """Whether this is a link to a place in another part."""
    address = one["A"].get("URI") if _has(one, "Subtype") and _has(one, "A") else None
    return isinstance(address, pydyf.String) and address.string.startswith(GOTO)


def _stream(one: Any, places: dict[int, int]) -> tuple[Template, bytes]:
    written = pydyf.Stream(one.stream).data
    data = written.partition(b"stream\n")[2].removesuffix(b"\nendstream")
    extra = dict(one.extra)
    # What a file says of itself is found by tools that do not read PDFs.
    if one.compress and extra.get("Type") != "/Metadata":
        data, extra["Filter"] = zlib.compress(data, COMPRESSION), "/FlateDecode"
    return template(pydyf.Dictionary(extra | {"Length": len(data)}), places), data


def _digest(head: Template, data: bytes, known: dict[int, str]) -> str:
    """Equal for equal streams, also where they use others; empty where they use what cannot be compared."""
    used = [known.get(place, "") for place in head.places]
    return hashlib.sha256("\0".join([repr(head.text), *used, ""]).encode() + data).hexdigest() if all(used) else ""
