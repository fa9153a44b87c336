"""Places in a book that can be pointed at: destinations by name, and the outline."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pydyf

from reports.printed import Printed


def text_string(text: str) -> bytes:
    """Words as a string of a PDF."""
    written: bytes = pydyf.String(text).data
    return written


@dataclass
class Bookmark:
    """A line of the outline with its number and what stands beneath it."""

    level: int
    title: str
    place: bytes
    number: int = 0
    under: list["Bookmark"] = field(default_factory=list)

    @property
    def count(self) -> int:
        """All lines beneath it, which are shown."""
        return sum(1 + one.count for one in self.under)


def place_on(page: int, x: float, y: float) -> bytes:
    """A place on the page of this number."""
    return b"[%d 0 R/XYZ %s %s 0]" % (page, str(round(x, 2)).encode(), str(round(y, 2)).encode())


def places_by_name(set_parts: Sequence[tuple[Printed, Sequence[int]]]) -> dict[str, bytes]:
    """Where each anchor stands, by parts with the numbers of their pages. The first of a name is meant."""
    found: dict[str, bytes] = {}
    for printed, pages in set_parts:
        for name, (page, x, y) in printed.anchors.items():
            found.setdefault(name, place_on(pages[page], x, y))
    return found


def name_tree(places: dict[str, bytes]) -> bytes:
    """The places by name, so that other documents may point at a section as well."""
    return b"<</Names[%s]>>" % b" ".join(text_string(name) + places[name] for name in sorted(places))


def outline_of(set_parts: Sequence[tuple[Printed, Sequence[int]]], number: int) -> Bookmark:
    """The lines as a tree, of which the root has this number: each under the last one before it that is higher."""
    root = Bookmark(0, "", b"", number)
    stack = [root]
    for printed, pages in set_parts:
        for level, label, page, y in printed.bookmarks:
            line = Bookmark(level, label, place_on(pages[page], 0, y))
            while stack[-1].level >= level:
                stack.pop()
            stack[-1].under.append(line)
            stack.append(line)
    return root


def number_lines(line: Bookmark, take: Callable[[], int]) -> None:
    """Give a number to every line beneath this one."""
    for one in line.under:
        one.number = take()
        number_lines(one, take)


def outline_objects(line: Bookmark) -> Iterator[tuple[int, bytes]]:
    """The lines beneath this one as objects, all the way down."""
    for n, one in enumerate(line.under):
        written = b"/Title %s/Dest %s/Parent %d 0 R" % (text_string(one.title), one.place, line.number)
        written += b"/Prev %d 0 R" % line.under[n - 1].number if n else b""
        written += b"/Next %d 0 R" % line.under[n + 1].number if n + 1 < len(line.under) else b""
        yield one.number, b"<<%s%s>>" % (written, reach(one))
        yield from outline_objects(one)


def reach(line: Bookmark) -> bytes:
    """What stands beneath a line, as entries of it."""
    if not line.under:
        return b""
    return b"/First %d 0 R/Last %d 0 R/Count %d" % (line.under[0].number, line.under[-1].number, line.count)
