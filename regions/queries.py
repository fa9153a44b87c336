"""Reads composed for the notebook's page."""

from typing import NamedTuple

from django.db.models import Prefetch

from regions.models import DiscussionTable, TablePerson
from sessions.models import GuidingQuestion, QuestionTickList, TickList


class AskedQuestion(NamedTuple):
    """A question or sub-part as a table is asked it; `original` is the paper's text where another language is shown."""

    question: GuidingQuestion
    text: str
    original: str
    tick_lists: list[TickList]
    depth: int


class NotebookPage(NamedTuple):
    """All that the notebook's markup needs; the answers come with the snapshot."""

    table: DiscussionTable
    questions: list[AskedQuestion]
    answer_lists: list[TickList]
    issue_lists: list[TickList]
    people: list[TablePerson]
    names_issues: bool


def notebook_page(table: DiscussionTable) -> NotebookPage:
    """The questions of the table's session in their order, each with its tick lists."""
    questions = asked_questions(table.session.paper_id, table.language)
    everywhere = list(TickList.objects.filter(event=table.session.event_id).prefetch_related("choices"))
    return NotebookPage(
        table=table,
        questions=questions,
        answer_lists=[tick_list for tick_list in everywhere if tick_list.on_answers],
        issue_lists=[tick_list for tick_list in everywhere if tick_list.on_issues],
        people=list(table.people.all()),
        names_issues=any(asked.question.names_issues for asked in questions),
    )


def asked_questions(paper_id: int | None, language: str = "") -> list[AskedQuestion]:
    """Questions of a paper, sub-parts after their question, in the table's language where there is a text in it."""
    if paper_id is None:
        return []
    lists = QuestionTickList.objects.select_related("tick_list").prefetch_related("tick_list__choices")
    found = (
        GuidingQuestion.objects.filter(paper=paper_id)
        .select_related("parent")
        .prefetch_related(Prefetch("question_tick_lists", queryset=lists))
    )
    questions = list(found)
    ordered: list[AskedQuestion] = []
    for question in questions:
        if question.parent_id is None:
            ordered += _with_parts(question, questions, language, depth=0)
    return ordered


def _with_parts(
    question: GuidingQuestion, questions: list[GuidingQuestion], language: str, depth: int
) -> list[AskedQuestion]:
    code = language.split("-", maxsplit=1)[0]
    text = question.texts.get(code) or (question.shown_text if not code else question.text)
    asked = AskedQuestion(
        question=question,
        text=text,
        original=question.text if text != question.text else "",
        tick_lists=[one.tick_list for one in question.question_tick_lists.all()],
        depth=depth,
    )
    parts = [part for part in questions if part.parent_id == question.pk]
    return [asked, *(below for part in parts for below in _with_parts(part, questions, language, depth + 1))]
