"""The words of the edit door: which registers an answer and an issue have, and which value wins.

Pure. `static/js/vocabulary.js` says the same; both pass the cases of `tests/shared/vocabulary.json`.

A register is [clock, laptop, value]; the greatest (clock, laptop) wins. Two are special: `stays` is
{"true": greatest clock of a true, "seen": greatest clock of a true that a writer of false had seen}, so that *stays at
the table* wins over a concurrent *may leave*; `deleted` carries the state vector of the text that its writer saw, so
that text typed without knowledge of a deletion brings the answer back. `confirmed` holds the digest of the wording
that was read back to the table: with any other wording it says nothing.
"""

import base64
import binascii
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from pga.live.errors import UNFIT_CHANGE, UNKNOWN_CHANGE, Refused
from pga.live.updates import BadUpdate, read_vector

Registers = dict[str, Any]
KINDS = ("point", "quote", "question", "action", "minority")
ANSWER, ISSUE = "a", "i"
_NAMES = {
    ANSWER: ("question", "issue", "position", "kind", "stays", "deleted", "attribution", "confirmed"),
    ISSUE: ("position", "stays", "deleted", "confirmed"),
}
_NUMBERED = re.compile(r"(tick|words):([1-9]\d{0,17})")
_POSITION = re.compile(r"(?!.*0$)[0-9a-z]{1,120}")
_ISSUE = re.compile(r"i[A-Za-z0-9]{21}")
_KEY = re.compile(r"[ai][A-Za-z0-9]{21}")
_DIGEST = re.compile(r"(?:[0-9a-f]{16})?")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
MOST_WORDS = 500
MOST_ATTRIBUTION = 200


def is_key(text: str) -> bool:
    """Whether this may be the id of an answer or an issue."""
    return bool(_KEY.fullmatch(text))


def check(doc: str, command: Mapping[str, Any]) -> dict[str, Any]:
    """The command as it is kept; raises Refused (422) for what no laptop of ours sends."""
    name, value = command.get("set"), command.get("value")
    if not isinstance(name, str) or doc[0] not in _NAMES or not _known(doc[0], name):
        raise Refused(422, UNKNOWN_CHANGE)
    if not _fits(name, value):
        raise Refused(422, UNFIT_CHANGE)
    kept = {"set": name, "value": value}
    if name == "stays" and value is False:
        kept["saw"] = _whole(command.get("saw", 0))
    if name == "deleted" and value is True:
        kept["sv"] = _vector(command.get("sv", ""))
    return kept


def _known(sort: str, name: str) -> bool:
    return name in _NAMES[sort] or bool(_NUMBERED.fullmatch(name))


_SHAPES: dict[str, Callable[[Any], bool]] = {
    "question": lambda value: value is None or (_is_number(value) and 0 < value < 1 << 53),
    "issue": lambda value: value is None or (isinstance(value, str) and bool(_ISSUE.fullmatch(value))),
    "position": lambda value: isinstance(value, str) and bool(_POSITION.fullmatch(value)),
    "kind": lambda value: value in KINDS,
    "stays": lambda value: isinstance(value, bool),
    "deleted": lambda value: isinstance(value, bool),
    "tick": lambda value: isinstance(value, bool),
    "words": lambda value: _is_text(value, MOST_WORDS),
    "attribution": lambda value: _is_text(value, MOST_ATTRIBUTION),
    "confirmed": lambda value: isinstance(value, str) and bool(_DIGEST.fullmatch(value)),
}


def _fits(name: str, value: Any) -> bool:
    return _SHAPES[name.partition(":")[0]](value)


