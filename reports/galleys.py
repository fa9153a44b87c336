"""Galleys: what the press hands out of a set part, as objects that can stand anywhere in a book's file.

The binder gives all objects of a book numbers of as many digits. Putting them in is then one formatting of one long
text, and no length depends on where in the book a part stands: a book is linked, not read, copied and written anew.

Numbers are places in a table that the binder fills for each galley: first what is the book's own (`FIXED`), then the
open objects (pages, links, forms, fonts), which the book completes, then all other objects, then the streams.
"""

import json
import struct
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

# Places in the table: the page tree, the /Document element, the root of the tags.
PAGES, DOCUMENT, ROOT = range(3)
FIXED = 3
_LENGTHS = struct.Struct("!III")
# Folded small, what passes through the app's own process is less by half; unfolding costs next to nothing.
LEVEL = 2


@dataclass(frozen=True)
class Template:
    """Text with %d wherever an object's number stands, and the places of these numbers in the table."""

    text: bytes
    places: Sequence[int] = ()

    def at(self, table: Sequence[int]) -> bytes:
        """The text where its galley stands now."""
        return self.text % tuple(map(table.__getitem__, self.places))


@dataclass(frozen=True)
class SetPage:
    """A page without its contents, open at its end; `contents` is the place of the stream, `width` is in points."""

    open: Template
    contents: int
    width: float


@dataclass(frozen=True)
class SetStream:
    """A stream. Those of one digest are equal, wherever they come from; without one it is never shared."""

    head: Template
    data: bytes | memoryview
    digest: str = ""


@dataclass
class Galley:
    """A set part. An open object lacks the brackets at its end, so that the book can write into it.

    `links` go to a place in another part: what they say and its name. `kids` are elements under the /Document,
    `parents` the entries of the tree by which marks find their elements: an object's own number, and the element or
    elements. Of each object in the `body`, `lengths` counts the bytes without its numbers, `counts` the numbers.
    `numerals` are the glyph and the width of each letter of a page number, in the font at place `font`.
    """

    pages: list[SetPage]
    forms: Template
    fonts: Template
    catalog: Template
    info: bytes
    body: Template
    lengths: Sequence[int]
    counts: Sequence[int]
    streams: list[SetStream]
    links: list[tuple[Template, str]] = field(default_factory=list)
    kids: list[int] = field(default_factory=list)
    parents: list[tuple[int, int]] = field(default_factory=list)
    font: int = 0
    numerals: dict[str, tuple[int, float]] = field(default_factory=dict)

    @property
    def opened(self) -> int:
        """How many objects are open: all pages, all links, the forms and the fonts."""
        return len(self.pages) + len(self.links) + 2

    @property
    def objects(self) -> int:
        """How many numbers it takes at most."""
        return self.opened + len(self.lengths) + len(self.streams)


def pack(galley: Galley) -> bytes:
    """As bytes, on its way or into the cache."""
    head = {
        "pages": [[*_plain(page.open), page.contents, page.width] for page in galley.pages],
        "links": [[*_plain(text), name] for text, name in galley.links],
        "forms": _plain(galley.forms),
        "fonts": _plain(galley.fonts),
        "catalog": _plain(galley.catalog),
        "info": galley.info.decode("latin-1"),
        "streams": [[*_plain(stream.head), len(stream.data), stream.digest] for stream in galley.streams],
        "kids": galley.kids,
        "parents": galley.parents,
        "font": galley.font,
        "numerals": galley.numerals,
        "objects": len(galley.lengths),
    }
    words = json.dumps(head).encode()
    numbers = array("I", [*galley.lengths, *galley.counts, *galley.body.places]).tobytes()
    folded = zlib.compress(b"".join((words, numbers, galley.body.text)), LEVEL)
    lengths = _LENGTHS.pack(len(folded), len(words), len(numbers))
    return b"".join((lengths, folded, *(stream.data for stream in galley.streams)))


def unpack(packed: bytes) -> Galley:
    """The way back: data only, whoever wrote it."""
    folded, words, numbers_length = _LENGTHS.unpack_from(packed)
    at = _LENGTHS.size + folded
    unfolded = zlib.decompress(packed[_LENGTHS.size : at])
    head = json.loads(unfolded[:words])
    numbers = array("I", unfolded[words : words + numbers_length])
    objects = head["objects"]
    view = memoryview(packed)
    streams = []
    for text, places, length, digest in head["streams"]:
        streams.append(SetStream(_template(text, places), view[at : at + length], str(digest)))
        at += length
    return Galley(
        pages=[SetPage(_template(text, places), *rest) for text, places, *rest in head["pages"]],
        links=[(_template(text, places), str(name)) for text, places, name in head["links"]],
        forms=_template(*head["forms"]),
        fonts=_template(*head["fonts"]),
        catalog=_template(*head["catalog"]),
        info=head["info"].encode("latin-1"),
        body=Template(unfolded[words + numbers_length :], numbers[2 * objects :]),
        lengths=numbers[:objects],
        counts=numbers[objects : 2 * objects],
        streams=streams,
        kids=head["kids"],
        parents=head["parents"],
        font=int(head["font"]),
        numerals={str(letter): (int(glyph), float(width)) for letter, (glyph, width) in head["numerals"].items()},
    )


def _plain(template: Template) -> list[Any]:
    return [template.text.decode("latin-1"), list(template.places)]


def _template(text: str, places: list[int]) -> Template:
    return Template(text.encode("latin-1"), places)
