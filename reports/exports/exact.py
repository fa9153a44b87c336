"""Typed words as they leave in other forms than print: whole, as they were typed, and harmless.

Print breaks long words, bounds marks and cuts long points into blocks, since a typesetter needs it. Here nothing of
that is wanted: the content that was composed for print gets the tables' own words back, point by point.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from regions.models import Answer, PriorityIssue
from reports.content import IssuePoints, NamedIssue, Point, ReportContent, TableIssueStory, Ticked
from reports.queries import SessionRows
from reports.words import Passage, direction, passage, spoken_language

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# They reorder what stands beside them, in whatever program shows the file; ZWJ, ZWNJ, LRM and RLM are needed and stay.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSPEAKABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_ADDED_BREAK = re.compile("([^\\s\u200b]{40})\u200b")
# All combining marks of the blocks in which they may be heaped upon any letter.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MANY_MARKS = re.compile(f"({_MARK}{{4}}){_MARK}+")
_PICTURES, _DELETE, _REPLACEMENT = 0x2400, "\u2421", "\ufffd"


def exact(text: str) -> str:
    """The text with nothing lost: what no file may hold stands as its picture, such as ␀."""
    text = _BIDI_CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return _UNSPEAKABLE.sub(_picture, text).strip()


def bounded_marks(text: str) -> str:
    """At most four combining marks upon one letter, as in print: unclipped they would cover the page."""
    return text if text.isascii() else _MANY_MARKS.sub(r"\1", text)


def _picture(match: re.Match[str]) -> str:
    point = ord(match.group())
    if point < 0x20:
        return chr(_PICTURES + point)
    return _DELETE if point == 0x7F else _REPLACEMENT


def exact_passage(text: str, language: str) -> Passage:
    """The text, its lines included, with its direction and language."""
    words = exact(text)
    return Passage(words, direction(words), spoken_language(words, language))


def one_line(text: str, language: str) -> Passage:
    """The text on one line, for headings and notes."""
    return exact_passage(" ".join(text.split()), language)


def in_exact_words(content: ReportContent, rows: SessionRows) -> ReportContent:
    """The same content, with points, issues and free words as their tables typed them."""
    found: ReportContent = _Exact(rows).of(content)
    return found


class _Exact:
    """Knows what was typed, by the names that content carries."""

    def __init__(self, rows: SessionRows) -> None:
        self.languages = {table.pk: table.language or "en" for table in rows.tables}
        self.typed: dict[str, Answer | PriorityIssue] = {f"{row.table_id}:{row.key}": row for row in rows.answers}
        self.typed |= {f"{row.table_id}:{row.key}": row for row in rows.issues}
        self.done: dict[int, Any] = {}

    def of(self, piece: Any) -> Any:
        """A piece of content, or many; what stands in many places is made once."""
        if isinstance(piece, tuple):
            return tuple(self.of(one) for one in piece)
        if isinstance(piece, Passage):
            return replace(piece, text=_ADDED_BREAK.sub(r"\1", piece.text))
        if not is_dataclass(piece) or isinstance(piece, type):
            return piece
        if id(piece) not in self.done:
            whole = replace(piece, **{field.name: self.of(getattr(piece, field.name)) for field in fields(piece)})
            self.done[id(piece)] = self._in_its_words(whole, piece)
        return self.done[id(piece)]

    def _in_its_words(self, piece: Any, printed: Any) -> Any:
        typed = self.typed.get(getattr(piece, "doc", ""))
        if typed is None:
            return piece
        language = self.languages[typed.table_id]
        if isinstance(piece, Point) and isinstance(typed, Answer):
            said_by = one_line(typed.attribution, language) if piece.said_by else None
            words = exact_passage(typed.text, language)
            ticked = self._ticked(printed.ticked, typed.words, language)
            return replace(piece, passages=(words,), ticked=ticked, said_by=said_by)
        if isinstance(piece, NamedIssue):
            ticked = self._ticked(printed.ticked, typed.words, language)
            return replace(piece, name=one_line(typed.text, language), ticked=ticked)
        if isinstance(piece, IssuePoints | TableIssueStory) and piece.issue:
            return replace(piece, issue=one_line(typed.text, language))
        return piece

    def _ticked(self, ticked: tuple[Ticked, ...], words: Mapping[str, str], language: str) -> tuple[Ticked, ...]:
        """Free words are known again by how they are printed; choices stand as they are."""
        known = {passage(str(typed), language): one_line(str(typed), language) for typed in words.values()}
        return tuple(
            replace(one, values=tuple(known.get(value, value) for value in printed.values))
            for one, printed in zip(self.of(ticked), ticked, strict=True)
        )
