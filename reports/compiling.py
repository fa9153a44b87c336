"""One click: from a session's rows to the bytes of its report."""

from dataclasses import replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from pga.live import projector
from reports.chapters import body_parts
from reports.composing import compose
from reports.content import ReportContent
from reports.merging import PlacedPart, merge
from reports.parts import Entry, PrintPart, in_report_language, page_html
from reports.printed import Printed
from reports.queries import session_rows, tables_of
from reports.workers import print_parts

PROJECTION_SECONDS = 5.0


def wait_for_tables(session_id: int) -> bool:
    """Wait until all that the tables have sent by now is in their answers."""
    waited = [projector.wait_for("table", table.pk, PROJECTION_SECONDS) for table in tables_of(session_id)]
    return all(waited)


def compile_report(session_id: int, language: str = settings.LANGUAGE_CODE) -> bytes:
    """The report as PDF, in the language of the reader's interface."""
    with translation.override(language):
        return _compile(compose(session_rows(session_id)))


def _compile(content: ReportContent) -> bytes:
    parts = body_parts(content)
    running = _running_part(content, parts)
    *printed, heads = _set(content, [*parts, running])
    placed = _placed(parts, printed)
    front = _front_part(content, placed)
    return merge(_set(content, [front])[0], placed, heads)


def _set(content: ReportContent, parts: list[PrintPart]) -> list[Printed]:
    """The parts as set; in place of one that failed, a page that says so."""
    found = print_parts(parts)
    return [printed or _failed(content, part) for part, printed in zip(parts, found, strict=True)]


def _failed(content: ReportContent, part: PrintPart) -> Printed:
    heading = part.chapter or in_report_language(_("A part is missing"))
    anchor = part.entries[0].anchor if part.entries else part.name
    html = page_html("failed", content, heading=heading, anchor=anchor)
    printed = print_parts([replace(part, html=html)])[0]
    if printed is None:
        raise RuntimeError("The press sets no page at all; see the log")
    printed.failed = True
    return printed


def _running_part(content: ReportContent, parts: list[PrintPart]) -> PrintPart:
    """The heads of pages: digits for the numbers first, then a page per chapter."""
    chapters = list(dict.fromkeys(part.chapter for part in parts))
    session = f"{content.session.code} · {content.session.title.text or content.session.event.text}"
    html = page_html("running", content, chapters=chapters, session=session)
    return PrintPart("running", html, tagged=False, style="report-running")


def _placed(parts: list[PrintPart], printed: list[Printed]) -> list[PlacedPart]:
    placed = []
    begin = 0
    chapters = list(dict.fromkeys(part.chapter for part in parts))
    for part, pages in zip(parts, printed, strict=True):
        placed.append(PlacedPart(part, pages, begin, chapters.index(part.chapter) + 1))
        begin += pages.pages
    return placed


def _front_part(content: ReportContent, placed: list[PlacedPart]) -> PrintPart:
    """Cover and contents. Numbers of the body begin at 1, so its length never moves them."""
    entries = [_numbered(entry, piece) for piece in placed for entry in piece.part.entries]
    heard = len(content.tables) - len(content.silent)
    regions = list({table.region.id: table.region for table in content.tables}.values())
    html = page_html("front", content, entries=entries, heard=heard, regions=regions)
    return PrintPart("front", html)


def _numbered(entry: Entry, piece: PlacedPart) -> Entry:
    page = piece.begin + piece.printed.anchors.get(entry.anchor, (0, 0.0, 0.0))[0] + 1
    return replace(entry, page=str(page))
