"""The projector: merges journal rows into documents and lets the scope's kind write what it makes of them.

A thread that loops in Python holds the interpreter from the edit door; so it sleeps after every merge (measured: the
whole cure for the door's tail), in proportion to its own cost, and commits at most eight documents of a scope at a
time, or a few of sixteen scopes (`pga.live.together`).
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from django.db import close_old_connections, connection, transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from pga.live import notices, registry
from pga.live.drafts import Draft, keep_drafts, late_versions, merged_draft
from pga.live.models import Document, JournalRow, Projection, Scope
from pga.live.registry import Merged, ScopeKind
from pga.live.together import MOST_SCOPES, project_together

log = logging.getLogger("pga.live.projector")
EVERY = 0.2
LEAST_SLEEP = 0.0002
MOST_DOCS = 8
MOST_DOCS_A_STEP = 64
MOST_ROWS = 2_000
LOOK_ROUND = 2.0


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
                # Little things together first, then a step for each in turn: a table that wrote without end keeps no
                # other one waiting.
                left = self._project_together(waiting)
                waiting = [scope for scope in left if self._project(scope)] + self._taken()
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

    def _project_together(self, waiting: list[str]) -> list[str]:
        """Some scopes at a time; those that are left for a step of their own."""
        left: list[str] = []
        for n in range(0, len(waiting), MOST_SCOPES):
            some, begun = waiting[n : n + MOST_SCOPES], time.perf_counter()
            try:
                left += project_together(some, rest=_rest)
            except Exception:
                log.exception("Some scopes could not be projected together; each is tried alone")
                close_old_connections()
                left += some
            if self._ended.wait(min(0.02, time.perf_counter() - begun)):
                break
        return left

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
        merged_draft(kind, document, fresh, rest)
        for doc, document in documents.items()
        if (fresh := [row for row in taken[doc] if not row.late])
    ]
    return Work(list(documents), drafts, late_versions(kind, scope, documents, rest) if late else None)


def _commit(kind: ScopeKind, scope: str, work: Work, before: Projection, number: int) -> bool:
    """Keep the documents, and that all is merged up to `number`; False if another projector was faster."""
    ident = int(scope.partition(":")[2])
    with transaction.atomic():
        now = Projection.objects.select_for_update().get(scope=scope)
        if (now.number, now.round) != (before.number, before.round):
            return False
        kind.project({ident: [draft.told() for draft in keep_drafts(work.drafts)]})
        if work.late is not None:
            kind.project_late(ident, work.docs, work.late)
        Projection.objects.filter(scope=scope).update(number=number)
        notices.tell("projected", kind.kind, ident, work.docs)
        if any(draft.is_doubted for draft in work.drafts):
            notices.doubt(scope)
    return True


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
