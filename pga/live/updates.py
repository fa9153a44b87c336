"""An allow-list reader of Yjs updates (format 1), so that nothing hostile reaches the merging library.

Allowed is what a plain text needs: one root named "t", string, deleted and gap structs, a delete set; counts, clocks
and sizes bounded, nothing left over. A nested value of 50 kB would overflow the library's stack and end the process.
Source of the format: the Yjs documentation of its update encoding.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

ROOT = b"t"
MOST_BYTES = 64_000
MOST_STRUCTS = 6_000
MOST_RANGES = 6_000
MOST_CLIENTS = 200
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

    `needs` are the clocks that it builds on: {client: end of what must be known}; `parts` the structs one by one,
    `splits` the places inside other structs at which they begin or end, at most; `plain` the same update said shortly:
    structs that go on from each other are one, as Yjs itself says it. Somebody who types for an hour without a network
    sends thousands of structs of a letter, and every one of them would have to be put in its place at every merge.
    """

    structs: tuple[Span, ...]
    deletions: tuple[Span, ...]
    letters: int
    needs: dict[int, int]
    parts: tuple[Span, ...]
    splits: int
    plain: bytes

    def news(self, known: Mapping[int, int]) -> tuple[int, int]:
        """How many of its structs and letters are not known yet: now and then a laptop sends all it has once more."""
        fresh = [(part, known.get(part.client, 0)) for part in self.parts if part.end > known.get(part.client, 0)]
        return len(fresh), sum(part.end - max(part.start, clock) for part, clock in fresh)


class _Struct(NamedTuple):
    """One struct: clocks that it takes, its neighbours when it was made, what stands before its content, its words."""

    kind: int
    size: int
    left: tuple[int, int] | None = None
    right: tuple[int, int] | None = None
    head: bytes = b""
    words: bytes = b""


class BadUpdate(ValueError):
    """The bytes are not an update of one plain text."""


class _Reader:
    """A cursor over the bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        at = self.at
        if at >= len(self.data):
            raise BadUpdate("short")
        self.at = at + 1
        return self.data[at]

    def number(self, limit: int = _MOST_VALUE) -> int:
        """A variable-length unsigned integer below `limit`."""
        data, at, value, shift = self.data, self.at, 0, 0
        for byte in data[at : at + 9]:
            at += 1
            if byte < 128:
                self.at = at
                value |= byte << shift
                if value >= limit:
                    break
                return value
            value |= (byte & 127) << shift
            shift += 7
        raise BadUpdate("number")

    def string(self) -> bytes:
        size = self.number(MOST_BYTES + 1)
        self.at += size
        if self.at > len(self.data):
            raise BadUpdate("short")
        return self.data[self.at - size : self.at]


def _struct(reader: _Reader) -> _Struct:
    """The next struct."""
    begun = reader.at
    info = reader.byte()
    kind = info & 31
    if info in (_COLLECTED, _SKIP):
        return _Struct(info, _size(reader))
    if kind not in (_DELETED, _STRING):
        raise BadUpdate("content")
    left = (reader.number(), reader.number(MOST_CLOCK)) if info & 128 else None
    right = (reader.number(), reader.number(MOST_CLOCK)) if info & 64 else None
    if info & 32 or (not info & 192 and (reader.number() != 1 or reader.string() != ROOT)):
        raise BadUpdate("parent")
    head = reader.data[begun : reader.at]
    if kind == _DELETED:
        return _Struct(kind, _size(reader), left, right, head)
    words = reader.string()
    try:
        size = len(words.decode("utf-8").encode("utf-16-le")) // 2
    except UnicodeError as error:
        raise BadUpdate("text") from error
    if size == 0:
        raise BadUpdate("empty struct")
    return _Struct(kind, size, left, right, head, words)


def _size(reader: _Reader) -> int:
    size = reader.number(MOST_CLOCK)
    if size == 0:
        raise BadUpdate("empty struct")
    return size


def read_update(data: bytes, *, most: int = MOST_BYTES) -> Update:
    """What the update brings; raises BadUpdate for anything that a plain text does not need. About 6 µs when typing.

    `most` is for what the server made itself: a state is longer than what a laptop may send at once.
    """
    if len(data) > most:
        raise BadUpdate("size")
    reader = _Reader(data)
    reading = _Reading(MOST_STRUCTS * max(1, most // MOST_BYTES))
    clients = reader.number(MOST_CLIENTS + 1)
    for _ in range(clients):
        reading.client(reader)
    begun = reader.at
    deletions = _deletions(reader, MOST_RANGES * max(1, most // MOST_BYTES))
    if reader.at != len(data):
        raise BadUpdate("left over")
    plain = _number(clients) + b"".join(reading.said) + data[begun:] if reading.is_shorter else data
    return Update(
        tuple(reading.spans), deletions, reading.letters, reading.needs, tuple(reading.parts), reading.splits(), plain
    )


class _Reading:
    """What has been read of an update's structs."""

    def __init__(self, left: int) -> None:
        self.spans: list[Span] = []
        self.said: list[bytes] = []
        self.parts: list[Span] = []
        self.letters = 0
        self.is_shorter = False
        self._left = left
        self._clients: set[int] = set()
        self.needs: dict[int, int] = {}
        self._starts: set[tuple[int, int]] = set()
        self._cuts: set[tuple[int, int]] = set()

    def client(self, reader: _Reader) -> None:
        """Read one client's structs; a gap ends a span and begins another."""
        count = reader.number(self._left + 1)
        client, start = reader.number(), reader.number(MOST_CLOCK)
        if count == 0 or client in self._clients:
            raise BadUpdate("structs")
        self._left -= count
        self._clients.add(client)
        begun = reader.at
        structs = [_struct(reader) for _ in range(count)]
        chains = _chains(client, start, structs) if count > 1 else [structs]
        self._note(client, start, chains)
        said = reader.data[begun : reader.at]
        if len(chains) < count:
            self.is_shorter = True
            said = b"".join(map(_said, chains))
        self.said.append(_number(len(chains)) + _number(client) + _number(start) + said)

    def _note(self, client: int, start: int, chains: list[list[_Struct]]) -> None:
        clock = start
        for chain in chains:
            first = chain[0]
            size = sum(struct.size for struct in chain)
            self._starts.add((client, clock))
            self._beside(first)
            if first.kind == _SKIP:
                if clock > start:
                    self.spans.append(Span(client, start, clock))
                start = clock + size
            else:
                self.parts.append(Span(client, clock, clock + size))
                self.letters += size if first.kind == _STRING else 0
            clock += size
        if clock >= MOST_CLOCK or clock == start:
            raise BadUpdate("clock")
        self.spans.append(Span(client, start, clock))

    def _beside(self, struct: _Struct) -> None:
        if struct.left:
            client, clock = struct.left
            self._cuts.add((client, clock + 1))
            self.needs[client] = max(self.needs.get(client, 0), clock + 1)
        if struct.right:
            client, clock = struct.right
            self._cuts.add((client, clock))
            self.needs[client] = max(self.needs.get(client, 0), clock + 1)

    def splits(self) -> int:
        """Places that fall between no two structs of the update itself, and may fall into the middle of others."""
        return len(self._cuts - self._starts)


