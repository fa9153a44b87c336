"""One row per answer, with everything that can be counted: what workbook and CSV are each written from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reports.exports.cells import pieces, words_in
from reports.exports.exact import exact
from reports.exports.material import Material, TablePoint, in_order
from sessions.models import TickChoice, TickList

Value = str | int | datetime | None


@dataclass(frozen=True)
class Column:
    """A column; `sort` is 'text', 'words' (long), 'number' or 'time'."""

    name: str
    sort: str = "text"


@dataclass(frozen=True)
class Sheet:
    """Rows under their columns; each row has a value for every column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def answer_sheet(material: Material) -> Sheet:
    """All points that may leave their tables, in the order of the appendix."""
    lists = _carried(material, [choice for row in material.rows.answers for choice in material.ticked_on(row)])
    choices = choices_of(lists)
    columns = (*_first_columns(), *list_columns(lists), *_last_columns(material), *choice_columns(choices))
    rows = tuple(
        (
            *_where(material, point),
            point.text,
            *ticked_cells(material.ticked_on(point.row), point.row.words, lists),
            *_measures(material, point),
            *one_cells(material.ticked_on(point.row), choices),
        )
        for point in material.points()
    )
    return fitting(Sheet(columns, rows))


def fitting(sheet: Sheet) -> Sheet:
    """The same rows; words that are too long for a cell go on in further columns."""
    told = [[list(pieces(cell)) if isinstance(cell, str) else [cell] for cell in row] for row in sheet.rows]
    wide = [max((len(row[n]) for row in told), default=1) for n in range(len(sheet.columns))]
    columns = tuple(
        _continued(column, n) for column, most in zip(sheet.columns, wide, strict=True) for n in range(most)
    )
    rows = tuple(
        tuple(one for cell, most in zip(row, wide, strict=True) for one in [*cell, *[""] * (most - len(cell))])
        for row in told
    )
    return Sheet(columns, rows)


def _continued(column: Column, n: int) -> Column:
    if not n:
        return column
    name = _("%(column)s, continued %(number)s") % {"column": column.name, "number": n + 1}
    return Column(name, column.sort)


def _first_columns() -> tuple[Column, ...]:
    return (
        Column(_("Session")),
        Column(_("Region")),
        Column(_("Table"), "number"),
        Column(_("Table’s name")),
        Column(_("Question")),
        Column(_("Question’s text")),
        Column(_("Priority issue")),
        Column(_("Kind")),
        Column(_("Answer"), "words"),
    )


def _last_columns(material: Material) -> tuple[Column, ...]:
    said_by = [Column(_("Said by"))] * material.whole.session.attributed
    return (
        *said_by,
        Column(_("Words"), "number"),
        Column(_("Letters"), "number"),
        Column(_("Language")),
        Column(_("Direction")),
        Column(_("Starred"), "number"),
        Column(_("Late words wait"), "number"),
        Column(_("Written at"), "time"),
        Column(_("Changed at"), "time"),
        Column(_("Id")),
    )


def _carried(material: Material, ticked: Iterable[TickChoice]) -> list[TickList]:
    """The lists of which an answer may carry something, or carries something all the same."""
    asked = {one.tick_list_id for question in material.rows.questions for one in question.question_tick_lists.all()}
    used = {choice.tick_list_id for choice in ticked}
    used |= {int(pk) for row in material.rows.answers for pk, words in row.words.items() if words and pk.isdigit()}
    return [one for one in material.rows.tick_lists if one.on_answers or one.pk in asked | used]


def choices_of(lists: Sequence[TickList]) -> list[TickChoice]:
    """The choices that are counted one by one."""
    return [choice for one in lists if one.kind != TickList.Kind.WORDS for choice in in_order(one.choices.all())]


def list_columns(lists: Sequence[TickList]) -> list[Column]:
    """A column for each list."""
    return [Column(exact(one.shown_name)) for one in lists]


def choice_columns(choices: Sequence[TickChoice]) -> list[Column]:
    """A column for each choice, to be summed."""
    return [Column(f"{exact(one.tick_list.shown_name)}: {exact(one.shown_name)}", "number") for one in choices]


def _where(material: Material, point: TablePoint) -> tuple[Value, ...]:
    question, table = point.question, point.table
    return (
        table.session or material.rows.session.code,
        table.region.name.text,
        table.number,
        table.name.text,
        question.label if question else "",
        question.text.text if question else "",
        point.issue.text if point.issue else "",
        str(point.row.get_kind_display()),
    )


def ticked_cells(chosen: Sequence[TickChoice], words: Mapping[str, str], lists: Sequence[TickList]) -> list[Value]:
    """What is ticked, a list in a cell; what was written for it stands behind."""
    found: list[Value] = []
    for one in lists:
        names = [choice.shown_name for choice in chosen if choice.tick_list_id == one.pk]
        written = str(words.get(str(one.pk), ""))
        found.append(exact("; ".join([*names, written] if written.strip() else names)))
    return found


def one_cells(chosen: Sequence[TickChoice], choices: Sequence[TickChoice]) -> list[Value]:
    """1 for each choice that is ticked, 0 for the others."""
    ticked = {choice.pk for choice in chosen}
    return [int(choice.pk in ticked) for choice in choices]


def _measures(material: Material, point: TablePoint) -> list[Value]:
    text, words = point.text, point.point.passages[0]
    said_by: list[Value] = [exact(point.row.attribution)] * material.whole.session.attributed
    return [
        *said_by,
        words_in(text),
        len(text),
        words.language,
        words.direction,
        int(point.point.doc in material.starred),
        int(point.point.doc in material.late),
        point.row.created_at,
        point.row.changed_at,
        point.point.doc,
    ]
