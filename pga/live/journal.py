"""Appending to the journal: several laptops' edits in one transaction, numbered per scope under the scope's lock."""

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F

from pga.live import notices, registry
from pga.live.clock import now_ms
from pga.live.edits import Edit, Refusal, read_edits
from pga.live.errors import ERASED, ERASED_HERE, TOO_LONG, Refused
from pga.live.known import Known, KnownScope
from pga.live.models import Document, Epoch, JournalRow, Projection, Scope, new_epoch
from pga.live.updates import missing_before, write_vector

MOST_ROWS_A_STATEMENT = 1_000
_COLUMNS = ("scope", "number", "laptop", "edit", "doc", "sort", "payload", "clock", "at", "quarantined", "late")


class Batch(NamedTuple):
    """What one laptop posted for one scope, let in by a grant of this generation (None: no grant was asked for)."""

    scope: str
    laptop: str
    edits: Sequence[Edit]
    generation: int | None = None


class Held(NamedTuple):
    """A scope's row, locked until the commit: its last number, whether it is closed, which grants were erased."""

    number: int
    late: bool
    below: int


class Row(NamedTuple):
    """A journal row just appended, in the order of the columns."""

    scope: str
    number: int
    laptop: str
    edit: int
    doc: str
    sort: str
    payload: bytes
    clock: int
    at: int
    quarantined: bool = False
    late: bool = False


class Appended(NamedTuple):
    """What became of a batch.

    `clocks` holds the clock of every edit that is journalled, now or before, by its id; `number` is the scope's last
    number, `mark` the greatest edit id of the laptop; `late` has the ids of those that came after the close.
    """

    clocks: dict[int, int]
    refusals: list[Refusal]
    number: int
    mark: int
    rows: list[Row]
    late: list[int] = []


def append_group(batches: Sequence[Batch], known: Known) -> list[Appended]:
    """Append all batches in one transaction; what is returned is on disk. Scopes are locked in ascending order."""
    by_scope: dict[str, list[int]] = defaultdict(list)
    for index, batch in enumerate(batches):
        by_scope[batch.scope].append(index)
    results: dict[int, Appended] = {}
    try:
        with transaction.atomic():
            scopes = locked(sorted(by_scope))
            for name, indexes in by_scope.items():
                held = scopes[name]
                _append_scope(held, known.scope(name, held.number), [(i, batches[i]) for i in indexes], results)
            rows = [row for index in range(len(batches)) for row in results[index].rows]
            if rows:
                _insert(rows)
                _count(rows)
                notices.tell_rows(_spans(rows))
    except BaseException:
        for name in by_scope:
            known.doubt(name)
        raise
    return [results[index] for index in range(len(batches))]


def locked(names: Sequence[str]) -> dict[str, Held]:
    """Each scope's row, locked until the commit; names in ascending order. SQLite has locked the whole database."""
    found: dict[str, Held] = {}
    while len(found) < len(names):
        with connection.cursor() as cursor:
            holes = ", ".join(["%s"] * len(names))
            lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
            cursor.execute(
                f"SELECT name, number, late, below FROM {_table(Scope)} WHERE name IN ({holes}) ORDER BY name{lock}",  # noqa: S608 no input
                names,
            )
            found = {name: Held(number, bool(late), below) for name, number, late, below in cursor.fetchall()}
        missing = [Scope(name=name) for name in names if name not in found]
        if missing:
            Scope.objects.bulk_create(missing, ignore_conflicts=True)
    return found


def _append_scope(
    held: Held, known: KnownScope, batches: list[tuple[int, Batch]], results: dict[int, Appended]
) -> None:
    for index, batch in batches:
        results[index] = _append_batch(batch, held, known)
        known.number = results[index].number


def _append_batch(batch: Batch, held: Held, known: KnownScope) -> Appended:
    at, number, mark = now_ms(), known.number, known.mark(batch.laptop)
    if batch.generation is not None and batch.generation < held.below:
        # It was let in a moment before its table was erased.
        return Appended({}, [Refusal(edit.id, 410, ERASED_HERE) for edit in batch.edits], number, mark, [])
    clocks, late = _journalled(batch, mark)
    refusals, rows = list[Refusal](), list[Row]()
    for edit in batch.edits:
        if edit.id in clocks:
            continue
        refusal = _refusal(edit, known)
        if refusal:
            refusals.append(refusal)
            continue
        number += 1
        rows.append(_row(batch, edit, number, at, late=held.late and not edit.withdraws))
        clocks[edit.id] = edit.clock
        mark = max(mark, edit.id)
    known.note_mark(batch.laptop, mark)
    return Appended(clocks, refusals, number, mark, rows, sorted({*late, *(row.edit for row in rows if row.late)}))


def _row(batch: Batch, edit: Edit, number: int, at: int, *, late: bool) -> Row:
    named = (batch.scope, number, batch.laptop, edit.id, edit.doc)
    return Row(*named, edit.sort, edit.payload, edit.clock, at, late=late)


