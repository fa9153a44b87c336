"""From merged documents to answers and issues: what the rest of the app reads. Made by the projector only.

A handful of statements however many documents change: the projector shares its processor with the edit door.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from pga.live.journal import erased_docs
from pga.live.merging import vector_of
from pga.live.registry import Merged
from pga.live.updates import read_vector
from regions import vocabulary
from regions.models import Answer, AnswerTick, DiscussionTable, IssueTick, PriorityIssue
from regions.withdrawals import withdrawn
from sessions.models import GuidingQuestion, TickChoice

_COMMON = ["text", "position", "stays", "deleted", "confirmed", "words", "changed_at"]
_ANSWER_ONLY = ["question", "issue", "kind", "attribution", "brought_back"]


def project(table_id: int, changes: Sequence[Merged]) -> None:
    """Write the rows of changed documents; what may no longer leave the table is withdrawn after the commit."""
    changes = [change for change in changes if not _took_text(table_id, change)]
    table = DiscussionTable.objects.select_related("session").filter(pk=table_id).first() if changes else None
    if table is None:
        return
    # Issues first, since answers point to them.
    issues = [change for change in changes if change.doc.startswith(vocabulary.ISSUE)]
    answers = [change for change in changes if not change.doc.startswith(vocabulary.ISSUE)]
    gone = _project_issues(table, issues) + _project_answers(table, answers)
    if gone:
        transaction.on_commit(lambda: withdrawn(table_id, gone))


def _took_text(table_id: int, change: Merged) -> bool:
    """The usual case, somebody typing, in one statement; an emptied or deleted one takes the long way."""
    text = printable(change.text)
    if not change.text_only or not text or "deleted" in change.registers:
        return False
    rows = PriorityIssue.objects if change.doc.startswith(vocabulary.ISSUE) else Answer.objects
    same = rows.filter(table=table_id, key=change.doc)
    confirmed = vocabulary.confirmed(change.registers, change.text)
    return same.update(text=text, confirmed=confirmed, changed_at=time_of(change.last_at)) == 1


def _project_issues(table: DiscussionTable, changes: Sequence[Merged]) -> list[str]:
    """Write issues; the keys of those that left the table before and may no longer."""
    if not changes:
        return []
    keys = [change.doc for change in changes]
    leaving = PriorityIssue.objects.leaving_table().filter(table=table, key__in=keys).values_list("key", flat=True)
    left = set(leaving.all())
    rows = [PriorityIssue(table=table, key=change.doc, **_common(change)) for change in changes]
    PriorityIssue.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["table", "key"], update_fields=_COMMON
    )
    _tick_issues(table, rows, changes)
    return sorted(left - set(leaving.all())) if left else []


def _project_answers(table: DiscussionTable, changes: Sequence[Merged]) -> list[str]:
    """Write answers; the keys of those that left the table before and may no longer."""
    if not changes:
        return []
    keys = [change.doc for change in changes]
    leaving = Answer.objects.leaving_table().filter(table=table, key__in=keys).values_list("key", flat=True)
    left = set(leaving.all())
    questions, issues = _questions(table, changes), _issues(table, changes)
    rows = [
        Answer(table=table, key=change.doc, **_common(change), **_answer_only(change, questions, issues))
        for change in changes
    ]
    Answer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["table", "key"], update_fields=_COMMON + _ANSWER_ONLY
    )
    _tick_answers(table, rows, changes)
    return sorted(left - set(leaving.all())) if left else []


def _common(change: Merged) -> dict[str, Any]:
    registers = change.registers
    return {
        "text": printable(change.text),
        "position": vocabulary.value_of(registers, "position", ""),
        "stays": vocabulary.stays(registers),
        "deleted": deletion_of(change)[0],
        "confirmed": vocabulary.confirmed(registers, change.text),
        "words": {str(n): words for n, words in vocabulary.numbered(registers, "words").items() if words},
        "created_at": time_of(change.first_at),
        "changed_at": time_of(change.last_at),
    }


def printable(text: str) -> str:
    """Without NUL, which PostgreSQL refuses: one such letter would keep the whole table from being projected."""
    return text.replace("\x00", "").strip()


def deletion_of(change: Merged) -> tuple[bool, bool]:
    """(deleted, brought back)."""
    if "deleted" not in change.registers:
        return False, False
    return vocabulary.deletion(change.registers, read_vector(vector_of(change.state)) if change.state else {})


def _answer_only(change: Merged, questions: set[int], issues: Mapping[str, int]) -> dict[str, Any]:
    registers = change.registers
    asked = vocabulary.value_of(registers, "question")
    return {
        "question_id": asked if asked in questions else None,
        "issue_id": issues.get(vocabulary.value_of(registers, "issue") or ""),
        "kind": vocabulary.value_of(registers, "kind", Answer.Kind.POINT),
        "attribution": vocabulary.value_of(registers, "attribution", ""),
        "brought_back": deletion_of(change)[1],
    }


def _questions(table: DiscussionTable, changes: Sequence[Merged]) -> set[int]:
    """Those of the questions that these answers name which the session's paper has."""
    wanted = {vocabulary.value_of(change.registers, "question") for change in changes} - {None}
    if not wanted or table.session.paper_id is None:
        return set()
    found = GuidingQuestion.objects.filter(paper=table.session.paper_id, pk__in=wanted)
    return set(found.values_list("pk", flat=True))


