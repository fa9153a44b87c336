"""What a report reads, once, in a fixed number of queries. Points and issues come through `leaving_table` only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from pga.live.models import Projection
from plenary.models import Star
from plenary.star_queries import Place
from plenary.synthesis_queries import SynthesisPart, written_parts
from plenary.synthesis_vocabulary import TWO_MINUTES
from regions.models import Answer, AnswerTick, DiscussionTable, IssueTick, PriorityIssue
from sessions.models import DiscussionSession, GuidingQuestion, PaperPerson, QuestionTickList, TickChoice, TickList

Ticks = dict[int, list[TickChoice]]


@dataclass(frozen=True)
class SessionRows:
    """The rows of sessions that may be handed out. Ticks by the answer or issue that carries them; `stayed` counts.

    `spoken` is what was written for the speakers: said in the plenary, kept, and not printed.
    """

    session: DiscussionSession
    tables: list[DiscussionTable]
    questions: list[GuidingQuestion]
    answers: list[Answer]
    issues: list[PriorityIssue]
    tick_lists: list[TickList]
    people: list[PaperPerson]
    ticks: Ticks
    issue_ticks: Ticks
    also: list[DiscussionSession]
    stayed: dict[int, int]
    synthesis: list[SynthesisPart]
    spoken: list[SynthesisPart]
    stars: list[Place]


def session_rows(session_id: int, also: Sequence[int] = ()) -> SessionRows:
    """Everything that the report of this session is made of, and of other sessions of its event with it."""
    sessions = DiscussionSession.objects.select_related("event", "paper")
    session = sessions.get(pk=session_id)
    others = list(sessions.filter(pk__in=list(also), event=session.event_id).order_by("code", "pk")) if also else []
    ids = [session.pk, *(other.pk for other in others)]
    papers = list(dict.fromkeys(one.paper_id for one in [session, *others] if one.paper_id))
    answers = leaving_answers(ids)
    tick_lists = list(TickList.objects.filter(event=session.event_id).prefetch_related("choices"))
    choices = {choice.pk: choice for tick_list in tick_lists for choice in tick_list.choices.all()}
    ticks = AnswerTick.objects.filter(answer__table__session__in=ids).values_list("answer_id", "choice_id")
    written = [part for one in [session, *others] for part in written_parts(one)]
    issue_ticks = IssueTick.objects.filter(issue__table__session__in=ids).values_list("issue_id", "choice_id")
    return SessionRows(
        session=session,
        tables=tables_of(*ids),
        questions=_questions(papers, {answer.question_id for answer in answers if answer.question_id}),
        answers=answers,
        issues=_leaving_issues(ids),
        tick_lists=tick_lists,
        people=list(PaperPerson.objects.filter(paper__in=papers)),
        ticks=_ticks(ticks, choices),
        issue_ticks=_ticks(issue_ticks, choices),
        also=others,
        stayed=_stayed(ids),
        synthesis=[part for part in written if part.key != TWO_MINUTES],
        spoken=[part for part in written if part.key == TWO_MINUTES],
        stars=list(Star.objects.filter(table__session__in=ids).values_list("table", "key")),
    )


def _stayed(session_ids: Collection[int]) -> dict[int, int]:
    """How many points each table keeps to itself: the number only, and no word is read for it."""
    kept = Answer.objects.filter(table__session__in=session_ids, deleted=False).exclude(text="")
    kept = kept.filter(Q(stays=True) | Q(issue__stays=True)).order_by()
    return dict(kept.values_list("table").annotate(n=Count("pk")))


def _ticks(pairs: Iterable[tuple[int, int]], choices: dict[int, TickChoice]) -> Ticks:
    """Without a row object each: a full hall has made ten thousand ticks."""
    found: Ticks = defaultdict(list)
    for carrier, choice in pairs:
        if choice in choices:
            found[carrier].append(choices[choice])
    return found


def tables_of(*session_ids: int) -> list[DiscussionTable]:
    """The tables in the order of their regions, then of their sessions and numbers."""
    tables = DiscussionTable.objects.filter(session__in=session_ids).select_related("region").prefetch_related("people")
    return list(tables.order_by("region__order", "region_id", "session__code", "number", "pk"))


def leaving_answers(session_ids: Collection[int]) -> list[Answer]:
    """The points that may leave their tables, in the order in which the tables put them."""
    answers = Answer.objects.leaving_table().filter(table__session__in=session_ids)
    return list(answers.order_by("table_id", "position", "key"))


def leaving_docs(*session_ids: int) -> frozenset[str]:
    """Points and issues of the sessions that may leave their tables by now, as 'table:key'."""
    return _docs(session_ids, Answer.objects.leaving_table(), PriorityIssue.objects.leaving_table())


def there_docs(*session_ids: int) -> frozenset[str]:
    """Points and issues of the sessions that were not erased, as 'table:key'; whether they may leave or not."""
    return _docs(session_ids, Answer.objects.all(), PriorityIssue.objects.all())


def _docs(session_ids: Collection[int], *kinds: QuerySet[Any]) -> frozenset[str]:
    rows = [row for kind in kinds for row in kind.filter(table__session__in=session_ids).values_list("table_id", "key")]
    return frozenset(f"{table}:{key}" for table, key in rows)


def state_of(session_ids: Collection[int]) -> dict[str, int]:
    """How far each table's journal is projected: from which state a report is made."""
    tables = DiscussionTable.objects.filter(session__in=session_ids).values_list("pk", flat=True)
    numbers = Projection.objects.filter(scope__in=[f"table:{table}" for table in tables]).order_by("scope")
    return {scope.partition(":")[2]: number for scope, number in numbers.values_list("scope", "number")}


def _leaving_issues(session_ids: Collection[int]) -> list[PriorityIssue]:
    issues = PriorityIssue.objects.leaving_table().filter(table__session__in=session_ids)
    return list(issues.order_by("table_id", "position", "key"))


def questions_of(session: DiscussionSession) -> list[GuidingQuestion]:
    """The paper's questions in the order in which they are asked, sub-parts behind their questions."""
    return _questions([session.paper_id] if session.paper_id else [], set())


def _questions(papers: Sequence[int], answered: set[int]) -> list[GuidingQuestion]:
    """The papers' questions, and those of an earlier paper that still have answers, at the end."""
    lists = Prefetch("question_tick_lists", QuestionTickList.objects.select_related("tick_list"))
    rows = GuidingQuestion.objects.filter(paper__in=papers) | GuidingQuestion.objects.filter(pk__in=answered)
    questions = list(rows.select_related("parent").prefetch_related(lists))
    asked = [q for q in questions if q.unpaired_since is None or q.pk in answered]
    return sorted(asked, key=lambda question: (_place_of_paper(question, papers), *_asked_order(question)))


def _place_of_paper(question: GuidingQuestion, papers: Sequence[int]) -> int:
    return papers.index(question.paper_id) if question.paper_id in papers else len(papers)


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
