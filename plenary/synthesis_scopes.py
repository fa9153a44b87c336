"""The syntheses as the edit door and the projector know them: what is written becomes texts and references."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction

from pga.live import notices
from pga.live.clock import now_ms
from pga.live.registry import Merged, ScopeKey
from plenary import synthesis_vocabulary as words
from plenary.models import SynthesisReference, SynthesisText
from plenary.referring import forget_wordings
from plenary.star_queries import points_at
from plenary.synthesis_access import synthesis_key
from plenary.synthesis_queries import reference_states
from regions import vocabulary
from regions.models import DiscussionTable
from regions.projection import printable, time_of
from sessions.models import DiscussionSession


class SynthesisScopes:
    """One scope for each discussion session."""

    kind = words.KIND

    def key_of(self, scope_id: int) -> ScopeKey | None:
        """See `plenary.synthesis_access`."""
        return synthesis_key(scope_id)

    def check(self, doc: str, command: Mapping[str, Any]) -> dict[str, Any]:
        """See `plenary.synthesis_vocabulary`."""
        return words.check(doc, command)

    def reduce(self, registers: dict[str, Any], command: Mapping[str, Any], laptop: str, clock: int) -> dict[str, Any]:
        """The greatest clock wins, as at a table."""
        return vocabulary.reduce(registers, command, laptop, clock)

    def withdraws(self, command: Mapping[str, Any]) -> bool:
        """Nothing is ever late here: the synthesis is written after the close too."""
        return False

    def is_quiet(self, command: Mapping[str, Any]) -> bool:
        """That a text is a draft is no change of it."""
        return bool(command["set"] == "drafted")

    def standing(self, scope_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
        """How it stands with the points that each synthesis rests on; no words."""
        return {ident: {"now": now_ms(), "references": reference_states(ident)} for ident in scope_ids}

    def project(self, changes: Mapping[int, Sequence[Merged]]) -> None:
        """Write texts and references, inside the projector's transaction."""
        for session in DiscussionSession.objects.select_related("event").filter(pk__in=changes):
            own = changes[session.pk]
            _project_texts(session, [change for change in own if words.is_text(change.doc)])
            _project_references(session, [change for change in own if change.doc[0] == words.REFERENCE])

    def project_late(self, scope_id: int, docs: Sequence[str], versions: Sequence[Merged]) -> None:
        """Nothing is ever late."""


def _project_texts(session: DiscussionSession, changes: Sequence[Merged]) -> None:
    rows = [
        SynthesisText(
            session=session,
            key=change.doc,
            text=printable(change.text),
            is_draft=words.is_draft(change.registers, change.text),
            changed_at=time_of(change.last_at),
        )
        for change in changes
    ]
    SynthesisText.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["session", "key"],
        update_fields=["text", "is_draft", "changed_at"],
    )


def _project_references(session: DiscussionSession, changes: Sequence[Merged]) -> None:
    """Only of points of the session's own tables; laptops hear how it stands with them."""
    named = {change.doc: one for change in changes if (one := words.of(change.registers))}
    tables = DiscussionTable.objects.filter(session=session, pk__in={one.table for one in named.values()})
    own = set(tables.values_list("pk", flat=True))
    wanted = [change for change in changes if change.doc in named and named[change.doc].table in own]
    if wanted:
        _keep_references(session, wanted, named)
        for table_id in own:
            # It may be withdrawing a point at this very moment.
            transaction.on_commit(partial(forget_wordings, table_id))
        notices.stand(words.KIND, [session.pk])


def _keep_references(session: DiscussionSession, changes: Sequence[Merged], named: Mapping[str, words.Of]) -> None:
    """The wording is kept if it is still the one that was read, or was kept before."""
    points = points_at([(one.table, one.point) for one in named.values()])
    before = {row.key: row for row in SynthesisReference.objects.filter(session=session, key__in=list(named))}
    rows = []
    for change in changes:
        one, seen = named[change.doc], vocabulary.value_of(change.registers, "seen", "")
        point, kept = points.get((one.table, one.point)), before.get(change.doc)
        wording = kept.wording if point and kept and kept.seen == seen else ""
        if point and seen == words.wording_mark(session.event.signing_key, one.table, one.point, point.text):
            wording = point.text
        rows.append(
            SynthesisReference(
                session=session, key=change.doc, table_id=one.table, point=one.point, seen=seen, wording=wording
            )
        )
    SynthesisReference.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["session", "key"],
        update_fields=["table", "point", "seen", "wording"],
    )
