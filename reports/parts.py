"""The print parts of a report: pieces that are set on their own, each known by the hash of all that it is made of."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language

from reports.content import ReportContent
from reports.words import Passage, passage

# Raise it when the press sets the same page in another way.
PRESS_VERSION = f"weasyprint {version('weasyprint')}, press 3"
FONT_FOLDERS = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/opentype/noto"))


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    level: int
    label: str
    title: Passage
    anchor: str
    page: str = ""


@dataclass(frozen=True)
class PrintPart:
    """A part before it is set. `docs` are the points and issues in it; `chapter` stands at the head of its pages."""

    name: str
    html: str
    docs: frozenset[str] = frozenset()
    chapter: Passage | None = None
    entries: tuple[Entry, ...] = ()
    tagged: bool = True
    style: str = "report"

    @property
    def css(self) -> str:
        """The style sheet under which it is set."""
        return style_sheet(self.style)

    @property
    def tables(self) -> frozenset[int]:
        """The tables whose words it holds."""
        return frozenset(int(doc.partition(":")[0]) for doc in self.docs)

    @property
    def key(self) -> str:
        """The hash of everything that decides how the part looks, and of whose words it holds."""
        made_of = (PRESS_VERSION, str(self.tagged), self.css, _fonts(), *sorted(self.docs), self.html)
        return hashlib.sha256("\0".join(made_of).encode()).hexdigest()


@cache
def style_sheet(name: str) -> str:
    """The tokens that the screens share, then the style for print."""
    return "\n".join(_static(f"css/{file}.css") for file in ("tokens", name))


def _static(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")


@cache
def _fonts() -> str:
    """Our font configuration, and which fonts this machine has."""
    files = sorted(file for folder in FONT_FOLDERS if folder.is_dir() for file in folder.iterdir())
    known = "\n".join(f"{file.name} {file.stat().st_size}" for file in files)
    return (Path(__file__).parent / "fonts.conf").read_text(encoding="utf-8") + known


def page_html(template: str, content: ReportContent, **context: object) -> str:
    """A print template filled in; the autoescape of Django's templates is what keeps typed words words."""
    title = f"{content.session.code} · {content.session.title.text or content.session.event.text}"
    return render_to_string(f"reports/{template}.html", {"content": content, "title": title, **context})


def in_report_language(text: str) -> Passage:
    """A heading of ours, in the language in which the report is made."""
    return passage(text, get_language() or "en")
