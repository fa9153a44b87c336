"""Folding and cutting into words for the search: once, here, so that both databases index the same words. Pure.

Folded away: case, compatibility forms, accents of Latin, Greek and Cyrillic, vowel signs of Arabic and Hebrew, forms of
hamza, alef, yeh and heh, tatweel, invisible joiners, each script's own digits. Kept with their letters: the marks of
Indic and other scripts, in one order whatever order they were typed in. Scripts that put no spaces between words are
cut into overlapping pairs of letters, so that what stands in the middle of a line is found.

A word holds no ASCII but a to z and 0 to 9: no engine's own rules cut it again, and in a query it needs no quoting.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

# Longer words are found by their beginning; PostgreSQL keeps none past 2,046 bytes.
MOST_LETTERS = 64
MOST_MARKS = 8
# Of what somebody asks for, no more is read.
MOST_ASKED_LETTERS = 500
MOST_ASKED_WORDS = 24

_PLAIN = re.compile("[a-z0-9]+")
_EMOJI = range(0x1F000, 0x1FB00)
_SKIN = range(0x1F3FB, 0x1F400)
_VOICED = "\u3099\u309a"
_DROPPED_MARKS = ("COMBINING ", "ARABIC ", "HEBREW ", "SYRIAC ", "VARIATION SELECTOR", "VEDIC ")
# Letters that Unicode does not take apart, but people do: Nordic, Polish, Vietnamese and African Latin letters.
_LATIN = dict(zip("øłđðħŧıɓɗɖɛɣƙŋɲɔʋƴə", "olddhtibddegknnovye", strict=True)) | {"æ": "ae", "œ": "oe", "þ": "th"}
# Alef, yeh and heh in their forms, kaf and yeh of Persian and Urdu keyboards; the hamza alone and the tatweel go.
_ARABIC = dict(zip("ٱىیېےکةۃہھە", "اييييكههههه", strict=True)) | {"ء": "", "ـ": ""}
# Bengali khanda ta as older texts write it; the two nasal dots of Devanagari, which are used for each other.
_LETTERS = _LATIN | _ARABIC | {"ৎ": "ত্", "ँ": "ं"}
_CJK = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC", "BOPOMOFO"}
_UNSPACED = {"CJK", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TAI", "REGIONAL"}
# "The", "and the", "by the", "to the" …, which Arabic writes together with the word.
_ARTICLES = ("وبال", "وال", "بال", "فال", "كال", "ولل", "ال", "لل")
_LEAST_REST = 3


class Query(NamedTuple):
    """What is asked for: whole words and beginnings of words, all of which a text must have. None: nothing is found."""

    words: list[str]
    beginnings: list[str]


class _Letter(NamedTuple):
    """A letter with its marks, or a symbol, which has no script."""

    text: str
    script: str


def index_words(text: str) -> list[str]:
    """The words by which a text is found, each once, in order."""
    return sorted({word for run in _runs(text) for word in _indexed(run)})


def query_of(text: str) -> Query:
    """All words that somebody typed; the last may be unfinished."""
    runs = _runs(text[:MOST_ASKED_LETTERS])
    asked = [word for n, run in enumerate(runs) for word in _asked(run, last=n == len(runs) - 1)][:MOST_ASKED_WORDS]
    return Query([word for word, whole in asked if whole], [word for word, whole in asked if not whole])


def fold(text: str) -> str:
    """The text as words are compared; folding it again changes nothing."""
    return " ".join("".join(letter.text for letter in run) for run in _runs(text))


def _indexed(run: list[_Letter]) -> Iterator[str]:
    if run[0].script in _UNSPACED:
        letters = [letter.text for letter in run]
        yield from (one + other for one, other in pairwise(letters))
        yield letters[-1]
        return
    word = _word(run)
    yield word
    if run[0].script == "ARABIC":
        yield from _without_article(word)


def _asked(run: list[_Letter], *, last: bool) -> Iterator[tuple[str, bool]]:
    """Words, and whether each is whole."""
    if run[0].script in _UNSPACED:
        letters = [letter.text for letter in run]
        pairs = [one + other for one, other in pairwise(letters)] or letters
        yield from ((pair, True) for pair in pairs[:-1])
        # Where the next letter or mark may still come, and where the text's line ends.
        yield pairs[-1], False
        return
    word = _word(run)
    if run[0].script == "ARABIC":
        word = next(_without_article(word, conjunction=False), word)
    yield word, not last


def _word(run: list[_Letter]) -> str:
    return "".join(letter.text for letter in run)[:MOST_LETTERS]


def _without_article(word: str, *, conjunction: bool = True) -> Iterator[str]:
    """What an Arabic word may be without what is written together with it; the longest article first."""
    for article in (*_ARTICLES, "و") if conjunction else _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + _LEAST_REST:
            yield word[len(article) :]


def _runs(text: str) -> list[list[_Letter]]:
    """Letters that stand together, of one script; each symbol by itself."""
    runs: list[list[_Letter]] = []
    for piece in _pieces(text):
        before = ""
        for letter in _letters(piece):
            if letter.script and letter.script == before:
                runs[-1].append(letter)
            else:
                runs.append([letter])
            before = letter.script
    return runs


def _pieces(text: str) -> list[str]:
    """Folded letters, marks and symbols, cut where anything else stands."""
    if text.isascii():
        return _PLAIN.findall(text.lower())
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(map(_folded, unicodedata.normalize("NFKD", text))).split()


def _letters(piece: str) -> Iterator[_Letter]:
    if piece.isascii():
        yield from (_Letter(char, "LATIN") for char in piece)
        return
    base, script, marks = piece[0], _script(piece[0]), ""
    for char in piece[1:]:
        if script and _continues(char):
            marks += char
        else:
            yield _Letter(_with_marks(base, script, marks), script)
            base, script, marks = char, _script(char), ""
    yield _Letter(_with_marks(base, script, marks), script)


def _with_marks(base: str, script: str, marks: str) -> str:
    """In one order; vowel signs of two halves are made one, so that neither half is taken for a beginning."""
    if not marks or script == "HANGUL":
        return base + marks[:MOST_MARKS]
    return unicodedata.normalize("NFC", base + "".join(sorted(marks, key=_rank)[:MOST_MARKS]))


@lru_cache(8192)
def _folded(char: str) -> str:
    """What is kept of a letter that was taken apart; a space cuts."""
    sort, code = unicodedata.category(char), ord(char)
    name = unicodedata.name(char, "")
    if char in _LETTERS:
        return _LETTERS[char]
    if sort == "Nd":
        return str(unicodedata.decimal(char))
    if sort == "Cf" or code in _SKIN:
        return ""
    if sort[0] == "M":
        return "" if name.startswith(_DROPPED_MARKS) and char not in _VOICED else char
    if sort == "So" or code in _EMOJI:
        return char
    return char if sort[0] in "LN" and not name.startswith("MODIFIER LETTER ") else " "


@lru_cache(8192)
def _script(char: str) -> str:
    """By the first word of the letter's name; nothing for symbols."""
    script = unicodedata.name(char, "").partition(" ")[0]
    if script == "REGIONAL":
        return script
    if unicodedata.category(char)[0] not in "LMN":
        return ""
    if script in {"DIGIT", "NEW"}:
        return {"DIGIT": "LATIN", "NEW": "TAI"}[script]
    return "CJK" if script in _CJK else script or "?"


@lru_cache(8192)
def _continues(char: str) -> bool:
    """Whether it belongs to the letter before: a mark, or a vowel or final of a Korean syllable."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


@lru_cache(8192)
def _rank(char: str) -> tuple[int, int]:
    """Marks in the order in which most people type them."""
    name = unicodedata.name(char, "")
    if "NUKTA" in name:
        return 0, ord(char)
    if "CONSONANT SIGN" in name or "VIRAMA" in name or "COENG" in name:
        return 1, ord(char)
    # The half in front of the letter has the greater number.
    return (2, -ord(char)) if "VOWEL SIGN" in name else (3, ord(char))
