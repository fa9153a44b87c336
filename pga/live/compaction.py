"""Compaction: what one laptop typed in one document without a pause becomes one row, and no history is lost by it.

A burst of typing is a row of its own, 9,000 of them for 3,000 words; a minute later nobody tells them apart any more.
The row that stays is the last one: its number, so that a laptop whose cursor stands among them gets the words again,
which does no harm; its edit, while the ids of the others are kept as settled; its time, beside which stands the first
one's, so that the history's steps begin and end where they did.

Only rows are taken that are merged into their documents and ten minutes old: whoever reads rows in two steps (the last
number, then the rows up to it) must find in the second what the first has promised.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from django.db import close_old_connections, connection, transaction
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length

from pga.live.clock import now_ms
from pga.live.journal import locked
from pga.live.merging import CannotMerge, merge
from pga.live.models import Compaction, JournalRow, Projection, Scope
from pga.live.room import ROW_OCTETS
from pga.live.settled import MOST_RANGES, Ranges, ranges_of, settle, with_ids
from pga.live.updates import BadUpdate, Span, Update, read_update

log = logging.getLogger("pga.live.compaction")
PAUSE_MS = 60_000
OLD_MS = 600_000
# Rows that one transaction looks at, and bytes that one row may become: the edit door waits for it.
MOST_ROWS = 50
MOST_BYTES = 32_000
EVERY = 20.0
LEAST_REST = 0.02
# Of a processor's time no more than a twentieth, and a hundredth while laptops write.
SHARE = 20
BUSY = 5
# Two rows become one only if they are alike in these.
_ALIKE = ("laptop", "sort", "quarantined", "late")
_HEADS = ("pk", "number", "doc", "edit", "at", "began", *_ALIKE)


class Joined(NamedTuple):
    """Rows that become one: the last, with this payload, the time of the first, the others, bytes won."""

    last: JournalRow
    payload: bytes
    began: int
    others: list[JournalRow]
    won: int


class Plan(NamedTuple):
    """What is to be done about a scope's rows after the number `held`.

    These were looked at, some become one, and then these ids are settled, by laptop.
    """

    scope: str
    held: int
    heads: list[JournalRow]
    joined: list[Joined]
    ranges: dict[str, Ranges]


class _Changed(Exception):
    """Rows were erased or put aside since they were read."""


def plan(scope: str) -> Plan:
    """Look at some rows more of a scope and merge what can be; nothing is locked meanwhile."""
    held = Compaction.objects.filter(scope=scope).values_list("number", flat=True).first() or 0
    heads = _old_rows(scope, held)
    ranges = _settled(scope, heads)
    joined = [one for run in _runs(scope, heads, held) if run[0].laptop in ranges for one in _joined(run)]
    return Plan(scope, held, heads, joined, ranges)


def carry_out(planned: Plan) -> None:
    """Write it, in one short transaction: the edit door may be waiting, so every statement counts.

    If another process was faster its work stands and ours is dropped; if a row was changed, all is planned anew.
    """
    if not planned.heads:
        return
    with suppress(_Changed), transaction.atomic():
        if connection.vendor == "postgresql":
            # Nothing is promised here: what a power cut takes is done again.
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO off")
            locked([planned.scope])
        if _is_first(planned):
            settle(planned.scope, planned.ranges)
            _write(planned.scope, planned.joined)


def _is_first(planned: Plan) -> bool:
    """Whether nobody has passed these rows yet; from now on they are passed."""
    scope, number = planned.scope, planned.heads[-1].number
    if planned.held:
        return Compaction.objects.filter(scope=scope, number=planned.held).update(number=number) == 1
    return Compaction.objects.get_or_create(scope=scope, defaults={"number": number})[1]


def _old_rows(scope: str, after: int) -> list[JournalRow]:
    """The next rows that are merged and old, without their payloads."""
    projected = Projection.objects.filter(scope=scope).values_list("number", flat=True).first() or 0
    rows = JournalRow.objects.filter(scope=scope, number__gt=after, number__lte=projected).order_by("number")
    heads: list[JournalRow] = []
    limit = now_ms() - OLD_MS
    for row in _heads(rows)[:MOST_ROWS]:
        if row.at > limit:
            break
        heads.append(row)
    return heads


def _heads(rows: QuerySet[JournalRow]) -> QuerySet[JournalRow]:
    return rows.only(*_HEADS).annotate(size=Length("payload"))


def _runs(scope: str, heads: Sequence[JournalRow], held: int) -> Iterator[list[JournalRow]]:
    """Rows that may become one, by document; each document's last row before these goes along."""
    by_doc: dict[str, list[JournalRow]] = defaultdict(list)
    for row in _rows_before(scope, {head.doc for head in heads if head.sort == "text"}, held):
        by_doc[row.doc].append(row)
    for row in heads:
        by_doc[row.doc].append(row)
    for rows in by_doc.values():
        run: list[JournalRow] = []
        for row in rows:
            if run and not _goes_on(run, row):
                yield run
                run = []
            run.append(row)
        yield run


def _rows_before(scope: str, docs: set[str], number: int) -> Iterable[JournalRow]:
    rows = JournalRow.objects.filter(scope=scope)
    last = rows.filter(doc__in=docs, number__lte=number).values("doc").annotate(last=Max("number"))
    return _heads(rows.filter(number__in=[one["last"] for one in last.order_by("doc")]))


