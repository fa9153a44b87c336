"""What passes between the app and the press: plain data in messages of two lengths, a head in JSON and a body."""

import json
import struct
from dataclasses import dataclass, field
from typing import IO, Any

_LENGTHS = struct.Struct("!II")


@dataclass(frozen=True)
class Job:
    """A page to be set: HTML and CSS, both complete. An untagged one is to be stamped upon other pages."""

    html: str
    css: str
    tagged: bool = True


@dataclass
class Printed:
    """A part as set: a galley from the press (see `reports.galleys`), or the PDF that the binder made of many.

    Anchors: name → (page, x, y) in points; bookmarks: (level, label, page, y). `missing` are the letters that no font
    of this machine can draw, each once; `last` says that its press ends now.
    """

    pages: int
    galley: bytes = b""
    pdf: bytes = b""
    anchors: dict[str, tuple[int, float, float]] = field(default_factory=dict)
    bookmarks: list[tuple[int, str, int, float]] = field(default_factory=list)
    missing: str = ""
    failed: bool = False
    last: bool = False


def send(stream: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    """One message."""
    words = json.dumps(head).encode()
    stream.write(_LENGTHS.pack(len(words), len(body)) + words + body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """One message; None where the other side ended."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    head, body = stream.read(head_length), stream.read(body_length)
    if len(head) < head_length or len(body) < body_length:
        return None
    return json.loads(head), body


def send_printed(stream: IO[bytes], printed: Printed) -> None:
    """A part as one message, on its way or into the cache."""
    head = {key: value for key, value in vars(printed).items() if key not in {"galley", "pdf"}}
    send(stream, head | {"is_galley": bool(printed.galley)}, printed.galley or printed.pdf)


def receive_printed(stream: IO[bytes]) -> Printed | None:
    """The way back: data only, whoever wrote it."""
    message = receive(stream)
    if message is None:
        return None
    head, body = message
    return Printed(
        pages=int(head["pages"]),
        galley=body if head["is_galley"] else b"",
        pdf=b"" if head["is_galley"] else body,
        anchors={str(name): (int(page), float(x), float(y)) for name, (page, x, y) in head["anchors"].items()},
        bookmarks=[(int(level), str(label), int(page), float(y)) for level, label, page, y in head["bookmarks"]],
        missing=str(head["missing"]),
        failed=bool(head["failed"]),
        last=bool(head["last"]),
    )


@dataclass
class Piece:
    """A set part and where it stands: `begin` counts pages behind the front from 0, `head` names its running head."""

    printed: Printed
    begin: int
    head: int


@dataclass
class Book:
    """All that is linked into one PDF; `heads` has a page of digits, then one for each running head.

    `labels` are what is spoken of a link of the contents, by its anchor.
    """

    front: Printed
    pieces: list[Piece]
    heads: Printed | None = None
    labels: dict[str, str] = field(default_factory=dict)


def send_book(stream: IO[bytes], book: Book) -> None:
    """A book on its way to the binder."""
    places = [(piece.begin, piece.head) for piece in book.pieces]
    send(stream, {"places": places, "heads": book.heads is not None, "labels": book.labels}, b"")
    for printed in [book.front, *(piece.printed for piece in book.pieces), *([book.heads] if book.heads else [])]:
        send_printed(stream, printed)


def receive_book(stream: IO[bytes]) -> Book | None:
    """The way back; None where the other side ended."""
    message = receive(stream)
    if message is None:
        return None
    places = message[0]["places"]
    found = [receive_printed(stream) for _ in range(1 + len(places) + bool(message[0]["heads"]))]
    whole = [printed for printed in found if printed is not None]
    if len(whole) < len(found):
        return None
    pieces = [Piece(whole[n + 1], int(begin), int(head)) for n, (begin, head) in enumerate(places)]
    return Book(whole[0], pieces, whole[-1] if message[0]["heads"] else None, dict(message[0]["labels"]))
