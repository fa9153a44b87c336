"""The projector: merges journal rows into documents and lets the scope's kind write what it makes of them.

A thread that loops in Python holds the interpreter from the edit door; so it sleeps after every merge (measured: the
whole cure for the door's tail), in proportion to its own cost, and commits at most eight documents at a time.
"""

import json
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import NamedTuple

from django.db import close_old_connections, connection, transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from pga.live import notices, registry
from pga.live.models import Document, JournalRow, Projection, Scope
from pga.live.quarantine import merge_rows, put_aside
from pga.live.registry import Merged, ScopeKind
from pga.live.room import MOST_STEPS, steps_of

log = logging.getLogger("pga.live.projector")
EVERY = 0.3
LEAST_SLEEP = 0.0002
MOST_DOCS = 8
MOST_DOCS_A_STEP = 64
MOST_ROWS = 2_000
LOOK_ROUND = 2.0


class Draft(NamedTuple):
    """A document as it is about to be kept."""

    document: Document
    text: str
    text_only: bool

    def told(self) -> Merged:
        """As the scope's kind is told."""
        d = self.document
        return Merged(d.doc, self.text, bytes(d.state), d.registers, d.first_at, d.last_at, self.text_only)


class Projector:
    """One thread; scopes that changed wait their turn."""

    def __init__(self) -> None:
        self._waiting: dict[str, float] = {}
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Catch up, then follow."""
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="projector", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the transaction under way."""
        self._ended.set()
        self._woken.set()
        if self._thread:
            self._thread.join(timeout=5)

    def wake(self, scope: str) -> None:
        """A scope has new rows. From any thread."""
        self._waiting.setdefault(scope, time.monotonic())
        self._woken.set()

    def _run(self) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=NORMAL")  # a cache needs no fsync
        looked = 0.0
        while not self._ended.is_set():
            if time.monotonic() - looked > LOOK_ROUND:
                looked = time.monotonic()
                self._look_round()
            self._woken.wait(timeout=0.5)
            self._woken.clear()
            self._ended.wait(EVERY)
            waiting = self._taken()
            while waiting and not self._ended.is_set():
                # A step for each in turn: a table that wrote without end keeps no other one waiting.
                waiting = [scope for scope in waiting if self._project(scope)] + self._taken()
        connection.close()

    def _taken(self) -> list[str]:
        waiting, self._waiting = self._waiting, {}
        return list(waiting)

    def _look_round(self) -> None:
        """Scopes that lag, whoever wrote to them: other processes, or this one before it was killed."""
        try:
            for scope in lagging():
                self.wake(scope)
        except Exception:
            log.exception("Could not look for scopes that lag")
            close_old_connections()

    def _project(self, scope: str) -> bool:
        """One step; whether more may wait."""
        begun = time.perf_counter()
        try:
            more = project_some(scope, rest=_rest)
        except Exception:
            log.exception("Scope %s could not be projected; it is tried again", scope)
            close_old_connections()
            return False
        # Half the time at most: under load texts come a little later, and more of them at once.
        self._ended.wait(min(0.02, time.perf_counter() - begun))
        return more


def _rest(cost: float) -> None:
    time.sleep(max(LEAST_SLEEP, cost if cost < 0.002 else 3 * cost))


def lagging() -> list[str]:
    """Names of scopes whose journal is ahead of their projection."""
    done = Projection.objects.filter(scope=OuterRef("name")).values("number")
    known = Scope.objects.annotate(done=Coalesce(Subquery(done), 0))
    return list(known.filter(number__gt=F("done")).values_list("name", flat=True))


def project_some(scope: str, rest: Callable[[float], None] | None = None) -> bool:
    """Merge some of the rows that wait; whether more may wait.

    The merging is done outside the transaction, which is kept short: a long one would hold up the edit door's writer.
    If another projector was faster, its work stands and ours is dropped. What came late is merged beside the documents,
    not into them.
    """
    kind = registry.scope_kind(scope.partition(":")[0])
    last, late = Scope.objects.filter(name=scope).values_list("number", "late").first() or (0, False)
    held, _made = Projection.objects.get_or_create(scope=scope)
    if kind is None or held.number >= last:
        return False
    rows = list(
        JournalRow.objects.filter(scope=scope, number__range=(held.number + 1, last)).order_by("number")[:MOST_ROWS]
    )
    taken, reached = _first_documents(rows, last)
    for n in range(0, max(1, len(taken)), MOST_DOCS):
        some = dict(list(taken.items())[n : n + MOST_DOCS])
        # A document may be ahead of the projection for a moment: its rows come again then, and change nothing.
        number = reached if n + MOST_DOCS >= len(taken) else held.number
        if not _commit(kind, scope, _work(kind, scope, some, rest, late=late), held, number):
            return True
    return reached < last


class Work(NamedTuple):
    """Documents with their rows merged in, and, where late rows may be, as they would be with what came late."""

    docs: list[str]
    drafts: list[Draft]
    late: list[Merged] | None


def _work(
    kind: ScopeKind,
    scope: str,
    taken: dict[str, list[JournalRow]],
    rest: Callable[[float], None] | None,
    *,
    late: bool,
) -> Work:
    documents = {doc: Document(scope=scope, doc=doc) for doc in taken}
    documents |= {document.doc: document for document in Document.objects.filter(scope=scope, doc__in=taken)}
    documents = {doc: document for doc, document in documents.items() if not document.erased}
    drafts = [
        _merge(kind, document, fresh, rest)
        for doc, document in documents.items()
        if (fresh := [row for row in taken[doc] if not row.late])
    ]
    return Work(list(documents), drafts, _late_versions(kind, scope, documents, rest) if late else None)


