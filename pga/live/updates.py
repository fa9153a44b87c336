"""An allow-list reader of Yjs updates (format 1), so that nothing hostile reaches the merging library.

Allowed is what a plain text needs: one root named "t", string, deleted and gap structs, a delete set; counts, clocks
and sizes bounded, nothing left over. A nested value of 50 kB would overflow the library's stack and end the process.
Source of the format: the Yjs documentation of its update encoding.
"""

from typing import NamedTuple

ROOT = b"t"
MOST_BYTES = 64_000
MOST_STRUCTS = 20_000
MOST_CLIENTS = 2_000
MOST_CLOCK = 1 << 31
_MOST_VALUE = 1 << 53
_COLLECTED, _DELETED, _STRING, _SKIP = 0, 1, 4, 10


class Span(NamedTuple):
    """Clocks [start, end) of one client."""

    client: int
    start: int
    end: int


class Update(NamedTuple):
    """What an update brings: structs by client, deletions by client, letters typed (UTF-16 units).

    `needs` are the clocks that it builds on: {client: end of what must be known}.
    """

    structs: tuple[Span, ...]
    deletions: tuple[Span, ...]
    letters: int
    needs: dict[int, int]


class BadUpdate(ValueError):
    """The bytes are not an update of one plain text."""


class _Reader:
    """A cursor over the bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise BadUpdate("short")
        self.at += 1
        return self.data[self.at - 1]

    def number(self, limit: int = _MOST_VALUE) -> int:
        """A variable-length unsigned integer below `limit`."""
        value = shift = 0
        while shift <= 56:
            byte = self.byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                if value >= limit:
                    break
                return value
        raise BadUpdate("number")

    def string(self) -> bytes:
        size = self.number(MOST_BYTES + 1)
        self.at += size
        if self.at > len(self.data):
            raise BadUpdate("short")
        return self.data[self.at - size : self.at]


def _struct(reader: _Reader, info: int, needs: dict[int, int]) -> tuple[int, int]:
    """The clocks that one struct takes, and the letters it holds."""
    if info == _COLLECTED:
        return reader.number(MOST_CLOCK), 0
    if info & 31 not in (_DELETED, _STRING):
        raise BadUpdate("content")
    for neighbour in (128, 64):
        if info & neighbour:
            client, clock = reader.number(), reader.number(MOST_CLOCK)
            needs[client] = max(needs.get(client, 0), clock + 1)
    if not info & 192 and (info & 32 or reader.number() != 1 or reader.string() != ROOT):
        raise BadUpdate("parent")
    if info & 31 == _DELETED:
        return reader.number(MOST_CLOCK), 0
    try:
        size = len(reader.string().decode("utf-8").encode("utf-16-le")) // 2
    except UnicodeError as error:
        raise BadUpdate("text") from error
    return size, size


def read_update(data: bytes) -> Update:
    """What the update brings; raises BadUpdate for anything that a plain text does not need. About 5 µs when typing."""
    if len(data) > MOST_BYTES:
        raise BadUpdate("size")
    reader = _Reader(data)
    structs: list[Span] = []
    needs: dict[int, int] = {}
    letters, left = 0, MOST_STRUCTS
    for _ in range(reader.number(MOST_CLIENTS)):
        count = reader.number(MOST_STRUCTS)
        left -= count
        if count == 0 or left < 0:
            raise BadUpdate("structs")
        letters += _client(reader, count, structs, needs)
    deletions = _deletions(reader)
    if reader.at != len(data):
        raise BadUpdate("left over")
    return Update(tuple(structs), deletions, letters, needs)


def _client(reader: _Reader, count: int, structs: list[Span], needs: dict[int, int]) -> int:
    """Read one client's structs; a skip ends a span and begins another. Returns the letters typed."""
    client, start = reader.number(), reader.number(MOST_CLOCK)
    clock, letters = start, 0
    for _ in range(count):
        info = reader.byte()
        if info == _SKIP:
            if clock > start:
                structs.append(Span(client, start, clock))
            clock = start = clock + reader.number(MOST_CLOCK)
            continue
        size, typed = _struct(reader, info, needs)
        if size == 0:
            raise BadUpdate("empty struct")
        clock += size
        letters += typed
    if clock >= MOST_CLOCK or clock == start:
        raise BadUpdate("clock")
    structs.append(Span(client, start, clock))
    return letters


def _deletions(reader: _Reader) -> tuple[Span, ...]:
    deletions: list[Span] = []
    left = MOST_STRUCTS
    for _ in range(reader.number(MOST_CLIENTS)):
        client, count = reader.number(), reader.number(MOST_STRUCTS)
        left -= count
        if left < 0:
            raise BadUpdate("deletions")
        for _ in range(count):
            start, size = reader.number(MOST_CLOCK), reader.number(MOST_CLOCK)
            if size == 0:
                raise BadUpdate("deletions")
            deletions.append(Span(client, start, start + size))
    return tuple(deletions)


def read_vector(data: bytes) -> dict[int, int]:
    """A state vector as {client: next clock}."""
    reader = _Reader(data)
    vector = {reader.number(): reader.number(MOST_CLOCK) for _ in range(reader.number(MOST_STRUCTS))}
    if reader.at != len(data):
        raise BadUpdate("left over")
    return vector


def write_vector(vector: dict[int, int]) -> bytes:
    """A state vector's bytes, greatest client first as Yjs writes it."""
    return _number(len(vector)) + b"".join(_number(c) + _number(vector[c]) for c in sorted(vector, reverse=True))


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def missing_before(update: Update, known: dict[int, int]) -> bool:
    """Whether the update starts, builds on or deletes past the clocks that are known: something has not come yet."""
    reach = dict(known)
    for span in update.structs:
        if span.start > reach.get(span.client, 0):
            return True
        reach[span.client] = max(reach.get(span.client, 0), span.end)
    if any(end > reach.get(client, 0) for client, end in update.needs.items()):
        return True
    return any(span.end > reach.get(span.client, 0) for span in update.deletions)


def advance(known: dict[int, int], update: Update) -> None:
    """Note the update's clocks as known."""
    for span in update.structs:
        known[span.client] = max(known.get(span.client, 0), span.end)
