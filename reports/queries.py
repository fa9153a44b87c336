"""What a report reads, once, in a fixed number of queries. Points and issues come through `leaving_table` only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from regions.models import Answer, AnswerTick, DiscussionTable, IssueTick, PriorityIssue
from sessions.models import DiscussionSession, GuidingQuestion, PaperPerson, QuestionTickList, TickChoice, TickList

Ticks = dict[int, list[TickChoice]]


@dataclass(frozen=True)
class SessionRows:
    """The rows of one session that may be handed out. Ticks by the answer or issue that carries them."""

    session: DiscussionSession
    tables: list[DiscussionTable]
    questions: list[GuidingQuestion]
    answers: list[Answer]
    issues: list[PriorityIssue]
    tick_lists: list[TickList]
    people: list[PaperPerson]
    ticks: Ticks
    issue_ticks: Ticks


def session_rows(session_id: int) -> SessionRows:
    """Everything that the report of this session is made of."""
    session = DiscussionSession.objects.select_related("event", "paper").get(pk=session_id)
    answers = leaving_answers(session_id)
    tick_lists = list(TickList.objects.filter(event=session.event_id).prefetch_related("choices"))
    choices = {choice.pk: choice for tick_list in tick_lists for choice in tick_list.choices.all()}
    ticks = AnswerTick.objects.filter(answer__table__session=session_id).values_list("answer_id", "choice_id")
    issue_ticks = IssueTick.objects.filter(issue__table__session=session_id).values_list("issue_id", "choice_id")
    return SessionRows(
        session=session,
        tables=tables_of(session_id),
        questions=_questions(session, {answer.question_id for answer in answers if answer.question_id}),
        answers=answers,
        issues=_leaving_issues(session_id),
        tick_lists=tick_lists,
        people=list(PaperPerson.objects.filter(paper=session.paper_id)),
        ticks=_ticks(ticks, choices),
        issue_ticks=_ticks(issue_ticks, choices),
    )


def _ticks(pairs: Iterable[tuple[int, int]], choices: dict[int, TickChoice]) -> Ticks:
    """Without a row object each: a full hall has made ten thousand ticks."""
    found: Ticks = defaultdict(list)
    for carrier, choice in pairs:
        if choice in choices:
            found[carrier].append(choices[choice])
    return found


def tables_of(session_id: int) -> list[DiscussionTable]:
    """The tables in the order of their regions, then of their numbers."""
    tables = DiscussionTable.objects.filter(session=session_id).select_related("region").prefetch_related("people")
    return list(tables.order_by("region__order", "region_id", "number", "pk"))


def leaving_answers(session_id: int) -> list[Answer]:
    """The points that may leave their tables, in the order in which the tables put them."""
    answers = Answer.objects.leaving_table().filter(table__session=session_id)
    return list(answers.order_by("table_id", "position", "key"))


def leaving_docs(session_id: int) -> frozenset[str]:
    """Points and issues of the session that may leave their tables by now, as 'table:key'."""
    answers = Answer.objects.leaving_table().filter(table__session=session_id)
    issues = PriorityIssue.objects.leaving_table().filter(table__session=session_id)
    rows = [*answers.values_list("table_id", "key"), *issues.values_list("table_id", "key")]
    return frozenset(f"{table}:{key}" for table, key in rows)


def _leaving_issues(session_id: int) -> list[PriorityIssue]:
    issues = PriorityIssue.objects.leaving_table().filter(table__session=session_id)
    return list(issues.order_by("table_id", "position", "key"))


def questions_of(session: DiscussionSession) -> list[GuidingQuestion]:
    """The paper's questions in the order in which they are asked, sub-parts behind their questions."""
    return _questions(session, set())


def _questions(session: DiscussionSession, answered: set[int]) -> list[GuidingQuestion]:
    """The session's questions, and those of an earlier paper that still have answers, at the end."""
    lists = Prefetch("question_tick_lists", QuestionTickList.objects.select_related("tick_list"))
    rows = GuidingQuestion.objects.filter(paper=session.paper_id) | GuidingQuestion.objects.filter(pk__in=answered)
    questions = list(rows.select_related("parent").prefetch_related(lists))
    asked = [q for q in questions if q.unpaired_since is None or q.pk in answered]
    return sorted(asked, key=_asked_order)


def _asked_order(question: GuidingQuestion) -> tuple[bool, int, int, bool, int, int]:
    top = question.parent or question
    return (
        question.unpaired_since is not None,
        top.order,
        top.pk,
        question.parent_id is not None,
        question.order,
        question.pk,
    )