def _issues(table: DiscussionTable, changes: Sequence[Merged]) -> dict[str, int]:
    """Issues by key; one whose own document has not been projected yet is made, without a name; an erased one never."""
    wanted = {key: change for change in changes if (key := vocabulary.value_of(change.registers, "issue"))}
    if not wanted:
        return {}
    known = dict(PriorityIssue.objects.filter(table=table, key__in=wanted).values_list("key", "pk"))
    unknown = wanted.keys() - known.keys()
    erased = set(erased_docs("table", table.pk, unknown)) if unknown else set()
    for key, change in wanted.items():
        if key not in known and key not in erased:
            times = {"created_at": time_of(change.first_at), "changed_at": time_of(change.last_at)}
            known[key] = PriorityIssue.objects.create(table=table, key=key, **times).pk
    return known


def _ticked(table: DiscussionTable, changes: Sequence[Merged]) -> dict[str, set[int]]:
    """Ids of choices that are ticked, by document; only choices of this event."""
    wanted = {
        change.doc: {choice for choice, on in vocabulary.numbered(change.registers, "tick").items() if on}
        for change in changes
    }
    every = set().union(*wanted.values())
    own = TickChoice.objects.filter(pk__in=every, tick_list__event=table.session.event_id) if every else []
    ids = {choice.pk for choice in own}
    return {doc: choices & ids for doc, choices in wanted.items()}


def _tick_answers(table: DiscussionTable, rows: Sequence[Answer], changes: Sequence[Merged]) -> None:
    wanted = _ticked(table, changes)
    held = AnswerTick.objects.filter(answer__in=rows)
    pairs = {(tick.answer_id, tick.choice_id): tick.pk for tick in held}
    after = {(row.pk, choice) for row in rows for choice in wanted[row.key]}
    gone = [pk for pair, pk in pairs.items() if pair not in after]
    if gone:
        AnswerTick.objects.filter(pk__in=gone).delete()
    fresh = sorted(after - pairs.keys())
    AnswerTick.objects.bulk_create(AnswerTick(answer_id=answer, choice_id=choice) for answer, choice in fresh)


def _tick_issues(table: DiscussionTable, rows: Sequence[PriorityIssue], changes: Sequence[Merged]) -> None:
    wanted = _ticked(table, changes)
    held = IssueTick.objects.filter(issue__in=rows)
    pairs = {(tick.issue_id, tick.choice_id): tick.pk for tick in held}
    after = {(row.pk, choice) for row in rows for choice in wanted[row.key]}
    gone = [pk for pair, pk in pairs.items() if pair not in after]
    if gone:
        IssueTick.objects.filter(pk__in=gone).delete()
    fresh = sorted(after - pairs.keys())
    IssueTick.objects.bulk_create(IssueTick(issue_id=issue, choice_id=choice) for issue, choice in fresh)


def time_of(ms: int) -> datetime:
    """A time in ms since 1970."""
    return datetime.fromtimestamp(ms / 1000, UTC)
