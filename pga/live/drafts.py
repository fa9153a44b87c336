"""Documents with rows of the journal merged in, before they are kept."""

import json
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from typing import NamedTuple

from pga.live.models import Document, JournalRow
from pga.live.quarantine import merge_rows, put_aside
from pga.live.registry import Merged, ScopeKind
from pga.live.room import MOST_STEPS, steps_of

log = logging.getLogger("pga.live.projector")


class Draft(NamedTuple):
    """A document as it is about to be kept."""

    document: Document
    text: str
    text_only: bool

    @property
    def is_doubted(self) -> bool:
        """Whether writers know it wrongly: it is dearer than they had reckoned."""
        return self.document.steps > MOST_STEPS

    def told(self) -> Merged:
        """As the scope's kind is told."""
        d = self.document
        return Merged(d.doc, self.text, bytes(d.state), d.registers, d.first_at, d.last_at, self.text_only)


def late_versions(
    kind: ScopeKind, scope: str, documents: Mapping[str, Document], rest: Callable[[float], None] | None
) -> list[Merged]:
    """The documents as they would be with what came late to them; only those to which something did."""
    rows: dict[str, list[JournalRow]] = defaultdict(list)
    for row in JournalRow.objects.filter(scope=scope, doc__in=list(documents), late=True).order_by("number"):
        rows[row.doc].append(row)
    return [merged_draft(kind, copy(documents[doc]), doc_rows, rest).told() for doc, doc_rows in rows.items()]


def merged_draft(
    kind: ScopeKind, document: Document, rows: list[JournalRow], rest: Callable[[float], None] | None
) -> Draft:
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


def keep_drafts(drafts: Sequence[Draft]) -> list[Draft]:
    """Save the documents, and say which; one that was erased meanwhile stays erased. Two statements."""
    scopes, names = {draft.document.scope for draft in drafts}, [draft.document.doc for draft in drafts]
    gone = Document.objects.filter(scope__in=scopes, doc__in=names, erased=True).values_list("scope", "doc")
    erased = set(gone)
    kept = [draft for draft in drafts if (draft.document.scope, draft.document.doc) not in erased]
    Document.objects.bulk_create(
        [draft.document for draft in kept],
        update_conflicts=True,
        unique_fields=["scope", "doc"],
        update_fields=["state", "registers", "number", "first_at", "last_at", "steps"],
    )
    return kept
