"""The board in pieces, each with an id of its own: rendered once for all who read a language, sent on change."""

from collections.abc import Iterator
from typing import NamedTuple

from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plenary.queries import BoardRow, BoardSum
from plenary.queries.board import Cell


class RowPieces(NamedTuple):
    """A table's row: its head, a cell for each question, its last words, its laptops."""

    head: SafeString
    cells: list[SafeString]
    words: SafeString
    people: SafeString


def row_pieces(row: BoardRow) -> RowPieces:
    """All pieces of a row, in the active language."""
    return RowPieces(
        head=_render("plenary/row_head.html", row=row),
        cells=[_cell(row, n) for n in range(len(row.cells))],
        words=_words(row),
        people=_people(row),
    )


def changed_pieces(before: BoardRow | None, after: BoardRow) -> Iterator[SafeString]:
    """Only the pieces in which a row differs from what it was."""
    if before is None or _head(before) != _head(after):
        yield _render("plenary/row_head.html", row=after)
    for n, cell in enumerate(after.cells):
        if before is None or n >= len(before.cells) or before.cells[n] != cell:
            yield _cell(after, n)
    if before is None or (before.last_words, before.last_write) != (after.last_words, after.last_write):
        yield _words(after)
    if before is None or before.laptops != after.laptops:
        yield _people(after)


def _head(row: BoardRow) -> tuple[object, ...]:
    """What the head of a row says; the table's own name and number among it."""
    table = row.table
    return (
        table.number,
        row.name,
        row.unplaced,
        row.late,
        row.points,
        row.last_write,
        row.call,
        row.done,
        row.confirmed,
        row.people,
    )


def sum_piece(total: BoardSum) -> SafeString:
    """The line on top."""
    return _render("plenary/sum.html", sum=total)


def _cell(row: BoardRow, n: int) -> SafeString:
    """The board has thousands of these: no template, and nothing in them but numbers and our own words."""
    cell: Cell = row.cells[n]
    said = _("is being written") if cell.typing else ""
    return format_html(
        '<td id="c{}-{}" class="c{}{}">{}{}</td>',
        row.table.pk,
        n,
        cell.shade,
        " typing" if cell.typing else "",
        cell.points or "–",
        format_html('<span class="visually-hidden"> {}</span>', said) if said else "",
    )


def _words(row: BoardRow) -> SafeString:
    """A table's newest words, for the same reason without a template."""
    if not row.points:
        return format_html('<td class="words" id="w{}"><em>{}</em></td>', row.table.pk, _("nothing yet"))
    at = timezone.localtime(row.last_write) if row.last_write else None
    time = format_html('<time datetime="{}">{}</time> ', at.isoformat(), f"{at:%H:%M}") if at else ""
    return format_html('<td class="words" id="w{}">{}<bdi>{}</bdi></td>', row.table.pk, time, row.last_words)


def _people(row: BoardRow) -> SafeString:
    """How many laptops are at a table, which, how many fell silent, and what waits on them."""
    here, silent, unsent = row.laptops
    names = format_html(' title="{}"', ", ".join(here)) if here else ""
    gone = ngettext("%(n)s fell silent", "%(n)s fell silent", silent) % {"n": silent}
    waits = ngettext("%(n)s unsent", "%(n)s unsent", unsent) % {"n": unsent}
    return format_html(
        '<td class="laptops" id="p{}"{}>{}{}{}</td>',
        row.table.pk,
        names,
        len(here),
        format_html('<em class="warn">{}</em>', gone) if silent else "",
        format_html("<em>{}</em>", waits) if unsent else "",
    )


def _render(name: str, **context: object) -> SafeString:
    # What a template has rendered is safe.
    return SafeString(get_template(name).render(context))
