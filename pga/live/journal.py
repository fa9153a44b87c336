"""Appending to the journal: several laptops' edits in one transaction, numbered per scope under the scope's lock."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.db.models.functions import Length

from pga.live import notices, registry
from pga.live.clock import now_ms
from pga.live.edits import Edit, Refusal, read_edits
from pga.live.errors import ERASED, ERASED_HERE, Refused
from pga.live.known import Came, Counters, Known, KnownScope, KnownText
from pga.live.models import Document, Epoch, JournalRow, Projection, Scope, new_epoch
from pga.live.room import ROW_OCTETS, octets_of
from pga.live.settled import settled
from pga.live.updates import missing_before

MOST_ROWS_A_STATEMENT = 1_000
_COLUMNS = ("scope", "number", "laptop", "edit", "doc", "sort", "payload", "clock", "at", "quarantined", "late")


class Batch(NamedTuple):
    """What one laptop posted for one scope, let in by a grant of this generation (None: no grant was asked for)."""

    scope: str
    laptop: str
    edits: Sequence[Edit]
    generation: int | None = None


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
            counters = locked(sorted(by_scope))
            scopes = [known.scope(name, counters[name]) for name in by_scope]
            for scope in scopes:
                _append_scope(counters[scope.name], scope, [(i, batches[i]) for i in by_scope[scope.name]], results)
            rows = [row for index in range(len(batches)) for row in results[index].rows]
            if rows:
                _insert(rows)
                _count(scopes)
                notices.tell_rows(_spans(rows))
    except BaseException:
        for name in by_scope:
            known.doubt(name)
        raise
    for scope in scopes:
        scope.keep()
    return [results[index] for index in range(len(batches))]


def locked(names: Sequence[str]) -> dict[str, Counters]:
    """Each scope's row, locked until the commit; names in ascending order. SQLite has locked the whole database."""
    found: dict[str, Counters] = {}
    while len(found) < len(names):
        with connection.cursor() as cursor:
            holes = ", ".join(["%s"] * len(names))
            lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
            cursor.execute(
                f"SELECT name, number, documents, octets, late, below FROM {_table(Scope)}"  # noqa: S608 no input
                f" WHERE name IN ({holes}) ORDER BY name{lock}",
                names,
            )
            found = {name: Counters(*counters) for name, *counters in cursor.fetchall()}
        missing = [Scope(name=name) for name in names if name not in found]
        if missing:
            Scope.objects.bulk_create(missing, ignore_conflicts=True)
    return found


def _append_scope(
    held: Counters, known: KnownScope, batches: list[tuple[int, Batch]], results: dict[int, Appended]
) -> None:
    known.prepare({edit.doc for _index, batch in batches for edit in batch.edits})
    for index, batch in batches:
        results[index] = _append_batch(batch, held, known)
        known.number = results[index].number


def _append_batch(batch: Batch, held: Counters, known: KnownScope) -> Appended:
    at, number, mark = now_ms(), known.number, known.mark(batch.laptop)
    if batch.generation is not None and batch.generation < held.below:
        # It was let in a moment before its table was erased.
        return Appended({}, [Refusal(edit.id, 410, ERASED_HERE) for edit in batch.edits], number, mark, [])
    # Two windows of one laptop send the same edits, maybe into one group, where no row can be found yet.
    fresh = known.fresh.setdefault(batch.laptop, {})
    came = _journalled(batch, mark) | fresh
    clocks, late, refusals, rows = dict[int, int](), set[int](), list[Refusal](), list[Row]()
    # That a point stays at its table comes before its words, and they must not be taken without it.
    held_up = set[str]()
    for edit in batch.edits:
        refusal = _refusal(edit, came.get(edit.id), known, batch.laptop, held_up)
        if refusal:
            refusals.append(refusal)
            continue
        if edit.id not in came:
            number += 1
            rows.append(_row(batch, edit, number, at, late=_is_late(held, edit)))
            came[edit.id] = fresh[edit.id] = Came(edit.doc, edit.sort, edit.payload, edit.clock, rows[-1].late)
            mark = max(mark, edit.id)
        clocks[edit.id] = came[edit.id].clock
        if came[edit.id].late:
            late.add(edit.id)
    known.note_mark(batch.laptop, mark)
    return Appended(clocks, refusals, number, mark, rows, sorted(late))


