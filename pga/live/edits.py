"""Edits as laptops send them: read, checked, refused one by one."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pga.live.clock import bounded
from pga.live.errors import DAMAGED, NOT_TAKEN, TOO_LONG_A_NOTE, UNFIT_CHANGE, Refused
from pga.live.registry import ScopeKind
from pga.live.updates import BadUpdate, Update, read_update

MOST_EDITS = 2_000
MOST_COMMAND_BYTES = 4_000
_DOC = re.compile(r"[a-z][A-Za-z0-9]{21}")
_MOST_ID = 1 << 53
_MOST_CLOCK = 1 << 53


class Edit(NamedTuple):
    """One edit that may be journalled: `update` is what a text update brings, `register` what a command sets.

    `clock` is the laptop's own, `at`, or the greatest that the server's time allows. What `withdraws` is never late.
    """

    id: int
    doc: str
    sort: str
    payload: bytes
    clock: int
    update: Update | None
    register: str = ""
    at: int = 0
    withdraws: bool = False


class Refusal(NamedTuple):
    """One edit that may not, with a status and a sentence; `state` is a state vector in base64 after a gap."""

    id: int
    status: int
    why: str
    state: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the acknowledgement tells it."""
        told: dict[str, Any] = {"id": self.id, "status": self.status, "why": self.why}
        return {**told, "state": self.state} if self.state else told


def is_document(doc: Any) -> bool:
    """Whether this may be a document's id."""
    return isinstance(doc, str) and bool(_DOC.fullmatch(doc))


def _whole(value: Any, limit: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < limit:
        raise Refused(422, UNFIT_CHANGE)
    return value


def edit_id(raw: Any) -> int:
    """The id that the laptop gave the edit; without one nothing can be acknowledged."""
    if not isinstance(raw, Mapping):
        raise Refused(422, "An edit is not an object.")
    return _whole(raw.get("id"), _MOST_ID)


def read_edit(raw: Mapping[str, Any], kind: ScopeKind) -> Edit:
    """The edit, checked; raises Refused."""
    number = edit_id(raw)
    doc = raw.get("doc")
    if not isinstance(doc, str) or not is_document(doc):
        raise Refused(422, UNFIT_CHANGE)
    at = _whole(raw.get("at"), _MOST_CLOCK)
    clock = bounded(at)
    if "text" in raw:
        update = _update(_bytes(raw["text"]))
        return Edit(number, doc, "text", update.plain, clock, update, at=at)
    command = kind.check(doc, {key: value for key, value in raw.items() if key not in ("id", "doc", "at")})
    payload = json.dumps(command, ensure_ascii=False, separators=(",", ":")).encode()
    if len(payload) > MOST_COMMAND_BYTES:
        raise Refused(413, TOO_LONG_A_NOTE)
    register = str(command.get("set", ""))
    return Edit(number, doc, "set", payload, clock, None, register, at, kind.withdraws(command))


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise Refused(422, DAMAGED) from error


def _update(payload: bytes) -> Update:
    try:
        return read_update(payload)
    except BadUpdate as error:
        status = 413 if str(error) == "size" else 422
        raise Refused(status, NOT_TAKEN) from error


def read_edits(raws: Any, kind: ScopeKind) -> tuple[list[Edit], list[Refusal]]:
    """Edits that may be journalled, and refusals of the others. Raises Refused if it is no list of edits at all.

    One without an id cannot be refused by name: it is left out, and never keeps the others from being read.
    """
    if not isinstance(raws, list) or len(raws) > MOST_EDITS:
        raise Refused(422, "There is no list of edits, or it is too long.")
    edits: list[Edit] = []
    refusals: list[Refusal] = []
    for raw in raws:
        try:
            number = edit_id(raw)
        except Refused:
            continue
        try:
            edits.append(read_edit(raw, kind))
        except Refused as refused:
            refusals.append(Refusal(number, refused.status, refused.why))
    if raws and not edits and not refusals:
        raise Refused(422, "No edit has a number by which it could be acknowledged.")
    return edits, refusals