def _chains(client: int, clock: int, structs: Iterable[_Struct]) -> list[list[_Struct]]:
    """Structs that go on from each other: typed one after the other at one place."""
    chains: list[list[_Struct]] = []
    for struct in structs:
        last = chains[-1][-1] if chains else None
        alike = last and struct.kind == last.kind and struct.right == last.right
        if alike and struct.kind in (_DELETED, _STRING) and struct.left == (client, clock - 1):
            chains[-1].append(struct)
        else:
            chains.append([struct])
        clock += struct.size
    return chains


def _said(chain: list[_Struct]) -> bytes:
    """A chain as one struct."""
    first = chain[0]
    if first.kind == _STRING:
        words = b"".join(struct.words for struct in chain)
        return first.head + _number(len(words)) + words
    size = _number(sum(struct.size for struct in chain))
    return (first.head or bytes([first.kind])) + size


def _deletions(reader: _Reader, left: int) -> tuple[Span, ...]:
    """Ranges in the order in which Yjs writes them: the library would walk through overlapping ones again and again."""
    deletions: list[Span] = []
    clients: set[int] = set()
    for _ in range(reader.number(MOST_CLIENTS + 1)):
        client, count = reader.number(), reader.number(left + 1)
        left -= count
        end = 0
        for _ in range(count):
            start, size = reader.number(MOST_CLOCK), reader.number(MOST_CLOCK)
            if size == 0 or start < end or client in clients:
                raise BadUpdate("deletions")
            end = start + size
            deletions.append(Span(client, start, end))
        clients.add(client)
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


def brings_more(update: Update, known: dict[int, int]) -> bool:
    """Whether the update holds letters past the clocks that are known."""
    return any(span.end > known.get(span.client, 0) for span in update.structs)


def advance(known: dict[int, int], update: Update) -> None:
    """Note the update's clocks as known."""
    for span in update.structs:
        known[span.client] = max(known.get(span.client, 0), span.end)