def _is_late(held: Counters, edit: Edit) -> bool:
    """Whether an edit that is appended now comes after the close; what takes back never does."""
    return bool(held.late) and not edit.withdraws


def _row(batch: Batch, edit: Edit, number: int, at: int, *, late: bool) -> Row:
    named = (batch.scope, number, batch.laptop, edit.id, edit.doc)
    return Row(*named, edit.sort, edit.payload, edit.clock, at, late=late)


def _journalled(batch: Batch, mark: int) -> dict[int, Came]:
    """What came before under the ids of the batch.

    Two tabs of one laptop may arrive out of order. Rows first, settled ids afterwards: compaction takes the one and
    writes the other in one transaction.
    """
    old = {edit.id: edit.doc for edit in batch.edits if edit.id <= mark}
    if not old:
        return {}
    rows = JournalRow.objects.filter(scope=batch.scope, laptop=batch.laptop, edit__in=list(old))
    known = rows.values_list("edit", "doc", "sort", "payload", "clock", "late")
    found = {edit: Came(doc, sort, bytes(payload), clock, late) for edit, doc, sort, payload, clock, late in known}
    gone = {edit: doc for edit, doc in old.items() if edit not in found}
    # The clock of a row that is gone is told to nobody: it was a text's.
    return found | {edit: Came(old[edit], "text", None, 0) for edit in settled(batch.scope, batch.laptop, gone)}


def _is_another(edit: Edit, came: Came, text: KnownText) -> bool:
    """Whether the id was another edit's: of a laptop that was copied, or has forgotten which ids it gave."""
    if (came.doc, came.sort, came.payload) == (edit.doc, edit.sort, edit.payload):
        return False
    if edit.update is None or (came.doc, came.sort) != (edit.doc, edit.sort):
        return True
    # Compaction puts the words of several rows into one of them: by its bytes alone a text is not known again.
    return text.lacks(edit.update)


def _refusal(edit: Edit, came: Came | None, known: KnownScope, laptop: str, held_up: set[str]) -> Refusal | None:
    """Why the edit is not acknowledged; a new one against which nothing speaks is noted as known."""
    text = known.text(edit.doc)
    if came and not _is_another(edit, came, text):
        return None
    if came or (edit.doc in held_up and not edit.withdraws):
        held_up.add(edit.doc)
        return _again(edit, text, "Another change came under this number.")
    if text.erased:
        return Refusal(edit.id, 410, ERASED)
    if edit.update and missing_before(edit.update, text.clocks):
        return _again(edit, text, "Something written before this has not arrived yet.")
    octets = octets_of(edit.payload)
    try:
        text.check(edit)
        known.check_room(text, laptop, octets)
    except Refused as refused:
        return Refusal(edit.id, refused.status, refused.why)
    known.take(text, laptop, octets)
    text.take(edit)
    return None


def _again(edit: Edit, text: KnownText, why: str) -> Refusal:
    """Refused with what the laptop needs to send it again, under a new id."""
    return Refusal(edit.id, 409, why, text.vector if edit.update else "")


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


def _count(scopes: Sequence[KnownScope]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {_table(Scope)} SET number = %s, documents = %s, octets = %s"  # noqa: S608 the name is the model's
            " WHERE name = %s",
            [(scope.number, scope.documents, scope.octets, scope.name) for scope in scopes],
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
        recount(scope)
        Document.objects.update_or_create(scope=scope, doc=doc, defaults=blank)
        notices.say(scope, "erased", {"doc": doc})
        notices.tell("projected", kind, scope_id, [doc])
    notices.doubt(scope)


def erased_docs(kind: str, scope_id: int, docs: Iterable[str] | None = None) -> list[str]:
    """Documents of a scope that were erased; of these, where some are named."""
    erased = Document.objects.filter(scope=f"{kind}:{scope_id}", erased=True)
    return list((erased if docs is None else erased.filter(doc__in=docs)).order_by("pk").values_list("doc", flat=True))


def recount(scope: str) -> None:
    """Count anew what a scope's rows take; under its lock."""
    taken = JournalRow.objects.filter(scope=scope).aggregate(bytes=Sum(Length("payload")), rows=Count("pk"))
    Scope.objects.filter(name=scope).update(octets=(taken["bytes"] or 0) + ROW_OCTETS * taken["rows"])


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
