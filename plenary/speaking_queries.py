"""Reads composed for the page by which a session is led; words of tables come through `leaving_table()` only."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from regions.models import Answer, DiscussionTable, PriorityIssue
from regions.queries import AskedQuestion
from regions.question_states import Closing, Closings
from regions.table_state_queries import TableState, table_states
from sessions.models import DiscussionSession, GuidingQuestion


class QuestionRow(NamedTuple):
    """A question, how it is closed at all tables, and the tables at which it stands otherwise."""

    question: GuidingQuestion
    closing: Closing | None
    closed_at: list[DiscussionTable]
    open_at: list[DiscussionTable]
    came_after: int


class TableRow(NamedTuple):
    """A table and its state."""

    table: DiscussionTable
    state: TableState


class TableSum(NamedTuple):
    """How many tables there are, are done, and have read back all."""

    tables: int
    done: int
    read_back: int


class AfterClose(NamedTuple):
    """A point that came, or was changed, after its question was closed and the grace was over."""

    table: DiscussionTable
    text: str
    at: datetime
    is_new: bool


def question_rows(session: DiscussionSession, asked: Sequence[AskedQuestion]) -> list[QuestionRow]:
    """The questions in their order: four queries."""
    closings = Closings(session.pk)
    tables = {table.pk: table for table in session.tables.order_by("number")} if closings else {}
    came = after_close(session, asked, closings)
    return [_question_row(one.question, closings, tables, came) for one in asked]


def _question_row(
    question: GuidingQuestion,
    closings: Closings,
    tables: dict[int, DiscussionTable],
    came: dict[int, list[AfterClose]],
) -> QuestionRow:
    apart = closings.apart(question.pk)
    return QuestionRow(
        question=question,
        closing=closings.everywhere(question.pk),
        closed_at=[table for pk, table in tables.items() if apart.get(pk)],
        open_at=[table for pk, table in tables.items() if pk in apart and not apart[pk]],
        came_after=len(came.get(question.pk, [])),
    )


def after_close(
    session: DiscussionSession, asked: Sequence[AskedQuestion], closings: Closings
) -> dict[int, list[AfterClose]]:
    """By question, what came after its close, the newest first: two queries, none where nothing is closed."""
    found: dict[int, list[AfterClose]] = {}
    if not closings.questions():
        return found
    written = {"table__session": session, "changed_at__gt": closings.first_until()}
    answers = Answer.objects.leaving_table().filter(**written, question__in=closings.questions())
    for answer in answers.select_related("table__region").order_by("-changed_at"):
        _add(found, closings, answer.question_id, answer)
    naming = next((one.question.pk for one in asked if one.question.names_issues), None)
    issues = PriorityIssue.objects.leaving_table().filter(**written)
    for issue in (
        issues.select_related("table__region").order_by("-changed_at") if naming in closings.questions() else ()
    ):
        _add(found, closings, naming, issue)
    return found


def _add(
    found: dict[int, list[AfterClose]], closings: Closings, question_id: int | None, point: Answer | PriorityIssue
) -> None:
    if question_id and closings.came_after(question_id, point.table_id, point.changed_at):
        is_new = closings.came_after(question_id, point.table_id, point.created_at)
        found.setdefault(question_id, []).append(AfterClose(point.table, point.text, point.changed_at, is_new))


def table_rows(session: DiscussionSession) -> list[TableRow]:
    """Every table with its state, by number: eight queries."""
    states = table_states(session.pk)
    tables = session.tables.select_related("region").order_by("number")
    return [TableRow(table, states[table.pk]) for table in tables if table.pk in states]


def table_sum(rows: Sequence[TableRow]) -> TableSum:
    """The line over the tables."""
    return TableSum(
        tables=len(rows),
        done=sum(1 for row in rows if row.state.done_at),
        read_back=sum(1 for row in rows if row.state.read_back.is_whole),
    )