def _goes_on(run: Sequence[JournalRow], row: JournalRow) -> bool:
    """Whether a row belongs to the same step of the history as the rows before it."""
    last = run[-1]
    return (
        all(getattr(row, name) == getattr(last, name) for name in _ALIKE)
        and row.sort == "text"
        and not row.quarantined
        # What came late may be taken in row by row.
        and not row.late
        and row.at - last.at <= PAUSE_MS
        and sum(one.size for one in run) + row.size <= MOST_BYTES  # type: ignore[attr-defined]  # annotated
    )


def _joined(run: Sequence[JournalRow]) -> Iterator[Joined]:
    """What becomes of a run; a row that says again what one before it said is kept apart."""
    if len(run) < 2:
        return
    payloads = dict(JournalRow.objects.filter(pk__in=[row.pk for row in run]).values_list("pk", "payload"))
    part: list[tuple[JournalRow, bytes, Update]] = []
    for row in run:
        try:
            payload = bytes(payloads[row.pk])
            update = read_update(payload, most=2 * MOST_BYTES)
        except (KeyError, BadUpdate):
            return
        if _overlap(update, [known for _row, _payload, known in part]):
            yield from _made_one(part)
            part = []
        part.append((row, payload, update))
    yield from _made_one(part)


def _overlap(update: Update, others: Iterable[Update]) -> bool:
    known = [span for other in others for span in other.structs]
    return any(
        span.client == one.client and span.start < one.end and one.start < span.end
        for span in update.structs
        for one in known
    )


def _made_one(part: Sequence[tuple[JournalRow, bytes, Update]]) -> Iterator[Joined]:
    if len(part) < 2:
        return
    rows, payloads, updates = [list(column) for column in zip(*part, strict=True)]
    try:
        payload = read_update(merge(b"", payloads), most=2 * MOST_BYTES).plain
        whole = read_update(payload, most=2 * MOST_BYTES)
    except (CannotMerge, BadUpdate):
        return
    reach = (
        _reach(span for one in updates for span in one.structs),
        _reach(span for one in updates for span in one.deletions),
    )
    if (_reach(whole.structs), _reach(whole.deletions)) == reach:
        won = sum(len(one) for one in payloads) - len(payload) + ROW_OCTETS * (len(rows) - 1)
        yield Joined(rows[-1], payload, rows[0].began or rows[0].at, rows[:-1], won)


def _reach(spans: Iterable[Span]) -> list[Span]:
    """The same clocks, as few spans."""
    joined: list[Span] = []
    for span in sorted(spans):
        last = joined[-1] if joined else None
        if last and last.client == span.client and span.start <= last.end:
            joined[-1] = last._replace(end=max(last.end, span.end))
        else:
            joined.append(span)
    return joined


def _settled(scope: str, heads: Sequence[JournalRow]) -> dict[str, Ranges]:
    """The laptops' settled ids with those of all rows that were looked at; without laptops whose ids are too wild."""
    ids: dict[str, list[int]] = defaultdict(list)
    for head in heads:
        ids[head.laptop].append(head.edit)
    ranges = {laptop: with_ids(ranges_of(scope, laptop), edits) for laptop, edits in ids.items()}
    return {laptop: some for laptop, some in ranges.items() if len(some) <= MOST_RANGES}


def _write(scope: str, joined: Sequence[Joined]) -> None:
    if not joined:
        return
    last = [JournalRow(pk=one.last.pk, payload=one.payload, began=one.began) for one in joined]
    gone = [row.pk for one in joined for row in one.others]
    rows = JournalRow.objects.filter(quarantined=False)
    if rows.bulk_update(last, ["payload", "began"]) < len(last) or rows.filter(pk__in=gone).delete()[0] < len(gone):
        raise _Changed
    Scope.objects.filter(name=scope).update(octets=F("octets") - sum(one.won for one in joined))


def waiting(age_ms: int = OLD_MS) -> list[str]:
    """Names of scopes with a row of that age that compaction has not looked at; one query."""
    done = Coalesce(Subquery(Compaction.objects.filter(scope=OuterRef("name")).values("number")), 0)
    rows = JournalRow.objects.filter(scope=OuterRef("name"), number__gt=OuterRef("done")).order_by("number")
    known = Scope.objects.annotate(done=done).filter(number__gt=F("done")).annotate(at=Subquery(rows.values("at")[:1]))
    return list(known.filter(at__lte=now_ms() - age_ms).order_by("name").values_list("name", flat=True))


def compact(scope: str, rest: Callable[[float], object] = time.sleep) -> None:
    """All that is old of a scope, resting between the transactions."""
    more = True
    while more:
        begun = time.perf_counter()
        planned = plan(scope)
        carry_out(planned)
        more = len(planned.heads) == MOST_ROWS
        rest(max(LEAST_REST, SHARE * (time.perf_counter() - begun)))


def without_fsync() -> None:
    """On SQLite, for this thread's connection: a power cut takes the work back and not one acknowledged word."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


class Compactor:
    """One thread that goes through all scopes again and again, and rests most of the time."""

    def __init__(self, is_busy: Callable[[], bool], every: float = EVERY) -> None:
        self.is_busy, self.every = is_busy, every
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, some seconds from now."""
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="compaction", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the transaction under way."""
        self._ended.set()
        if self._thread:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._ended.wait(self.every):
            try:
                without_fsync()
                # Twice the age: many rows at once, seldom, are cheaper than few of them often.
                for scope in waiting(2 * OLD_MS):
                    compact(scope, self._rest)
            except _Ended:
                break
            except Exception:
                log.exception("The journal could not be compacted; it is tried again")
                close_old_connections()
        connection.close()

    def _rest(self, seconds: float) -> None:
        if self._ended.wait(seconds * (BUSY if self.is_busy() else 1)):
            raise _Ended


class _Ended(Exception):
    """The server is stopping."""
