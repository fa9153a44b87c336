"""The matrix as a picture: discs whose areas are the counts, with the numbers in them. Readable without colour."""

import math
import textwrap
from typing import NamedTuple

from django.utils.translation import get_language_bidi

from plenary.queries.matrix import Matrix, MatrixRow

CELL, HEAD, LABEL, MOST_RADIUS = 96, 130, 230, 34
LETTERS, MOST_LINES, LINE = 12, 6, 17


class Disc(NamedTuple):
    """One count; in units of the picture."""

    x: float
    y: float
    radius: float
    points: int


class Line(NamedTuple):
    """A row's name at its height."""

    y: float
    name: str


class Words(NamedTuple):
    """A line of a name at its height."""

    y: float
    text: str


class Column(NamedTuple):
    """A choice at its place, its name in short lines."""

    x: float
    lines: list[Words]


class Drawing(NamedTuple):
    """All of it; the y axis points down. Right to left, names stand at the right."""

    width: int
    height: int
    is_rtl: bool
    name_x: float
    columns: list[Column]
    lines: list[Line]
    discs: list[Disc]


def drawing(matrix: Matrix) -> Drawing:
    """The picture of a matrix."""
    rtl = get_language_bidi()
    width, height = LABEL + CELL * len(matrix.choices), HEAD + CELL * len(matrix.rows)

    def x(n: int) -> float:
        place = LABEL + CELL * (n + 0.5)
        return width - place if rtl else place

    def y(n: int) -> float:
        return HEAD + CELL * (n + 0.5)

    return Drawing(
        width=width,
        height=height,
        is_rtl=rtl,
        name_x=width - 8 if rtl else 8,
        columns=[Column(x(n), _lines(choice.shown_name)) for n, choice in enumerate(matrix.choices)],
        lines=[Line(y(n), _name(row)) for n, row in enumerate(matrix.rows)],
        discs=[
            Disc(x(column), y(line), round(MOST_RADIUS * math.sqrt(count / matrix.most), 1), count)
            for line, row in enumerate(matrix.rows)
            for column, count in enumerate(row.counts)
        ],
    )


def _lines(name: str) -> list[Words]:
    """A name above the first row, its last line at the bottom; what does not fit is left out and said so."""
    lines = textwrap.wrap(name, LETTERS, max_lines=MOST_LINES, placeholder=" …")
    return [Words(HEAD - 14 - LINE * (len(lines) - 1 - n), line) for n, line in enumerate(lines)]


def _name(row: MatrixRow) -> str:
    return f"{row.table.number} {row.region.shown_name}" if row.table else row.region.shown_name
