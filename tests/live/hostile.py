"""Updates that no browser of ours sends, put together by hand."""

from collections.abc import Sequence

Id = tuple[int, int]


def number(value: int) -> bytes:
    """A variable-length unsigned integer."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def item(words: str, left: Id | None = None, right: Id | None = None) -> bytes:
    """A struct with words, between two neighbours."""
    head = bytes([4 | (128 if left else 0) | (64 if right else 0)])
    head += b"".join(number(client) + number(clock) for client, clock in filter(None, (left, right)))
    return head + (b"" if left or right else b"\x01\x01t") + number(len(words.encode())) + words.encode()


def said(clients: Sequence[tuple[int, int, Sequence[bytes]]], deletions: bytes = b"\x00") -> bytes:
    """An update: of each client its id, its first clock and its structs."""
    parts = (
        number(len(structs)) + number(client) + number(clock) + b"".join(structs) for client, clock, structs in clients
    )
    return number(len(clients)) + b"".join(parts) + deletions


def dear(letters: int) -> bytes:
    """Letters that all may stand anywhere before a letter of another client's: each is compared with all the others."""
    return said([(2, 0, [item("b" * letters)]), (1, 0, [item("x", right=(2, n)) for n in range(letters)])])
