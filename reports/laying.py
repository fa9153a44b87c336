"""Writes galleys into a book's file, with their numbers put in; what they leave open is the book's to complete."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import add

from reports.galleys import FIXED, Galley, SetStream, Template
from reports.pdf_file import PdfFile
from reports.printed import Printed


@dataclass(frozen=True)
class Laid:
    """A part of which all that is not open stands in the file; `table` holds the number for each of its places."""

    printed: Printed
    galley: Galley
    table: Sequence[int]

    @property
    def pages(self) -> Sequence[int]:
        """The numbers of its pages."""
        return self.table[FIXED : FIXED + len(self.galley.pages)]

    @property
    def links(self) -> Sequence[int]:
        """The numbers of its links to other parts."""
        begin = FIXED + len(self.galley.pages)
        return self.table[begin : begin + len(self.galley.links)]

    @property
    def forms(self) -> int:
        """The number of the forms that its pages use."""
        return self.table[FIXED + self.galley.opened - 2]

    @property
    def fonts(self) -> int:
        """The number of the fonts that its pages use."""
        return self.table[FIXED + self.galley.opened - 1]

    def at(self, template: Template) -> bytes:
        """A text of its galley where it stands now."""
        return template.at(self.table)


class Laying:
    """Lays one part after another; `fixed` are the numbers of what is the book's own, in the order of their places."""

    def __init__(self, file: PdfFile, fixed: Sequence[int]) -> None:
        self._file = file
        self._fixed = fixed
        self._digits = len(str(file.first))
        self._shared: dict[str, int] = {}

    def lay(self, printed: Printed, galley: Galley) -> Laid:
        """Write all that is not open. What is in the file then need not be remembered."""
        opened, closed = self._file.take(galley.opened), self._file.take(len(galley.lengths))
        table = [*self._fixed, *range(opened, opened + galley.opened), *range(closed, closed + len(galley.lengths))]
        new = self._number_streams(galley.streams, table)
        for number, stream in new:
            self._file.stream(number, stream.head.at(table), stream.data)
        sizes = list(map(add, galley.lengths, map(self._digits.__mul__, galley.counts)))
        self._file.objects(closed, sizes, galley.body.at(table))
        return Laid(printed, replace(galley, streams=[], body=Template(b""), counts=()), table)

    def _number_streams(self, streams: Sequence[SetStream], table: list[int]) -> list[tuple[int, SetStream]]:
        """Put the streams' numbers into the table. Given back are those that no part before has brought."""
        new = []
        for stream in streams:
            number = self._shared.get(stream.digest)
            if number is None:
                number = self._file.take()
                new.append((number, stream))
                if stream.digest:
                    self._shared[stream.digest] = number
            table.append(number)
        return new
