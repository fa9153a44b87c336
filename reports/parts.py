"""The print parts of a report: pieces that are set on their own, each known by the hash of all that it is made of."""

import hashlib
import io
import pickle
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi, override

from reports.content import ReportContent
from reports.words import Passage, passage

# Raise it when the press sets the same page in another way.
PRESS_VERSION = f"weasyprint {version('weasyprint')}, press 7"
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
class Page:
    """A print template with what it shows and the language of our own words: filled in only when it has to be set.

    Filling in costs as much as all the rest of composing, and most pages of a report are kept from the last time.
    """

    template: str
    shown: Mapping[str, object]
    language: str

    @cached_property
    def html(self) -> str:
        """The page; the autoescape of Django's templates is what keeps typed words words."""
        with override(self.language):
            return render_to_string(f"reports/{self.template}.html", dict(self.shown))

    @cached_property
    def digest(self) -> str:
        """The hash of all that the page is made of. Equal values are equal here, whoever shares which of them."""
        target = io.BytesIO()
        pickler = pickle.Pickler(target, protocol=5)
        pickler.fast = True
        pickler.dump((self.template, self.language, self.shown))
        return hashlib.sha256(target.getbuffer()).hexdigest() + _templates()


@dataclass(frozen=True)
class PrintPart:
    """A part before it is set. `docs` are the points and issues in it; `chapter` stands at the head of its pages.

    Style sheets are written for A4; `sheet` is the size of paper that is put in its place.
    """

    name: str
    page: Page | str
    docs: frozenset[str] = frozenset()
    chapter: Passage | None = None
    entries: tuple[Entry, ...] = ()
    tagged: bool = True
    style: str = "report"
    sheet: str = "A4"

    @property
    def html(self) -> str:
        """The page, complete."""
        return self.page if isinstance(self.page, str) else self.page.html

    @property
    def css(self) -> str:
        """The style sheet under which it is set."""
        return style_sheet(self.style).replace("size: A4", f"size: {self.sheet}")

    @property
    def tables(self) -> frozenset[int]:
        """The tables whose words it holds."""
        return frozenset(int(doc.partition(":")[0]) for doc in self.docs)

    @cached_property
    def key(self) -> str:
        """The hash of everything that decides how the part looks, and of whose words it holds."""
        page = self.page if isinstance(self.page, str) else self.page.digest
        made_of = (PRESS_VERSION, str(self.tagged), self.css, _fonts(), *sorted(self.docs), page)
        return hashlib.sha256("\0".join(made_of).encode()).hexdigest()


@cache
def style_sheet(name: str) -> str:
    """The tokens that the screens share, of which paper knows the light ones only; then the style for print."""
    tokens, _dark, rest = _static("css/tokens.css").partition("@media")
    base = rest[rest.index("* { box-sizing") :]
    return "\n".join([tokens, base, _static(f"css/{name}.css")])


@cache
def tokens() -> dict[str, str]:
    """The screens' tokens, for pictures: their names without the dashes, such as 'r-asia'."""
    light = _static("css/tokens.css").partition("@media")[0]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))


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


@cache
def _templates() -> str:
    """The print templates and the words of the interface, as they stand on this machine's disk."""
    folders = [Path(str(folder)) / "reports" for folder in settings.TEMPLATES[0]["DIRS"]]
    files = sorted(file for folder in folders for file in folder.glob("*.html"))
    words = sorted(file for folder in settings.LOCALE_PATHS for file in Path(folder).glob("*/LC_MESSAGES/*.mo"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in [*files, *words])).hexdigest()


def page_of(template: str, content: ReportContent, **shown: object) -> Page:
    """A page of the report, in the language in which it is made. It is shown no more than it prints."""
    title = f"{content.session.code} · {content.session.title.text or content.session.event.text}"
    spoken = get_language() or "en"
    frame = {
        "session": content.session,
        "title": title,
        "spoken": spoken,
        "way": "rtl" if get_language_bidi() else "ltr",
    }
    return Page(template, {**frame, **shown}, spoken)


def in_report_language(text: str) -> Passage:
    """A heading of ours, in the language in which the report is made."""
    return passage(text, get_language() or "en")
