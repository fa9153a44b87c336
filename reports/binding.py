"""Set parts one behind another, and the binder that makes one PDF of them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from reports.parts import PrintPart
from reports.printed import Book, Piece, Printed, send_book
from reports.workers import bind


@dataclass(frozen=True)
class PlacedPart:
    """A set part and where it stands: `begin` counts pages behind the front from 0, `head` names its running head."""

    part: PrintPart
    printed: Printed
    begin: int
    head: int


def placed_in_order(parts: Sequence[PrintPart], printed: Sequence[Printed]) -> list[PlacedPart]:
    """Parts one behind another; running heads stand in the order in which chapters first appear."""
    chapters = list(dict.fromkeys(part.chapter for part in parts))
    begins = accumulate((pages.pages for pages in printed), initial=0)
    return [
        PlacedPart(part, pages, begin, chapters.index(part.chapter) + 1)
        for part, pages, begin in zip(parts, printed, begins, strict=False)
    ]


def bound(front: Printed, placed: Sequence[PlacedPart], heads: Printed | None = None) -> bytes:
    """The whole. Without running heads it is left without page numbers as well."""
    pieces = [Piece(piece.printed, piece.begin, piece.head) for piece in placed]
    entries = [entry for piece in placed for entry in piece.part.entries]
    labels = {entry.anchor: f"{entry.label} {entry.title.text}".strip() for entry in entries}
    book = io.BytesIO()
    send_book(book, Book(front, pieces, heads, labels))
    return bind(book.getvalue())
