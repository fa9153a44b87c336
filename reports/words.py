"""Typed words made fit for print: nothing is cut, nothing breaks the page; each passage has direction and language."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language_bidi

# Embeddings, overrides and isolates reorder what stands beside them; ZWJ, ZWNJ, LRM and RLM stay, scripts need them.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MANY_LINE_ENDS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_LONG_WORD = re.compile(r"[^\s\u200b]{41,}")
_MOST_MARKS = 4
_WORD_STEP = 40
BLOCK_LETTERS = 2_000
_ZERO_WIDTH_SPACE = "\u200b"

# (language, first and last letter of its main block); a table's own language goes first where its script fits.
_SCRIPTS: tuple[tuple[str, int, int], ...] = (
    ("ar", 0x0600, 0x08FF),
    ("ar", 0xFB50, 0xFEFC),
    ("he", 0x0590, 0x05FF),
    ("bn", 0x0980, 0x09FF),
    ("hi", 0x0900, 0x097F),
    ("pa", 0x0A00, 0x0A7F),
    ("gu", 0x0A80, 0x0AFF),
    ("ta", 0x0B80, 0x0BFF),
    ("te", 0x0C00, 0x0C7F),
    ("si", 0x0D80, 0x0DFF),
    ("th", 0x0E00, 0x0E7F),
    ("my", 0x1000, 0x109F),
    ("ka", 0x10A0, 0x10FF),
    ("am", 0x1200, 0x139F),
    ("km", 0x1780, 0x17FF),
    ("ja", 0x3040, 0x30FF),
    ("ko", 0xAC00, 0xD7AF),
    ("zh", 0x3400, 0x9FFF),
    ("el", 0x0370, 0x03FF),
    ("ru", 0x0400, 0x052F),
    ("hy", 0x0530, 0x058F),
)
_SAME_SCRIPT = {
    "ar": {"ar", "fa", "ur", "ps", "ckb", "ku", "sd", "ug"},
    "hi": {"hi", "ne", "mr"},
    "bn": {"bn", "as"},
    "ru": {"ru", "uk", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "be"},
    "am": {"am", "ti"},
    "zh": {"zh", "ja", "yue"},
    "he": {"he", "yi"},
}
_RIGHT_TO_LEFT = {"R", "AL"}
_MARKS = {"Mn", "Me", "Mc", "Sk"}
_JOINERS = {"\u200c", "\u200d"}


@dataclass(frozen=True)
class Passage:
    """A few lines of one person's words, as they are printed."""

    text: str
    direction: str
    language: str

    @property
    def inline(self) -> str:
        """The words between isolates of ours, for a line of another direction."""
        return self.text if self.text.isascii() and not get_language_bidi() else f"\u2068{self.text}\u2069"


def passages(text: str, language: str = "en") -> tuple[Passage, ...]:
    """The text as blocks of at most 2,000 letters, each a paragraph of its own; all of one direction."""
    clean = printable(text)
    way, spoken = direction(clean), spoken_language(clean, language)
    return tuple(Passage(block, way, spoken) for block in blocks(clean))


def passage(text: str, language: str = "en") -> Passage:
    """The text on one line, for names and headings."""
    # Not at no-break spaces, which some are there for.
    clean = " ".join(re.split(r"[ \t\n]+", printable(text))).strip()
    return Passage(clean, direction(clean), spoken_language(clean, language))


def printable(text: str) -> str:
    """The text without what would harm the page; every letter that somebody typed is still there."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", _without_surrogates(text)))
    text = _CONTROLS.sub("", _BIDI_CONTROLS.sub("", text))
    text = _MANY_LINE_ENDS.sub("\n\n", _bounded_marks(text)).strip()
    return _LONG_WORD.sub(_with_breaks, text)


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "ignore").decode("utf-8")


def _bounded_marks(text: str) -> str:
    """At most four combining marks upon one letter: a thousand cost the typesetter minutes and the reader the page."""
    if text.isascii():
        return text
    # Python looks letters up in a table only where none lies past U+FFFF: fifty times quicker.
    last = 0xFFFF if max(text) <= "\uffff" else 0x1FFFF
    return _many_marks(last).sub(lambda run: run.group()[:_MOST_MARKS], text)


@cache
def _many_marks(last: int) -> re.Pattern[str]:
    marks = "".join(chr(n) for n in range(0x300, last + 1) if unicodedata.category(chr(n)) in {"Mn", "Me"})
    # Beginning with a single letter, it is looked for in one quick loop.
    return re.compile(f"[{marks}][{marks}]{{{_MOST_MARKS},}}")


def _with_breaks(match: re.Match[str]) -> str:
    """A zero-width space after every forty letters, never before a mark or inside a joined emoji."""
    word = match.group()
    pieces: list[str] = []
    since = 0
    for letter in word:
        if since >= _WORD_STEP and _may_break_before(letter, pieces[-1]):
            pieces.append(_ZERO_WIDTH_SPACE)
            since = 0
        pieces.append(letter)
        since += 1
    return "".join(pieces)


def _may_break_before(letter: str, previous: str) -> bool:
    return letter not in _JOINERS and previous not in _JOINERS and unicodedata.category(letter) not in _MARKS


def blocks(text: str, most: int = BLOCK_LETTERS) -> list[str]:
    """The text in pieces of at most `most` letters, cut at a line end or a space where there is one."""
    pieces: list[str] = []
    while len(text) > most:
        cut = max(text.rfind("\n", most // 2, most), text.rfind(" ", most // 2, most))
        cut = cut if cut > 0 else _cut_between_letters(text, most)
        pieces.append(text[:cut].strip())
        text = text[cut:].strip()
    return [piece for piece in [*pieces, text] if piece]


def _cut_between_letters(text: str, most: int) -> int:
    """The last place before `most` where no mark is torn from its letter."""
    cut = most
    while cut > most // 2 and not _may_break_before(text[cut], text[cut - 1]):
        cut -= 1
    return cut


def direction(text: str) -> str:
    """'rtl' or 'ltr', by the first letter that has a direction."""
    for letter in text:
        way = unicodedata.bidirectional(letter)
        if way == "L":
            return "ltr"
        if way in _RIGHT_TO_LEFT:
            return "rtl"
    return "ltr"


def spoken_language(text: str, language: str) -> str:
    """The language in which a screen reader should read: the table's where its script fits, else the script's own."""
    own = (language or "en").split("-")[0]
    found = "latin" if text[:1].isascii() and text[:1].isalpha() else next(filter(None, map(_script_of, text)), "")
    if not found:
        return own
    if found == "latin":
        return own if not any(own == code or own in _SAME_SCRIPT.get(code, ()) for code, *_ in _SCRIPTS) else "en"
    return own if own == found or own in _SAME_SCRIPT.get(found, ()) else found


def _script_of(letter: str) -> str:
    """The language that stands for the letter's script, 'latin', or nothing for digits and signs."""
    if not letter.isalpha():
        return ""
    point = ord(letter)
    return next((code for code, first, last in _SCRIPTS if first <= point <= last), "latin")
