"""Scopes that wrote a little each are projected together: a statement for all costs about what it costs for one.

In a hall of hundreds of tables nearly every step is one point in which somebody types. What is more than that (many
documents, late rows) has a step of its own, in `pga.live.projector`.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from pga.live import notices, registry
from pga.live.drafts import Draft, keep_drafts, merged_draft
from pga.live.models import Document, JournalRow, Projection, Scope
from pga.live.registry import ScopeKind

# The transaction is short: it would hold up the edit door's writer.
MOST_SCOPES = 16
MOST_DOCS = 4
MOST_ROWS = 500


class Step(NamedTuple):
    """What one scope wrote: its rows by document, and from where to where they lead."""

    kind: ScopeKind
    scope: str
    before: Projection
    number: int
    rows: dict[str, list[JournalRow]]

    @property
    def ident(self) -> int:
        """The scope's number within its kind."""
        return int(self.scope.partition(":")[2])


def project_together(scopes: Sequence[str], rest: Callable[[float], None] | None = None) -> list[str]:
    """Project these scopes as far as they wrote little; the names of those that are left. A handful of statements."""
    behind, left = _behind(scopes)
    steps = _steps(behind)
    drafts = _drafts(steps, rest)
    left += [scope for scope in behind if scope not in {step.scope for step in steps}]
    return left + _commit(steps, drafts) if steps else left


def _behind(scopes: Sequence[str]) -> tuple[dict[str, tuple[Projection, int]], list[str]]:
    """Scopes with new rows, how far they are projected and how far they go; and those that are not for here."""
    known = {name: (number, late) for name, number, late in _known(scopes)}
    held = {one.scope: one for one in Projection.objects.filter(scope__in=known)}
    if fresh := [Projection(scope=name) for name in known if name not in held]:
        Projection.objects.bulk_create(fresh, ignore_conflicts=True)
        # Whoever was faster has merged something: then the commit leaves it.
        held |= {one.scope: one for one in fresh}
    apart = [name for name, (_number, late) in known.items() if late]
    behind = {
        name: (held[name], number)
        for name, (number, _late) in known.items()
        if name not in apart and held[name].number < number
    }
    return behind, apart


def _known(scopes: Sequence[str]) -> list[tuple[str, int, int]]:
    kinds = {scope: registry.scope_kind(scope.partition(":")[0]) for scope in scopes}
    names = [scope for scope, kind in kinds.items() if kind is not None]
    return list(Scope.objects.filter(name__in=names).values_list("name", "number", "late"))


def _steps(behind: dict[str, tuple[Projection, int]]) -> list[Step]:
    """A step for each scope that wrote little."""
    if not behind:
        return []
    spans = [Q(scope=name, number__range=(held.number + 1, last)) for name, (held, last) in behind.items()]
    rows = list(JournalRow.objects.filter(reduce(or_, spans)).order_by("scope", "number")[:MOST_ROWS])
    if len(rows) == MOST_ROWS:
        return []
    grouped: dict[str, dict[str, list[JournalRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        grouped[row.scope][row.doc].append(row)
    steps = []
    for name, (held, last) in behind.items():
        kind = registry.scope_kind(name.partition(":")[0])
        if kind and len(grouped[name]) <= MOST_DOCS:
            steps.append(Step(kind, name, held, last, dict(grouped[name])))
    return steps


def _drafts(steps: Sequence[Step], rest: Callable[[float], None] | None) -> list[Draft]:
    names = [doc for step in steps for doc in step.rows]
    scopes = [step.scope for step in steps]
    found = Document.objects.filter(scope__in=scopes, doc__in=names) if names else ()
    documents = {(document.scope, document.doc): document for document in found}
    drafts = []
    for step in steps:
        for doc, rows in step.rows.items():
            document = documents.get((step.scope, doc)) or Document(scope=step.scope, doc=doc)
            fresh = [row for row in rows if not row.late]
            if fresh and not document.erased:
                drafts.append(merged_draft(step.kind, document, fresh, rest))
    return drafts


@transaction.atomic
def _commit(steps: Sequence[Step], drafts: Sequence[Draft]) -> list[str]:
    """Keep what no other projector was faster with; the names of the scopes where one was."""
    locked = Projection.objects.select_for_update().filter(scope__in=[step.scope for step in steps]).order_by("scope")
    now = {one.scope: (one.number, one.round) for one in locked}
    good = [step for step in steps if now.get(step.scope) == (step.before.number, step.before.round)]
    names = {step.scope for step in good}
    kept: dict[str, list[Draft]] = defaultdict(list)
    for draft in keep_drafts([draft for draft in drafts if draft.document.scope in names]):
        kept[draft.document.scope].append(draft)
    for kind in {step.kind.kind: step.kind for step in good}.values():
        own = [step for step in good if step.kind is kind]
        kind.project({step.ident: [draft.told() for draft in kept[step.scope]] for step in own})
    for step in good:
        step.before.number = step.number
        notices.tell("projected", step.kind.kind, step.ident, list(step.rows))
        if any(draft.is_doubted for draft in kept[step.scope]):
            notices.doubt(step.scope)
    Projection.objects.bulk_create(
        [step.before for step in good], update_conflicts=True, unique_fields=["scope"], update_fields=["number"]
    )
    return [step.scope for step in steps if step.scope not in names]
