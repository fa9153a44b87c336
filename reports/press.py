"""The press: sets one print part as PDF. Runs in a worker process and knows neither Django nor the database.

Words of strangers are set here, so the press refuses every address (HTML and CSS), lives under limits, and is given
nothing but the finished page. Private names of WeasyPrint 70.0 are used in `_speak_languages` only; a test holds them.
"""

import io
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["FONTCONFIG_FILE"] = str(Path(__file__).resolve().parent / "fonts.conf")
os.environ.setdefault("SOURCE_DATE_EPOCH", "1735689600")

import weasyprint
from weasyprint.pdf import tags as weasyprint_tags
from weasyprint.text.fonts import FontConfiguration

from reports.printed import Job, Printed

PIXELS_TO_POINTS = 0.75


class NoFetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
    """Fetches nothing, from nowhere."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Refuse."""
        raise ValueError("the press fetches nothing")


class _GlyphWatch(logging.Handler):
    """Hears WeasyPrint say that no font has a letter: only a line in its log."""

    def __init__(self) -> None:
        super().__init__()
        self.missed = False

    def emit(self, record: logging.LogRecord) -> None:
        """Remember it; the line itself holds people's words and goes nowhere."""
        self.missed = self.missed or ".notdef" in str(record.msg)


class Press:
    """One font configuration for all that this process sets."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        self._sheets: dict[str, Any] = {}
        self._watch = _GlyphWatch()
        logger = logging.getLogger("weasyprint")
        logger.handlers = [self._watch]
        logger.propagate = False

    def print(self, job: Job) -> Printed:
        """Set the page."""
        self._watch.missed = False
        html = weasyprint.HTML(string=job.html, url_fetcher=NoFetcher())
        document = html.render(stylesheets=[self._sheet(job.css)], font_config=self._fonts)
        target = io.BytesIO()
        document.write_pdf(target, pdf_variant="pdf/ua-1" if job.tagged else None)
        printed = Printed(target.getvalue(), len(document.pages), missing_glyphs=self._watch.missed)
        for number, page in enumerate(document.pages):
            _note_places(printed, number, page)
        return printed

    def _sheet(self, css: str) -> Any:
        if css not in self._sheets:
            self._sheets[css] = weasyprint.CSS(string=css, url_fetcher=NoFetcher(), font_config=self._fonts)
        return self._sheets[css]


def _note_places(printed: Printed, number: int, page: Any) -> None:
    for name, (x, y, _right, _bottom) in page.anchors.items():
        printed.anchors.setdefault(name, (number, x * PIXELS_TO_POINTS, (page.height - y) * PIXELS_TO_POINTS))
    for level, label, (_x, y), _state in page.bookmarks:
        printed.bookmarks.append((level, label, number, (page.height - y) * PIXELS_TO_POINTS))


_build_box_tree = weasyprint_tags._build_box_tree  # noqa: SLF001


def _speak_languages(box: Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
    """WeasyPrint's tags, with what it leaves out: the language of a passage and the reach of a table header."""
    for element in _build_box_tree(box, *args, **kwargs):
        source = getattr(box, "element", None)
        if source is not None and source.get("lang"):
            element.setdefault("Lang", weasyprint_tags.pydyf.String(source.get("lang")))
        if element["S"] == "/TH" and "A" in element:
            element["A"].setdefault(
                "Scope", "/Row" if source is not None and source.get("scope") == "row" else "/Column"
            )
        yield element


weasyprint_tags._build_box_tree = _speak_languages  # noqa: SLF001
