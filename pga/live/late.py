"""What comes after a scope was closed: journalled and acknowledged like everything else, merged only when taken in.

Taking in sets the scope's projection back to before the first row that is no longer late; the projector does the rest,
since merging the same rows again changes nothing. All of it under the locks of the writer and of the projector.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Min, OuterRef, Subquery
from django.db.models.functions import Least

from pga.live import notices, registry
from pga.live.holding import hold
from pga.live.journal import locked
from pga.live.models import Document, JournalRow, Projection, Scope

_DOCS_A_NOTICE = 200


def begin(kind: str, scope_ids: Iterable[int]) -> None:
    """From the commit on, whatever is appended to these scopes comes late."""
    names = sorted(f"{kind}:{scope_id}" for scope_id in scope_ids)
    with transaction.atomic():
        locked(names)
        Scope.objects.filter(name__in=names).update(late=True)


def end(kind: str, scope_ids: Iterable[int]) -> dict[int, list[str]]:
    """Nothing comes late any more, and all that did is taken in: its documents, by scope."""
    ids = {f"{kind}:{scope_id}": scope_id for scope_id in scope_ids}
    names = sorted(ids)
    with transaction.atomic():
        locked(names)
        Scope.objects.filter(name__in=names).update(late=False)
        waiting = JournalRow.objects.filter(scope__in=names, late=True).values_list("scope", flat=True)
        return {ids[name]: take_in(kind, ids[name]) for name in sorted(set(waiting))}


@transaction.atomic
def take_in(kind: str, scope_id: int, docs: Sequence[str] | None = None) -> list[str]:
    """Take in everything that came late to these documents, or to all; the documents to which something did."""
    scope = f"{kind}:{scope_id}"
    hold(kind, [scope_id])
    rows = JournalRow.objects.filter(scope=scope, late=True)
    if docs is not None:
        rows = rows.filter(doc__in=docs)
    first = rows.aggregate(first=Min("number"))["first"]
    if first is None:
        return []
    taken = sorted(set(rows.values_list("doc", flat=True)))
    _set_back(scope, taken, first)
    rows.update(late=False)
    _tell(kind, scope_id, taken)
    return taken


def _set_back(scope: str, docs: Sequence[str], first: int) -> None:
    """No document may pass for holding rows that are not merged into it yet."""
    rows = JournalRow.objects.filter(scope=OuterRef("scope"), doc=OuterRef("doc"), late=True).order_by("number")
    earliest = Subquery(rows.values("number")[:1])
    Document.objects.filter(scope=scope, doc__in=docs).update(number=Least(F("number"), earliest - 1))
    Projection.objects.filter(scope=scope).update(number=Least(F("number"), first - 1), round=F("round") + 1)


def _tell(kind: str, scope_id: int, docs: Sequence[str]) -> None:
    registered = registry.scope_kind(kind)
    if registered:
        registered.project_late(scope_id, docs, [])
    for start in range(0, len(docs), _DOCS_A_NOTICE):
        notices.say(f"{kind}:{scope_id}", "taken", {"docs": docs[start : start + _DOCS_A_NOTICE]})
    notices.tell("lags", f"{kind}:{scope_id}")


def merged_registers(kind: str, scope_ids: Iterable[int], docs: Sequence[str]) -> dict[tuple[int, str], dict[str, Any]]:
    """Registers of documents without what came late to them, by scope and document."""
    names = {f"{kind}:{scope_id}": scope_id for scope_id in scope_ids}
    rows = Document.objects.filter(scope__in=names, doc__in=docs, erased=False)
    return {(names[scope], doc): found for scope, doc, found in rows.values_list("scope", "doc", "registers")}
