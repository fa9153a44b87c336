"""Writes pydyf's objects as text in which every object's number is left open.

Strings and references are told apart by their types, not by how they look once written: an answer that holds the
words "12 0 R" stays an answer.
"""

import re
from typing import Any

import pydyf

from reports.galleys import Template

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")


class Place:
    """A number by itself: a place in the galley's table."""

    def __init__(self, place: int) -> None:
        self.place = place


class HeaderId:
    """The name of a header cell, by which cells name it: with its table's number it is the only one in the book."""

    def __init__(self, string: Any, places: dict[int, int]) -> None:
        table, _hyphen, self.cell = str(string.string).partition("-")
        self.place = places[int(table)]


def template(value: Any, places: dict[int, int], *, left_open: bool = False) -> Template:
    """The value, by the places of objects' numbers; left open, a dictionary lacks its last brackets."""
    writing = _Writing(places)
    writing.put(value)
    if left_open:
        writing.text.pop()
    return Template(b"".join(writing.text), writing.numbers)


class _Writing:
    def __init__(self, places: dict[int, int]) -> None:
        self._places = places
        self.text: list[bytes] = []
        self.numbers: list[int] = []

    def put(self, value: Any) -> None:
        """One value, and all that it holds."""
        if isinstance(value, pydyf.Dictionary):
            self._put_dictionary(value)
        elif isinstance(value, pydyf.Array):
            self._put_array(value)
        elif isinstance(value, Place):
            self._put_number(value.place, b"")
        elif isinstance(value, HeaderId):
            self.text.append(b"(")
            self._put_number(value.place, b"-%s)" % value.cell.encode())
        elif isinstance(value, pydyf.String):
            self.text.append(_fixed(value.data))
        else:
            self._put_simple(value)

    def _put_dictionary(self, value: dict[Any, Any]) -> None:
        self.text.append(b"<<")
        for key, item in value.items():
            self.text.append(b"/%s " % _fixed(str(key).encode()))
            self.put(item)
        self.text.append(b">>")

    def _put_array(self, value: list[Any]) -> None:
        self.text.append(b"[")
        for n, item in enumerate(value):
            self.text.append(b" " if n else b"")
            self.put(item)
        self.text.append(b"]")

    def _put_simple(self, value: Any) -> None:
        """Numbers, names and references: words of WeasyPrint's, none of people's."""
        text, *rest = _REFERENCE.split(pydyf.Array([value]).data[1:-1])
        self.text.append(_fixed(text))
        for number, behind in zip(rest[::2], rest[1::2], strict=True):
            self._put_number(self._places[int(number)], b" 0 R" + behind)

    def _put_number(self, place: int, behind: bytes) -> None:
        self.text.append(b"%d" + _fixed(behind))
        self.numbers.append(place)


def _fixed(text: bytes) -> bytes:
    return text.replace(b"%", b"%%")
