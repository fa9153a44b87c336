"""The rows as CSV, for whatever counts."""

import csv
import io
from datetime import datetime

from django.utils import timezone

from reports.exports.cells import guarded
from reports.exports.material import Material
from reports.exports.rows import Value, answer_sheet


def comma_separated(material: Material) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; every cell quoted, every formula disarmed."""
    sheet = answer_sheet(material)
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(guarded(column.name) for column in sheet.columns)
    writer.writerows([_cell(value) for value in row] for row in sheet.rows)
    return file.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return guarded(value) if isinstance(value, str) else str(value)
