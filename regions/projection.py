"""From merged documents to answers and issues: what the rest of the app reads. Made by the projector only.

A handful of statements however many documents of however many tables change: the projector shares its processor with
the edit door.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

from django.db import connection, transaction

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


class _Change(NamedTuple):
    """A changed document, and the table it belongs to."""

    table: DiscussionTable
    doc: Merged

    @property
    def place(self) -> tuple[int, str]:
        """By which its row is found."""
        return self.table.pk, self.doc.doc

    @property
    def registers(self) -> dict[str, Any]:
        """What was commanded."""
        return self.doc.registers


def project(changes: Mapping[int, Sequence[Merged]]) -> None:
    """Write the rows of changed documents; what may no longer leave its table is withdrawn after the commit."""
    pairs = [(table, change) for table, some in changes.items() for change in some]
    typing = [(table, change) for table, change in pairs if _is_typing(change)]
    if _took_texts(typing):
        pairs = [(table, change) for table, change in pairs if not _is_typing(change)]
    found = DiscussionTable.objects.select_related("session").filter(pk__in={table for table, _change in pairs})
    tables = {table.pk: table for table in found} if pairs else {}
    written = [_Change(tables[table], change) for table, change in pairs if table in tables]
    # Issues first, since answers point to them.
    gone = _project_issues([change for change in written if change.doc.doc.startswith(vocabulary.ISSUE)])
    gone += _project_answers([change for change in written if not change.doc.doc.startswith(vocabulary.ISSUE)])
    for table_id in {table for table, _key in gone}:
        keys = [key for table, key in gone if table == table_id]
        transaction.on_commit(partial(withdrawn, table_id, keys))


def _is_typing(change: Merged) -> bool:
    """The usual case; an emptied or deleted point takes the long way."""
    return change.text_only and bool(printable(change.text)) and "deleted" not in change.registers


def _took_texts(typing: Sequence[tuple[int, Merged]]) -> bool:
    """Write nothing but texts, a statement for all points and one for all issues; False if one has no row yet."""
    rows: dict[type[Answer] | type[PriorityIssue], list[tuple[Any, ...]]] = {Answer: [], PriorityIssue: []}
    for table, change in typing:
        model = PriorityIssue if change.doc.startswith(vocabulary.ISSUE) else Answer
        confirmed = vocabulary.confirmed(change.registers, change.text)
        at = connection.ops.adapt_datetimefield_value(time_of(change.last_at))
        rows[model].append((printable(change.text), confirmed, at, table, change.doc))
    return sum(_set_texts(model, some) for model, some in rows.items()) == len(typing)


def _set_texts(model: type[Answer] | type[PriorityIssue], rows: Sequence[tuple[Any, ...]]) -> int:
    """How many rows were there. An update of the ORM's for each would hold the interpreter from the edit door."""
    if not rows:
        return 0
    name = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 Django's documented name for it
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {name} SET text = %s, confirmed = %s, changed_at = %s"  # noqa: S608 no input
            " WHERE table_id = %s AND key = %s",
            rows,
        )
        return int(cursor.rowcount)


def _project_issues(changes: Sequence[_Change]) -> list[tuple[int, str]]:
    """Write issues; those that left their table before and may no longer, by table and key."""
    if not changes:
        return []
    left = _leaving(PriorityIssue, changes)
    rows = [PriorityIssue(table=change.table, key=change.doc.doc, **_common(change.doc)) for change in changes]
    PriorityIssue.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["table", "key"], update_fields=_COMMON
    )
    _tick_issues(rows, _ticked(changes))
    return sorted(left - _leaving(PriorityIssue, changes)) if left else []


def _project_answers(changes: Sequence[_Change]) -> list[tuple[int, str]]:
    """Write answers; those that left their table before and may no longer, by table and key."""
    if not changes:
        return []
    left = _leaving(Answer, changes)
    questions, issues = _questions(changes), _issues(changes)
    rows = [
        Answer(table=change.table, key=change.doc.doc, **_common(change.doc), **_answer_only(change, questions, issues))
        for change in changes
    ]
    Answer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["table", "key"], update_fields=_COMMON + _ANSWER_ONLY
    )
    _tick_answers(rows, _ticked(changes))
    return sorted(left - _leaving(Answer, changes)) if left else []


