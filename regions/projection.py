"""From merged documents to answers and issues: what the rest of the app reads. Made by the projector only."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from pga.live.merging import vector_of
from pga.live.registry import Merged
from pga.live.updates import read_vector
from regions import vocabulary
from regions.models import Answer, AnswerTick, DiscussionTable, IssueTick, PriorityIssue
from regions.withdrawals import withdrawn
from sessions.models import GuidingQuestion, TickChoice


def project(table_id: int, changes: Sequence[Merged]) -> None:
    """Write the rows of changed documents; what may no longer leave the table is withdrawn after the commit."""
    table = DiscussionTable.objects.select_related("session").filter(pk=table_id).first()
    if table is None:
        return
    gone = [key for change in changes if (key := _project(table, change))]
    if gone:
        transaction.on_commit(lambda: withdrawn(table_id, gone))


def _project(table: DiscussionTable, change: Merged) -> str | None:
    """Write one; its key if it left the table before and may no longer."""
    fields = _common(change)
    if change.doc.startswith(vocabulary.ISSUE):
        left = PriorityIssue.objects.leaving_table().filter(table=table, key=change.doc).exists()
        issue, _ = PriorityIssue.objects.update_or_create(table=table, key=change.doc, defaults=fields)
        _tick_issue(table, issue, change)
    else:
        left = Answer.objects.leaving_table().filter(table=table, key=change.doc).exists()
        fields |= _answer_only(table, change)
        answer, _ = Answer.objects.update_or_create(table=table, key=change.doc, defaults=fields)
        _tick_answer(table, answer, change)
    return change.doc if left and (fields["stays"] or fields["deleted"]) else None


def _common(change: Merged) -> dict[str, Any]:
    registers = change.registers
    deleted, _back = _deletion(change)
    return {
        "text": change.text.strip(),
        "position": vocabulary.value_of(registers, "position", ""),
        "stays": vocabulary.stays(registers),
        "deleted": deleted,
        "words": {str(n): words for n, words in vocabulary.numbered(registers, "words").items() if words},
        "created_at": _time(change.first_at),
        "changed_at": _time(change.last_at),
    }


def _deletion(change: Merged) -> tuple[bool, bool]:
    vector = read_vector(vector_of(change.state)) if change.state else {}
    return vocabulary.deletion(change.registers, vector)


def _answer_only(table: DiscussionTable, change: Merged) -> dict[str, Any]:
    registers = change.registers
    asked = vocabulary.value_of(registers, "question")
    questions = GuidingQuestion.objects.filter(paper=table.session.paper_id, pk=asked)
    issue = vocabulary.value_of(registers, "issue")
    return {
        "question": questions.first() if asked and table.session.paper_id else None,
        "issue": _issue(table, issue, change) if issue else None,
        "kind": vocabulary.value_of(registers, "kind", Answer.Kind.POINT),
        "attribution": vocabulary.value_of(registers, "attribution", ""),
        "brought_back": _deletion(change)[1],
    }


def _issue(table: DiscussionTable, key: str, change: Merged) -> PriorityIssue:
    """The issue, made without a name where its own document has not been projected yet."""
    times = {"created_at": _time(change.first_at), "changed_at": _time(change.last_at)}
    return PriorityIssue.objects.get_or_create(table=table, key=key, defaults=times)[0]


def _ticked(table: DiscussionTable, registers: Mapping[str, Any]) -> set[int]:
    """Ids of choices that are ticked and belong to this event."""
    wanted = [choice for choice, on in vocabulary.numbered(dict(registers), "tick").items() if on]
    if not wanted:
        return set()
    return set(
        TickChoice.objects.filter(pk__in=wanted, tick_list__event=table.session.event_id).values_list("pk", flat=True)
    )


def _tick_answer(table: DiscussionTable, answer: Answer, change: Merged) -> None:
    wanted = _ticked(table, change.registers)
    held = set(answer.ticks.values_list("choice_id", flat=True))
    if held - wanted:
        answer.ticks.filter(choice__in=held - wanted).delete()
    AnswerTick.objects.bulk_create(AnswerTick(answer=answer, choice_id=choice) for choice in sorted(wanted - held))


def _tick_issue(table: DiscussionTable, issue: PriorityIssue, change: Merged) -> None:
    wanted = _ticked(table, change.registers)
    held = set(issue.ticks.values_list("choice_id", flat=True))
    if held - wanted:
        issue.ticks.filter(choice__in=held - wanted).delete()
    IssueTick.objects.bulk_create(IssueTick(issue=issue, choice_id=choice) for choice in sorted(wanted - held))


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
