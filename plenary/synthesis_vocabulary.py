"""The words of the edit door at a session's synthesis: its documents, their registers, and how texts name points.

Pure. Ids follow from what a document is about, so that two laptops that begin without a network mean the same one: a
text's from its question, a reference's from its point. `static/js/synthesis-words.js` says the same.

A reference holds no words of a table: `seen` is a signature over them under the event's key, which nobody can guess at.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pga.live import tokens
from pga.live.errors import UNFIT_CHANGE, UNKNOWN_CHANGE, Refused
from regions import vocabulary

KIND = "synthesis"
QUESTION, SPEAKER, REFERENCE = "q", "v", "r"
_DIGITS = 21
# What is said of the session as a whole, and what its speaker says in two minutes.
WHOLE, TWO_MINUTES = QUESTION + "0" * _DIGITS, SPEAKER + "0" * _DIGITS
_NAMES = {QUESTION: ("drafted",), SPEAKER: ("drafted",), REFERENCE: ("of", "seen")}
_SHAPES = {
    "drafted": re.compile(r"(?:[0-9a-f]{16})?"),
    "of": re.compile(r"[1-9]\d{0,17}:[ai][A-Za-z0-9]{21}"),
    "seen": re.compile(r"[A-Za-z0-9_-]{22}"),
}
_TEXT = re.compile(rf"(?:[{QUESTION}]\d{{{_DIGITS}}}|{TWO_MINUTES})")
TOKEN = re.compile(r"\[(\d{1,5})\.([A-Za-z0-9]{3,21})\]")
LEAST_LETTERS = 3


class Of(NamedTuple):
    """Which point a reference is of."""

    table: int
    point: str


def text_key(question_id: int) -> str:
    """The id of a question's text."""
    return QUESTION + str(question_id).zfill(_DIGITS)


def is_text(doc: str) -> bool:
    """Whether this may be the id of a text."""
    return bool(_TEXT.fullmatch(doc))


def question_of(doc: str) -> int | None:
    """The question that a text is about; None for one about the session."""
    return int(doc[1:]) or None if doc.startswith(QUESTION) else None


def reference_key(point: str) -> str:
    """The id of the reference to a point."""
    return REFERENCE + point[1:]


def check(doc: str, command: Mapping[str, Any]) -> dict[str, Any]:
    """The command as it is kept; raises Refused (422) for what no laptop of ours sends."""
    name, value = command.get("set"), command.get("value")
    if not isinstance(name, str) or name not in _NAMES.get(doc[0], ()):
        raise Refused(422, UNKNOWN_CHANGE)
    if not isinstance(value, str) or not _SHAPES[name].fullmatch(value):
        raise Refused(422, UNFIT_CHANGE)
    if name == "of" and value.partition(":")[2][1:] != doc[1:]:
        raise Refused(422, UNFIT_CHANGE)
    return {"set": name, "value": value}


def of(registers: vocabulary.Registers) -> Of | None:
    """The point, once it is known."""
    table, _colon, point = vocabulary.value_of(registers, "of", "").partition(":")
    return Of(int(table), point) if point else None


def is_draft(registers: vocabulary.Registers, text: str) -> bool:
    """Whether the text is as it was put together."""
    return bool(text.strip()) and vocabulary.value_of(registers, "drafted") == vocabulary.digest(text)


def wording_mark(signing_key: str, table: int, point: str, text: str) -> str:
    """Names a wording of a point; without the event's key it says nothing about it."""
    return tokens.sign(signing_key, "wording", table, point, text)


def token(number: int, letters: str) -> str:
    """How a text names a point: its table's number, the first letters of its id."""
    return f"[{number}.{letters}]"