def _is_text(value: Any, most: int) -> bool:
    """No NUL, which PostgreSQL does not keep, and no half of a letter, which is no Unicode."""
    return isinstance(value, str) and len(value) <= most and not _NO_TEXT.search(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 53:
        raise Refused(422, UNFIT_CHANGE)
    return value


def _vector(value: Any) -> str:
    try:
        read_vector(base64.b64decode(value, validate=True) or b"\x00")
    except (BadUpdate, binascii.Error, TypeError, ValueError) as error:
        raise Refused(422, UNFIT_CHANGE) from error
    return str(value)


def reduce(registers: Registers, command: Mapping[str, Any], laptop: str, clock: int) -> Registers:
    """The registers after the command, in whatever order and however often commands come."""
    name, value = command["set"], command["value"]
    if name == "stays":
        return {**registers, "stays": _stays(registers.get("stays", {}), value, command.get("saw", 0), clock)}
    entry = [clock, laptop, value]
    if name == "deleted" and value:
        entry.append(command.get("sv", ""))
    before = registers.get(name)
    return registers if before and _rank(before) >= _rank(entry) else {**registers, name: entry}


def _stays(before: Mapping[str, int], value: bool, saw: int, clock: int) -> dict[str, int]:
    held, seen = before.get("true", 0), before.get("seen", 0)
    return {"true": max(held, clock), "seen": seen} if value else {"true": held, "seen": max(seen, saw)}


def withdraws(command: Mapping[str, Any]) -> bool:
    """Whether the command takes a point back: it stays at its table, or it is deleted."""
    return command["set"] in {"stays", "deleted"} and command["value"] is True


def is_quiet(command: Mapping[str, Any]) -> bool:
    """Whether the command leaves what was written as it is: it says something about it."""
    return bool(command["set"] == "confirmed")


def _rank(entry: list[Any]) -> tuple[int, str, str]:
    """Clock, laptop, and for the same command twice anything that is the same everywhere."""
    return entry[0], entry[1], str(entry[2])


def value_of(registers: Registers, name: str, default: Any = None) -> Any:
    """What a register says."""
    entry = registers.get(name)
    return entry[2] if entry else default


def stays(registers: Registers) -> bool:
    """Whether it stays at the table."""
    held = registers.get("stays", {})
    return bool(held.get("true", 0) > held.get("seen", 0))


def deletion(registers: Registers, vector: Mapping[int, int]) -> tuple[bool, bool]:
    """(deleted, brought back): typing that the deleter had not seen brings it back. `vector` is the text's own."""
    entry = registers.get("deleted")
    if not entry or not entry[2]:
        return False, False
    saw = read_vector(base64.b64decode(entry[3]) or b"\x00") if len(entry) > 3 else {}
    back = any(clock > saw.get(client, 0) for client, clock in vector.items())
    return not back, back


def confirmed(registers: Registers, text: str) -> bool:
    """Whether this very wording was read back to the table and confirmed."""
    said = value_of(registers, "confirmed")
    return bool(said and text.strip()) and said == digest(text)


def digest(text: str) -> str:
    """Names a wording, whatever space stands around it: 64 bits in hex, over UTF-16 units. It guards against nobody."""
    units = memoryview(text.strip(" \t\r\n").encode(f"utf-16-{sys.byteorder[0]}e", "surrogatepass")).cast("H")
    one, other = 0xDEADBEEF, 0x41C6CE57
    for unit in units:
        one, other = _times(one ^ unit, 2654435761), _times(other ^ unit, 1597334677)
    one = _times(one ^ (one >> 16), 2246822507) ^ _times(other ^ (other >> 13), 3266489909)
    other = _times(other ^ (other >> 16), 2246822507) ^ _times(one ^ (one >> 13), 3266489909)
    return f"{one:08x}{other:08x}"


def _times(one: int, other: int) -> int:
    return (one * other) & 0xFFFFFFFF


def numbered(registers: Registers, prefix: str) -> dict[int, Any]:
    """Registers such as tick:12 by their number."""
    found = ((_NUMBERED.fullmatch(name), entry[2]) for name, entry in registers.items() if name != "stays")
    return {int(match[2]): value for match, value in found if match and match[1] == prefix}
