"""Writes a PDF from its front to its end, without ever looking back. Its objects' numbers have all as many digits.

They begin at the least power of ten that leaves room for all: readers take numbers that are out of proportion to the
length of a file for damage (qpdf from a third of its bytes on), and Acrobat reads none above 8,388,607.
"""

import hashlib
import struct
import zlib
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import IO

LEAST = 100
# Three times as quick as the usual level, for a tenth more: most of a file is streams, which come compressed.
LEVEL = 2
# A reader unfolds a whole object stream for one object in it.
MOST_OBJECTS = 2_000
_ROW = struct.Struct("!BIH")
_INDEXES = [struct.pack("!H", n) for n in range(MOST_OBJECTS)]
_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


class PdfFile:
    """A file that is being written, of so many objects at most, those included that hold others."""

    def __init__(self, target: IO[bytes], objects: int) -> None:
        self.first = LEAST
        while objects > 9 * self.first:
            self.first *= 10
        self._target = target
        self._hash = hashlib.sha256()
        self._position = 0
        self._next = self.first
        # First number of a run of objects → where they stand. The first of all objects is never one.
        self._rows: dict[int, bytes] = {0: _ROW.pack(0, 0, 65535)}
        self._write(_HEADER)

    def take(self, how_many: int = 1) -> int:
        """The first of so many numbers that nobody else has."""
        number = self._next
        self._next += how_many
        if self._next > 10 * self.first:
            raise ValueError("more objects than were told")
        return number

    def stream(self, number: int, head: bytes, data: bytes | memoryview) -> None:
        """A stream; `head` is its dictionary, with the length."""
        self._rows[number] = _ROW.pack(1, self._position, 0)
        self._write(b"%d 0 obj\n%s\nstream\n" % (number, head), data, b"\nendstream\nendobj\n")

    def objects(self, first: int, sizes: Sequence[int], text: bytes) -> None:
        """Objects one behind another, with numbers one behind another."""
        begin = 0
        for n in range(0, len(sizes), MOST_OBJECTS):
            some = sizes[n : n + MOST_OBJECTS]
            end = begin + sum(some)
            holder = self._object_stream(range(first + n, first + n + len(some)), some, text[begin:end])
            prefix = struct.pack("!BI", 2, holder)
            self._rows[first + n] = prefix + prefix.join(_INDEXES[: len(some)])
            begin = end

    def loose(self, objects: Sequence[tuple[int, bytes]]) -> None:
        """Objects of any numbers."""
        for n in range(0, len(objects), MOST_OBJECTS):
            numbers, texts = zip(*objects[n : n + MOST_OBJECTS], strict=True)
            holder = self._object_stream(numbers, [len(text) + 1 for text in texts], b"\n".join([*texts, b""]))
            for index, number in enumerate(numbers):
                self._rows[number] = _ROW.pack(2, holder, index)

    def finish(self, catalog: int, info: int) -> None:
        """Where everything stands; the file's name is the hash of what is in it, so that equal ones are equal."""
        number, start = self.take(), self._position
        self._rows[number] = _ROW.pack(1, start, 0)
        table = zlib.compress(b"".join(self._rows[first] for first in sorted(self._rows)), LEVEL)
        named = self._hash.hexdigest()[:32].encode()
        head = b"<</Type/XRef/W[1 4 2]/Index[%s]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
            *(self._runs(), self._next, catalog, info),
            *(named, named),
        )
        self.stream(number, head + b"/Filter/FlateDecode/Length %d>>" % len(table), table)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _runs(self) -> bytes:
        """Which numbers there are, as first ones and how many follow: a number that was taken may be without object."""
        runs: list[list[int]] = []
        for first in sorted(self._rows):
            many = len(self._rows[first]) // _ROW.size
            if runs and sum(runs[-1]) == first:
                runs[-1][1] += many
            else:
                runs.append([first, many])
        return b" ".join(b"%d %d" % tuple(run) for run in runs)

    def _object_stream(self, numbers: Sequence[int], sizes: Sequence[int], text: bytes) -> int:
        begins = accumulate(sizes[:-1], initial=0)
        index = b"%d %d " * len(sizes) % tuple(chain.from_iterable(zip(numbers, begins, strict=True)))
        data = zlib.compress(index + text, LEVEL)
        number = self.take()
        head = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>" % (len(sizes), len(index), len(data))
        self.stream(number, head, data)
        return number

    def _write(self, *pieces: bytes | memoryview) -> None:
        for piece in pieces:
            self._target.write(piece)
            self._hash.update(piece)
            self._position += len(piece)
