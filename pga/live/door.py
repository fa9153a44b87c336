"""The edit door: edits in, acknowledgements out, a scope's snapshot, signs of life.

Raw ASGI: the loop never waits for the database.
"""

import asyncio
import base64
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

from django.db import close_old_connections
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from pga.live import journal, limits
from pga.live.clock import now_ms
from pga.live.edits import Edit, Refusal, is_document, read_edits
from pga.live.errors import CLOSED, JOINED_ANEW, ONLY_READS, TOO_FAST, Refused
from pga.live.frames import here_frame, row_json
from pga.live.gate import Pass, admit, gate
from pga.live.http import Cursor, Request, Send, answer
from pga.live.hub import hub
from pga.live.journal import Appended, Batch
from pga.live.models import Document, JournalRow, Projection, Scope
from pga.live.presence import presence
from pga.live.quarantine import put_aside_in
from pga.live.registry import ScopeKey, ScopeKind, scope_kind
from pga.live.settled import mark_of
from pga.live.writer import Full, Waiting, writer

WAIT_SECONDS = 15.0
MOST_BEHIND = 5_000
_MOST_UNSENT = 100_000
# Bytes of a request that are read on the loop itself.
MOST_AT_ONCE = 20_000
reading = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-reading")


async def in_thread(function: Any, *args: Any) -> Any:
    """Run a database read beside the loop."""
    return await asyncio.get_running_loop().run_in_executor(reading, partial(_with_database, function, *args))


def _with_database(function: Any, *args: Any) -> Any:
    close_old_connections()
    return function(*args)


class Entered(NamedTuple):
    """A laptop that is in, and the key that let it in."""

    laptop: Pass
    key: ScopeKey


async def enter(request: Request, kind: str, ident: int) -> Entered:
    """The laptop's pass, or Refused."""
    if scope_kind(kind) is None:
        raise Refused(404, "There is nothing here.")
    known, key = gate.kept(kind, ident)
    if not known:
        key = await in_thread(gate.load, kind, ident)
    laptop = admit(kind, ident, key, request.cookies)
    if laptop.laptop not in (key.names if key else {}):
        # It joined after the key was read.
        key = await in_thread(gate.load, kind, ident)
        laptop = admit(kind, ident, key, request.cookies)
    if key is None:
        raise Refused(401, "There is nothing here.")
    return Entered(laptop, key)


async def post_edits(request: Request, send: Send, kind: str, ident: int) -> None:
    """Take a laptop's edits; the answer names those that are on disk."""
    request.check_origin()
    entered = await enter(request, kind, ident)
    laptop = entered.laptop
    if not entered.key.open:
        raise Refused(403, CLOSED)
    if laptop.laptop in entered.key.readers:
        raise Refused(403, ONLY_READS)
    if not limits.posts.take(laptop.laptop):
        raise Refused(429, TOO_FAST)
    body = await request.json()
    if not limits.octets.take(laptop.laptop, request.size):
        raise Refused(429, TOO_FAST)
    if body.get("laptop", laptop.laptop) != laptop.laptop:
        # Its ids are those of another grant: what they name here may be other words, already acknowledged.
        raise Refused(403, JOINED_ANEW)
    registered = scope_kind(kind)
    if registered is None:
        raise Refused(404, "There is nothing here.")
    raws = body.get("edits", [])
    if isinstance(raws, list) and not limits.edits.take(laptop.laptop, len(raws)):
        raise Refused(429, TOO_FAST)
    edits, refusals = await _read(raws, registered, request.size)
    _here(laptop, entered.key, body.get("here"))
    batch = Batch(laptop.scope, laptop.laptop, edits, laptop.generation)
    appended = await _appended(batch) if edits else None
    await _acknowledge(send, edits, appended, refusals, entered.key)


async def _read(raws: Any, kind: ScopeKind, size: int) -> tuple[list[Edit], list[Refusal]]:
    """Much is read beside the loop: what is hostile may take 5 µs a byte, and nobody else's keystroke waits for it."""
    if size <= MOST_AT_ONCE:
        return read_edits(raws, kind)
    return await asyncio.get_running_loop().run_in_executor(reading, read_edits, raws, kind)


async def _appended(batch: Batch) -> Appended:
    loop = asyncio.get_running_loop()
    waiting: asyncio.Future[Appended | None] = loop.create_future()

    def done(result: Appended | None) -> None:
        if not waiting.done():
            waiting.set_result(result)

    try:
        writer.put(Waiting(batch, done))
        async with asyncio.timeout(WAIT_SECONDS):
            result = await waiting
    except (Full, TimeoutError) as error:
        raise Refused(503, "The server is busy. The words are on this laptop and are sent again.") from error
    if result is None:
        raise Refused(503, "The server could not write just now. The words are on this laptop and are sent again.")
    return result


_epoch: list[str] = []


def epoch() -> str:
    """The epoch, read once: a restore means a restart."""
    if not _epoch:
        _epoch.append(journal.epoch())
    return _epoch[0]


async def _acknowledge(
    send: Send, edits: list[Edit], appended: Appended | None, refusals: list[Refusal], key: ScopeKey
) -> None:
    """The body names what is on disk; where nothing is and something was refused, the status says so too."""
    clocks = appended.clocks if appended else {}
    refused = refusals + (appended.refusals if appended else [])
    told: dict[str, Any] = {
        "epoch": await in_thread(epoch) if not _epoch else _epoch[0],
        "acked": sorted(clocks),
        "late": appended.late if appended else [],
        "closed": closed_json(key),
        "now": now_ms(),
        "clocks": {str(edit.id): clocks[edit.id] for edit in edits if clocks.get(edit.id, 0) not in (0, edit.at)},
        "refused": [refusal.as_json() for refusal in refused],
    }
    if appended:
        told |= {"mark": appended.mark, "number": appended.number}
    await answer(send, refused[0].status if refused and not clocks else 200, told)


