"""The press: sets one print part, as a galley. Runs in a worker process and knows neither Django nor the database.

Words of strangers are set here, so the press refuses every address (HTML and CSS), lives under limits, and is given
nothing but the finished page. Private names of the pinned WeasyPrint are used at the end of
this module, for what it lacks, and in `linecasting` and `press_styles`, for what it does for nothing.
"""

import logging
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ["FONTCONFIG_FILE"] = str(Path(__file__).resolve().parent / "fonts.conf")
os.environ.setdefault("SOURCE_DATE_EPOCH", "1735689600")

import pydyf
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import fonts as weasyprint_fonts
from weasyprint.pdf import stream as weasyprint_stream
from weasyprint.pdf import tags as weasyprint_tags
from weasyprint.text.fonts import FontConfiguration

from reports.galleys import pack
from reports.lifting import lift
from reports.linecasting import Caster
from reports.press_styles import Page
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
        self.missed: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Remember the letter; a line may hold people's words and goes nowhere."""
        if ".notdef" in str(record.msg) and isinstance(record.args, tuple):
            self.missed.add(str(record.args[0]))


class Press:
    """One font configuration for all that this process sets."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        self._sheets: dict[str, Any] = {}
        self._caster = Caster()
        self._caster.take_over()
        self._watch = _GlyphWatch()
        logger = logging.getLogger("weasyprint")
        logger.handlers = [self._watch]
        logger.propagate = False

    def print(self, job: Job) -> Printed:
        """Set the page."""
        self._watch.missed = set()
        self._caster.forget()
        html = Page(job.html, NoFetcher())
        document = html.render(stylesheets=[self._sheet(job.css)], font_config=self._fonts)
        galley = pack(lift(document, tagged=job.tagged))
        printed = Printed(len(document.pages), galley, missing="".join(sorted(self._watch.missed)))
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


_PASSAGES = {"/P", "/H1", "/H2", "/H3", "/H4"}
# What follows mends WeasyPrint 70.0, which is pinned; each mend has a test.
_build_box_tree = weasyprint_tags._build_box_tree  # noqa: SLF001
_marked = weasyprint_stream.Stream.marked
_new_font = weasyprint_fonts.Font.__init__
# Shaped scripts begin here; before it, glyphs stand for letters one by one.
_SHAPED_FROM = "\u0590"
_UNHEARD = str.maketrans("", "", "\u200b\u2068\u2069")
# Readers turn right-to-left glyphs round, and with them the two letters of this ligature, unless it is one letter.
_LAM_ALEFS = {"\u0644\u0622": "\ufef5", "\u0644\u0623": "\ufef7", "\u0644\u0625": "\ufef9", "\u0644\u0627": "\ufefb"}


def _heard(text: str) -> pydyf.String:
    return pydyf.String(text.translate(_UNHEARD))


def _lines(box: Any) -> Iterator[str]:
    if isinstance(box, boxes.TextBox):
        yield box.text
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _lines(child)


def _without_lines(element: Any, pdf: Any, marks: dict[int, Any]) -> None:
    """A line of text is no element of its own: its mark belongs to what it stands in. Half the tree is lines."""
    for n, kid in enumerate(element["K"]):
        line: Any = pdf.objects[int(kid.split()[0])] if isinstance(kid, bytes) else {}
        if line.get("S") == "/Span" and not {"Lang", "ActualText"} & line.keys() and len(line["K"]) == 1:
            (mark,) = line["K"]
            if isinstance(mark, int):
                element["K"][n], marks[mark], line.free = mark, element.reference, "f"


def _speak_languages(box: Any, parent: Any, pdf: Any, page: int, marks: dict[int, Any], *rest: Any) -> Iterator[Any]:
    """The tags, with the language of a passage, the letters of a right-to-left one in order, the reach of a header."""
    for element in _build_box_tree(box, parent, pdf, page, marks, *rest):
        _without_lines(element, pdf, marks)
        source = getattr(box, "element", None)
        if source is not None and source.get("lang"):
            element.setdefault("Lang", pydyf.String(source.get("lang")))
        if source is not None and source.get("dir") == "rtl" and element["S"] in _PASSAGES:
            element.setdefault("ActualText", _heard(" ".join(line.strip() for line in _lines(box))))
        if element["S"] == "/TH" and "A" in element:
            scope = "/Row" if source is not None and source.get("scope") == "row" else "/Column"
            element["A"].setdefault("Scope", scope)
        yield element


@contextmanager
def _marked_with_text(stream: Any, box: Any, tag: str) -> Iterator[None]:
    """A line of shaped script carries its letters beside its glyphs: Bengali can be read out and copied.

    Not one with right-to-left letters: the common readers take such letters to be in the order of the glyphs.
    """
    text = getattr(box, "text", "")
    with _marked(stream, box, tag):
        if stream._tags is not None and text and max(text) >= _SHAPED_FROM and not _has_right_to_left(text):  # noqa: SLF001
            stream.stream[-2]["ActualText"] = _heard(text)
        yield


def _has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in text)


class _Letters(dict[int, str]):
    """Which letters a glyph stands for."""

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, _LAM_ALEFS.get(text, text))


def _font_with_letters(font: Any, *args: Any, **kwargs: Any) -> None:
    _new_font(font, *args, **kwargs)
    font.to_unicode = _Letters()


weasyprint_tags._build_box_tree = _speak_languages  # noqa: SLF001
weasyprint_stream.Stream.marked = _marked_with_text
weasyprint_fonts.Font.__init__ = _font_with_letters