def _leaving(model: type[Answer] | type[PriorityIssue], changes: Sequence[_Change]) -> set[tuple[int, str]]:
    tables, keys = {change.table.pk for change in changes}, [change.doc.doc for change in changes]
    found = model.objects.leaving_table().filter(table__in=tables, key__in=keys)
    return set(found.values_list("table_id", "key")) & {change.place for change in changes}


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


def _answer_only(
    change: _Change, questions: Mapping[int, int], issues: Mapping[tuple[int, str], int]
) -> dict[str, Any]:
    registers = change.registers
    asked = vocabulary.value_of(registers, "question")
    paper = change.table.session.paper_id
    return {
        "question_id": asked if paper and questions.get(asked) == paper else None,
        "issue_id": issues.get((change.table.pk, vocabulary.value_of(registers, "issue") or "")),
        "kind": vocabulary.value_of(registers, "kind", Answer.Kind.POINT),
        "attribution": vocabulary.value_of(registers, "attribution", ""),
        "brought_back": deletion_of(change.doc)[1],
    }


def _questions(changes: Sequence[_Change]) -> dict[int, int]:
    """The paper of each question that these answers name: only those of their own session's count."""
    wanted = {vocabulary.value_of(change.registers, "question") for change in changes} - {None}
    return dict(GuidingQuestion.objects.filter(pk__in=wanted).values_list("pk", "paper_id")) if wanted else {}


def _issues(changes: Sequence[_Change]) -> dict[tuple[int, str], int]:
    """Issues by table and key; one whose own document is not projected yet is made, without a name; an erased never."""
    named = {(change.table.pk, vocabulary.value_of(change.registers, "issue") or ""): change for change in changes}
    wanted = {place: change for place, change in named.items() if place[1]}
    if not wanted:
        return {}
    keys = {key for _table, key in wanted}
    rows = PriorityIssue.objects.filter(table__in={table for table, _key in wanted}, key__in=keys)
    known = {(table, key): pk for table, key, pk in rows.values_list("table_id", "key", "pk")}
    for (table, key), change in wanted.items():
        if (table, key) not in known and not erased_docs("table", table, [key]):
            times = {"created_at": time_of(change.doc.first_at), "changed_at": time_of(change.doc.last_at)}
            known[table, key] = PriorityIssue.objects.create(table_id=table, key=key, **times).pk
    return known


def _ticked(changes: Sequence[_Change]) -> dict[tuple[int, str], set[int]]:
    """Ids of choices that are ticked, by table and key; only choices of the table's own event."""
    wanted = {
        change.place: {choice for choice, on in vocabulary.numbered(change.registers, "tick").items() if on}
        for change in changes
    }
    every = set().union(*wanted.values())
    events = dict(TickChoice.objects.filter(pk__in=every).values_list("pk", "tick_list__event_id")) if every else {}
    own = {change.place: change.table.session.event_id for change in changes}
    return {
        place: {choice for choice in choices if events.get(choice) == own[place]} for place, choices in wanted.items()
    }


def _tick_answers(rows: Sequence[Answer], wanted: Mapping[tuple[int, str], set[int]]) -> None:
    held = AnswerTick.objects.filter(answer__in=rows)
    pairs = {(tick.answer_id, tick.choice_id): tick.pk for tick in held}
    after = {(row.pk, choice) for row in rows for choice in wanted[row.table_id, row.key]}
    gone = [pk for pair, pk in pairs.items() if pair not in after]
    if gone:
        AnswerTick.objects.filter(pk__in=gone).delete()
    fresh = sorted(after - pairs.keys())
    AnswerTick.objects.bulk_create(AnswerTick(answer_id=answer, choice_id=choice) for answer, choice in fresh)


def _tick_issues(rows: Sequence[PriorityIssue], wanted: Mapping[tuple[int, str], set[int]]) -> None:
    held = IssueTick.objects.filter(issue__in=rows)
    pairs = {(tick.issue_id, tick.choice_id): tick.pk for tick in held}
    after = {(row.pk, choice) for row in rows for choice in wanted[row.table_id, row.key]}
    gone = [pk for pair, pk in pairs.items() if pair not in after]
    if gone:
        IssueTick.objects.filter(pk__in=gone).delete()
    fresh = sorted(after - pairs.keys())
    IssueTick.objects.bulk_create(IssueTick(issue_id=issue, choice_id=choice) for issue, choice in fresh)


def time_of(ms: int) -> datetime:
    """A time in ms since 1970."""
    return datetime.fromtimestamp(ms / 1000, UTC)