def closed_json(key: ScopeKey) -> dict[str, int] | None:
    """When the scope was closed and until when copies may stay on laptops, as laptops are told."""
    return key.closed._asdict() if key.closed else None


def standing_of(kind: str, ident: int) -> Mapping[str, Any]:
    """What a scope's laptops are told at every connection."""
    registered = scope_kind(kind)
    return registered.standing([ident]).get(ident, {}) if registered else {}


async def post_here(request: Request, send: Send, kind: str, ident: int) -> None:
    """A sign of life."""
    request.check_origin()
    entered = await enter(request, kind, ident)
    if not limits.posts.take(entered.laptop.laptop):
        raise Refused(429, TOO_FAST)
    body = await request.json()
    _here(entered.laptop, entered.key, body)
    await answer(send, 200, {"epoch": await in_thread(epoch), "now": now_ms()})


def _here(laptop: Pass, key: ScopeKey, here: Any) -> None:
    """Note who is where; others at the scope see it at most twice a second."""
    if not isinstance(here, Mapping):
        return
    doc, unsent = here.get("doc"), here.get("unsent")
    count = unsent if isinstance(unsent, int) and 0 <= unsent < _MOST_UNSENT else 0
    if presence.heard(laptop.scope, laptop.laptop, doc if is_document(doc) else None, count):
        show_there(laptop.scope, key)


def show_there(scope: str, key: ScopeKey) -> None:
    """Tell a scope's laptops who is there."""
    there = [(one.laptop, key.names.get(one.laptop, ""), one.doc) for one in presence.there(scope)]
    hub.show(scope, "here", here_frame(there))


async def get_snapshot(request: Request, send: Send, kind: str, ident: int) -> None:
    """A scope's documents: merged ones, and the rows that are not merged yet.

    All of them, or those that have changed since the row `after` if the laptop's copy is of this `epoch`.
    """
    entered = await enter(request, kind, ident)
    if not limits.snapshots.take(entered.laptop.laptop):
        raise Refused(429, TOO_FAST)
    told = await in_thread(_snapshot, entered.laptop, request.cursor())
    await answer(send, 200, {**told, "closed": closed_json(entered.key)})


async def get_rows(request: Request, send: Send, kind: str, ident: int) -> None:
    """What the stream would tell, for a laptop whose stream does not come through: some proxies hold streams back."""
    entered = await enter(request, kind, ident)
    if not limits.posts.take(entered.laptop.laptop):
        raise Refused(429, TOO_FAST)
    told = await in_thread(_rows, entered.laptop, request.cursor())
    await answer(send, 200, {**told, "closed": closed_json(entered.key)})


def _rows(laptop: Pass, cursor: Cursor) -> dict[str, Any]:
    scope = laptop.scope
    last = Scope.objects.filter(name=scope).values_list("number", flat=True).first() or 0
    told = {
        "epoch": epoch(),
        "number": last,
        "now": now_ms(),
        "erased": journal.erased_docs(laptop.kind, laptop.id),
        "standing": standing_of(laptop.kind, laptop.id),
    }
    if is_far(cursor, last):
        return {**told, "far": True}
    return {**told, "rows": [row_json(row) for row in journal.rows_between(scope, cursor.after + 1, last)]}


def is_far(cursor: Cursor, last: int) -> bool:
    """Whether a fresh snapshot is cheaper than the rows, or the rows are those of another life of the database."""
    stranger = bool(cursor.epoch) and cursor.epoch != epoch()
    return stranger or cursor.after > last or last - cursor.after > MOST_BEHIND


def _snapshot(laptop: Pass, cursor: Cursor) -> dict[str, Any]:
    scope = laptop.scope
    # Number, rows, documents, in this order: what is merged or taken in meanwhile comes twice, never not at all.
    number = Scope.objects.filter(name=scope).values_list("number", flat=True).first() or 0
    rows = _unmerged(scope)
    projected = Projection.objects.filter(scope=scope).values_list("number", flat=True).first() or 0
    documents = Document.objects.filter(scope=scope).order_by("pk")
    partial = 0 < cursor.after <= projected and cursor.epoch == epoch()
    if partial:
        # Erased ones always: their copies must go, however long the laptop slept.
        documents = documents.filter(Q(number__gt=cursor.after) | Q(erased=True))
    docs = [
        {
            "doc": document.doc,
            "state": base64.b64encode(bytes(document.state)).decode(),
            "registers": document.registers,
            **({"erased": True} if document.erased else {"at": document.last_at}),
        }
        for document in documents
    ]
    return {
        "epoch": epoch(),
        "partial": partial,
        "now": now_ms(),
        "laptop": {"id": laptop.laptop, "name": laptop.name},
        "mark": mark_of(scope, laptop.laptop),
        "number": number,
        "standing": standing_of(laptop.kind, laptop.id),
        "docs": docs,
        "quarantined": put_aside_in(scope),
        "rows": [row_json(row) for row in rows],
    }


def _unmerged(scope: str) -> list[JournalRow]:
    """Rows that are in no document yet, late ones whatever their number. One statement, so that it is one moment."""
    projected = Projection.objects.filter(scope=scope).values("number")
    rows = JournalRow.objects.filter(scope=scope)
    # SQLite would read all rows of the scope for an OR; each of these has an index.
    fresh = rows.filter(number__gt=Coalesce(Subquery(projected), 0))
    return list(fresh.union(rows.filter(late=True)).order_by("number"))
