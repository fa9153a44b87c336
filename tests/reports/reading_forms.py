"""Reads the report's forms as the programs do that open them: each gives back the words of all points."""

import csv
import io
import json
import re

import docx
import lxml.html
import openpyxl
from markdown_it import MarkdownIt

from reports.exports.cells import unguarded


def words_of_docx(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def sheet_of_xlsx(data: bytes, number: int = 0) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[number]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def words_of_xlsx(data: bytes) -> list[str]:
    return [_whole(row) for row in sheet_of_xlsx(data)]


def rows_of_csv(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [dict(zip(head, map(unguarded, row), strict=True)) for row in rows]


def words_of_csv(data: bytes) -> list[str]:
    return [_whole(row) for row in rows_of_csv(data)]


def _whole(row) -> str:
    """An answer with what of it went on in further cells."""
    return "".join(str(row[name] or "") for name in row if name and str(name).startswith("Answer"))


def words_of_json(data: bytes) -> list[str]:
    return [point["text"] for point in json.loads(data)["points"]]


def words_of_md(data: bytes) -> list[str]:
    page = shown_md(data.decode())
    return [item.text_content() for item in lxml.html.fromstring(page).iter("li")]


def shown_md(text: str) -> str:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)


def words_of_html(data: bytes) -> list[str]:
    found = lxml.html.fromstring(data.decode()).find_class("words")
    return [element.text_content() for element in found]


READERS = {
    "docx": words_of_docx,
    "xlsx": words_of_xlsx,
    "csv": words_of_csv,
    "json": words_of_json,
    "md": words_of_md,
    "html": words_of_html,
}


def squeezed(text: str) -> str:
    """For forms in which runs of spaces are one: Markdown and its readers."""
    return re.sub(r"\s+", " ", text).strip()