def _commit(kind: ScopeKind, scope: str, work: Work, before: Projection, number: int) -> bool:
    """Keep the documents, and that all is merged up to `number`; False if another projector was faster."""
    ident = int(scope.partition(":")[2])
    with transaction.atomic():
        now = Projection.objects.select_for_update().get(scope=scope)
        if (now.number, now.round) != (before.number, before.round):
            return False
        kind.project(ident, _keep(scope, work.drafts))
        if work.late is not None:
            kind.project_late(ident, work.docs, work.late)
        Projection.objects.filter(scope=scope).update(number=number)
        notices.tell("projected", kind.kind, ident, work.docs)
        if any(draft.document.steps > MOST_STEPS for draft in work.drafts):
            # Dearer than the writer had reckoned.
            notices.doubt(scope)
    return True


def _late_versions(
    kind: ScopeKind, scope: str, documents: Mapping[str, Document], rest: Callable[[float], None] | None
) -> list[Merged]:
    """The documents as they would be with what came late to them; only those to which something did."""
    rows: dict[str, list[JournalRow]] = defaultdict(list)
    for row in JournalRow.objects.filter(scope=scope, doc__in=list(documents), late=True).order_by("number"):
        rows[row.doc].append(row)
    return [_merge(kind, copy(documents[doc]), doc_rows, rest).told() for doc, doc_rows in rows.items()]


def _first_documents(rows: list[JournalRow], number: int) -> tuple[dict[str, list[JournalRow]], int]:
    """Rows of the first documents, as many as one step takes; and the number up to which nothing is left out."""
    taken: dict[str, list[JournalRow]] = {}
    last = 0
    for row in rows:
        if row.doc not in taken and len(taken) == MOST_DOCS_A_STEP:
            return taken, last
        taken.setdefault(row.doc, []).append(row)
        last = row.number
    return taken, number if len(rows) < MOST_ROWS else last


def _merge(kind: ScopeKind, document: Document, rows: list[JournalRow], rest: Callable[[float], None] | None) -> Draft:
    """The document with its rows merged in, not yet kept."""
    begun, known = time.perf_counter(), document.pk is not None
    texts = [row for row in rows if row.sort == "text"]
    reading, aside = merge_rows(bytes(document.state), texts, lambda: _texts_of(document, rows[-1]))
    document.state, document.steps = reading.state, steps_of(reading.seconds)
    changed_at = _obey(kind, document, rows, aside)
    if aside:
        put_aside(document.scope, aside)
    document.number = rows[-1].number
    document.last_at = changed_at or document.last_at or rows[-1].at
    document.first_at = document.first_at or rows[0].at
    if rest:
        rest(time.perf_counter() - begun)
    return Draft(document, reading.text, known and all(row.sort == "text" for row in rows))


def _obey(kind: ScopeKind, document: Document, rows: list[JournalRow], aside: list[JournalRow]) -> int:
    """Take commands into the registers, what cannot be taken aside; when something but a quiet command came last."""
    changed_at = 0
    for row in rows:
        quiet = False
        if row.sort == "set":
            try:
                command = json.loads(bytes(row.payload))
                document.registers = kind.reduce(document.registers, command, row.laptop, row.clock)
                quiet = kind.is_quiet(command)
            except (KeyError, TypeError, ValueError) as error:
                log.error("Command %s %d is put aside: %r", row.scope, row.number, error)
                aside.append(row)
        changed_at = changed_at if quiet else row.at
    return changed_at


def _texts_of(document: Document, last: JournalRow) -> Iterator[JournalRow]:
    """All that was typed in a document up to a row; asked for only where its state is damaged. Late only with late."""
    rows = JournalRow.objects.filter(scope=document.scope, doc=document.doc, sort="text", quarantined=False)
    rows = rows.filter(number__lte=last.number)
    yield from (rows if last.late else rows.filter(late=False)).order_by("number")


def _keep(scope: str, drafts: list[Draft]) -> list[Merged]:
    """Save the documents; one that was erased meanwhile stays erased."""
    names = [draft.document.doc for draft in drafts]
    erased = set(Document.objects.filter(scope=scope, doc__in=names, erased=True).values_list("doc", flat=True))
    kept = [draft for draft in drafts if draft.document.doc not in erased]
    Document.objects.bulk_create(
        [draft.document for draft in kept],
        update_conflicts=True,
        unique_fields=["scope", "doc"],
        update_fields=["state", "registers", "number", "first_at", "last_at", "steps"],
    )
    return [draft.told() for draft in kept]


projector = Projector()


def project_now(kind: str, scope_id: int) -> None:
    """Project a scope here and now: for management commands and tests, where no server runs."""
    while project_some(f"{kind}:{scope_id}"):
        pass


def wait_for(kind: str, scope_id: int, timeout: float = 5.0) -> bool:
    """Wait until all that is journalled by now is projected; what the report needs. Projects itself if nobody does."""
    scope = f"{kind}:{scope_id}"
    wanted = Scope.objects.filter(name=scope).values_list("number", flat=True).first() or 0
    until = time.monotonic() + timeout
    while (Projection.objects.filter(scope=scope).values_list("number", flat=True).first() or 0) < wanted:
        if time.monotonic() > until:
            return False
        project_some(scope)
    return True