def _journalled(batch: Batch, mark: int) -> tuple[dict[int, int], list[int]]:
    """Edits of the batch that came before, with their clocks, and which of them are late.

    Two tabs of one laptop may arrive out of order.
    """
    old = [edit.id for edit in batch.edits if edit.id <= mark]
    if not old:
        return {}, []
    rows = JournalRow.objects.filter(scope=batch.scope, laptop=batch.laptop, edit__in=old)
    known = list(rows.values_list("edit", "clock", "late"))
    return {edit: clock for edit, clock, _late in known}, [edit for edit, _clock, late in known if late]


def _refusal(edit: Edit, known: KnownScope) -> Refusal | None:
    """Why the edit cannot be journalled; notes it as known if it can."""
    text = known.text(edit.doc)
    if text.erased:
        return Refusal(edit.id, 410, ERASED)
    if edit.update is None:
        return None
    if missing_before(edit.update, text.clocks):
        state = base64.b64encode(write_vector(text.clocks)).decode()
        return Refusal(edit.id, 409, "Something written before this has not arrived yet.", state)
    if not text.has_room(edit.update, len(edit.payload)):
        return Refusal(edit.id, 413, TOO_LONG)
    text.take(edit.update, len(edit.payload))
    return None


def _table(model: type[JournalRow] | type[Scope]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 Django's documented name for it


def _insert(rows: Sequence[Row]) -> None:
    """All rows, in as few statements as the databases' limits on parameters allow."""
    columns = ", ".join(connection.ops.quote_name(column) for column in _COLUMNS)
    hole = f"({', '.join(['%s'] * len(_COLUMNS))})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), MOST_ROWS_A_STATEMENT):
            some = rows[start : start + MOST_ROWS_A_STATEMENT]
            holes = ", ".join([hole] * len(some))
            cursor.execute(
                f"INSERT INTO {_table(JournalRow)} ({columns}) VALUES {holes}",  # noqa: S608 names are the model's
                [value for row in some for value in row],
            )


def _count(rows: Sequence[Row]) -> None:
    last = {row.scope: row.number for row in rows}
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {_table(Scope)} SET number = %s WHERE name = %s",  # noqa: S608 the name is the model's
            [(last[name], name) for name in sorted(last)],
        )


def _spans(rows: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """First and last new number of each scope."""
    spans: dict[str, tuple[int, int]] = {}
    for row in rows:
        spans[row.scope] = (spans.get(row.scope, (row.number, 0))[0], row.number)
    return spans


def append(kind: str, scope_id: int, laptop: str, edits: Sequence[Mapping[str, Any]]) -> Appended:
    """Append as the door would, without a server: for management commands. Raises Refused for the first refusal."""
    scope_kind = registry.scope_kind(kind)
    if scope_kind is None:
        raise Refused(404, "There is no such kind of scope.")
    good, refusals = read_edits(list(edits), scope_kind)
    for refusal in refusals:
        raise Refused(refusal.status, refusal.why)
    with transaction.atomic():
        result = append_group([Batch(f"{kind}:{scope_id}", laptop, good)], Known())[0]
        for refusal in result.refusals:
            raise Refused(refusal.status, refusal.why)
    return result


def erase(kind: str, scope_id: int, doc: str) -> None:
    """Destroy a document and its whole history; only its id is left, so that no laptop brings the words back."""
    scope = f"{kind}:{scope_id}"
    blank = {"state": b"", "registers": {}, "erased": True}
    with transaction.atomic():
        locked([scope])
        # A number is used up: what any writer remembers of the scope is no longer true, and its writer sees it.
        Scope.objects.filter(name=scope).update(number=F("number") + 1)
        # No projector may be about to write what it read before.
        Projection.objects.select_for_update().get_or_create(scope=scope)
        JournalRow.objects.filter(scope=scope, doc=doc).delete()
        Document.objects.update_or_create(scope=scope, doc=doc, defaults=blank)
        notices.say(scope, "erased", {"doc": doc})
        notices.tell("projected", kind, scope_id, [doc])
    notices.doubt(scope)


def erased_docs(kind: str, scope_id: int, docs: Iterable[str] | None = None) -> list[str]:
    """Documents of a scope that were erased; of these, where some are named."""
    erased = Document.objects.filter(scope=f"{kind}:{scope_id}", erased=True)
    return list((erased if docs is None else erased.filter(doc__in=docs)).order_by("pk").values_list("doc", flat=True))


def rows_between(scope: str, first: int, last: int) -> Iterator[JournalRow]:
    """Rows of a scope by number, both ends included."""
    return JournalRow.objects.filter(scope=scope, number__range=(first, last)).order_by("number").iterator()


def begin_epoch() -> None:
    """Another life begins: the database was restored, and laptops know of edits that it does not have."""
    Epoch.objects.update_or_create(pk=1, defaults={"name": new_epoch()})


def rows_of(scope: str, doc: str) -> Iterator[JournalRow]:
    """What was journalled of one document, by number; without the rows that cannot be merged."""
    rows = JournalRow.objects.filter(scope=scope, doc=doc, quarantined=False)
    return rows.order_by("number").iterator()


def epoch() -> str:
    """The name of this life of the database."""
    return Epoch.objects.get_or_create(pk=1)[0].name
