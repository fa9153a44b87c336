"""Reads PDFs as a reader of them does."""

import io
import re
import unicodedata

import pikepdf
import pypdfium2

from reports.linking import link
from reports.printed import Book, Printed


def alone(printed: Printed) -> bytes:
    """A set part as a file of its own."""
    target = io.BytesIO()
    link(Book(printed, []), target)
    return target.getvalue()


def text_of(pdf: bytes) -> str:
    """All letters in reading order; line ends and runs of spaces as one space."""
    return plain(" ".join(_read(pdf)))


def pages_of(pdf: bytes) -> list[str]:
    """The same, page by page."""
    return [plain(page) for page in _read(pdf)]


def _read(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return pages


def plain(text: str) -> str:
    letters = unicodedata.normalize("NFKC", text.replace("\ufffe", "").replace("\u200b", ""))
    return re.sub(r"\s+", " ", letters)


def elements(pdf: bytes) -> list[tuple[str, str, str]]:
    """(tag, language, actual text) of every structure element, in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_walk(document.Root.StructTreeRoot.K[0]))


def _walk(element):
    yield str(element.S), str(element.get("/Lang", "")), str(element.get("/ActualText", ""))
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else []:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _walk(kid)


def outline(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as tree:
        return [title for item in tree.root for title in [item.title, *(child.title for child in item.children)]]
