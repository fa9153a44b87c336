"""The rows as a workbook: answers, priority issues, tables, and what it is about."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from reports.exports.about import about_sheet, issue_sheet, table_sheet
from reports.exports.material import Material
from reports.exports.packing import same_bytes
from reports.exports.rows import Column, Sheet, Value, answer_sheet
from reports.words import direction

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_WIDTHS = {"text": 18, "words": 70, "number": 9, "time": 17}
_READ_FROM = {"ltr": 1, "rtl": 2}


def workbook(material: Material) -> bytes:
    """The workbook as a file; its times are those of the notes, so equal notes give equal bytes."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    session = material.content.session
    title = f"{session.code} · {session.title.text or session.event.text}"
    book.set_properties({"title": title[:255], "created": _hall_time(material.as_of)})
    formats = _Formats(book)
    for name, sheet in _sheets(material):
        _write(book.add_worksheet(name), sheet, formats)
    book.close()
    return same_bytes(file.getvalue())


def _sheets(material: Material) -> Iterator[tuple[str, Sheet]]:
    yield _("Answers"), answer_sheet(material)
    yield _("Priority issues"), issue_sheet(material)
    yield _("Tables"), table_sheet(material)
    yield _("About"), about_sheet(material)


class _Formats:
    """How cells look, each look made once: (sort, direction, whether it could be taken for a formula)."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[str, str, bool], Any] = {}
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E2F0EE"}
        )

    def of(self, sort: str, way: str, *, quoted: bool) -> Any:
        """The look; `quoted` cells stay words even when somebody edits them."""
        key = (sort, way, quoted)
        if key not in self.made:
            look: dict[str, Any] = {"valign": "top", "text_wrap": sort in {"text", "words"}}
            if sort == "time":
                look["num_format"] = "yyyy-mm-dd hh:mm:ss"
            if way:
                look["reading_order"] = _READ_FROM[way]
            self.made[key] = self.book.add_format(look)
            self.made[key].set_quote_prefix(quoted)
        return self.made[key]


def _write(sheet: Any, content: Sheet, formats: _Formats) -> None:
    """The head stays in sight and filters; a sheet of an Arabic report begins on the right."""
    if get_language_bidi():
        sheet.right_to_left()
    for n, column in enumerate(content.columns):
        sheet.set_column(n, n, _WIDTHS[column.sort])
        sheet.write_string(0, n, column.name, formats.head)
    for number, row in enumerate(content.rows, start=1):
        for n, (column, value) in enumerate(zip(content.columns, row, strict=True)):
            _cell((sheet, number, n), column, value, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(content.rows), 1), len(content.columns) - 1)


def _cell(place: tuple[Any, int, int], column: Column, value: Value, formats: _Formats) -> None:
    sheet, row, n = place
    if isinstance(value, datetime):
        sheet.write_datetime(row, n, _hall_time(value), formats.of("time", "", quoted=False))
    elif isinstance(value, int):
        sheet.write_number(row, n, value, formats.of("number", "", quoted=False))
    elif value:
        quoted = not value[0].isalnum()
        sheet.write_string(row, n, value, formats.of(column.sort, direction(value), quoted=quoted))


def _hall_time(when: datetime) -> datetime:
    """What the clock in the hall showed; a workbook knows no zones."""
    return timezone.make_naive(when).replace(microsecond=0)
