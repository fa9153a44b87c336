"""The regions side by side: under one question, about one issue, with one choice; and one table by itself."""

from collections.abc import Sequence
from typing import NamedTuple

from plenary.queries.board import tables_of
from plenary.queries.points import Showing, ShownPoint, by_table
from regions.models import Answer, DiscussionTable, PriorityIssue, Region
from regions.queries import AskedQuestion, asked_questions
from sessions.models import DiscussionSession, GuidingQuestion, TickChoice


class TableAnswers(NamedTuple):
    """What a table says: the issues that it names, then its points."""

    table: DiscussionTable
    points: list[ShownPoint]


class RegionAnswers(NamedTuple):
    """A region's column; tables that said nothing are left out."""

    region: Region
    tables: list[TableAnswers]

    @property
    def total(self) -> int:
        """Points of all its tables."""
        return sum(len(said.points) for said in self.tables)


class NotesPart(NamedTuple):
    """What a table says to one question."""

    label: str
    name: str
    question_id: int | None
    points: list[ShownPoint]


def region_columns(session: DiscussionSession, question: GuidingQuestion) -> list[RegionAnswers]:
    """The regions side by side for one question."""
    showing = Showing(session)
    points = showing.answers(Answer.objects.leaving_table().filter(table__session=session, question=question))
    if question.names_issues:
        points = showing.issues(PriorityIssue.objects.leaving_table().filter(table__session=session)) + points
    return _columns(session, points)


def choice_columns(session: DiscussionSession, choice: TickChoice) -> list[RegionAnswers]:
    """The regions side by side: issues and points that carry one choice."""
    showing = Showing(session)
    answers = Answer.objects.leaving_table().filter(table__session=session, ticks__choice=choice)
    issues = PriorityIssue.objects.leaving_table().filter(table__session=session, ticks__choice=choice)
    return _columns(session, showing.issues(issues) + showing.answers(answers))


def _columns(session: DiscussionSession, points: Sequence[ShownPoint]) -> list[RegionAnswers]:
    said = by_table(points)
    columns: dict[int, RegionAnswers] = {}
    for table in tables_of(session.pk):
        column = columns.setdefault(table.region_id, RegionAnswers(table.region, []))
        if table.pk in said:
            column.tables.append(TableAnswers(table, said[table.pk]))
    return sorted(columns.values(), key=lambda column: (column.region.order, column.region.pk))


class IssueAnswers(NamedTuple):
    """An issue that a table named, with the points about it."""

    issue: ShownPoint
    points: list[ShownPoint]


class RegionIssues(NamedTuple):
    """A region's issues."""

    region: Region
    issues: list[IssueAnswers]


def issue_columns(session: DiscussionSession) -> list[RegionIssues]:
    """Every issue that was named, by region, with the points about each."""
    showing = Showing(session)
    issues = showing.issues(PriorityIssue.objects.leaving_table().filter(table__session=session))
    about = Answer.objects.leaving_table().filter(table__session=session, issue__deleted=False).exclude(issue=None)
    points = {point.key: point for point in showing.answers(about)}
    whose = about.order_by("question__order", "position", "key").values_list("table", "issue__key", "key")
    grouped: dict[tuple[int, str], list[ShownPoint]] = {}
    for table_id, issue_key, key in whose:
        if key in points:
            grouped.setdefault((table_id, issue_key), []).append(points[key])
    columns: dict[int, RegionIssues] = {}
    for table in tables_of(session.pk):
        columns.setdefault(table.region_id, RegionIssues(table.region, []))
    for issue in sorted(issues, key=lambda one: one.table.number):
        told = IssueAnswers(issue, grouped.get((issue.table.pk, issue.key), []))
        columns[issue.table.region_id].issues.append(told)
    return sorted(columns.values(), key=lambda column: (column.region.order, column.region.pk))


def table_notes(session: DiscussionSession, table: DiscussionTable) -> list[NotesPart]:
    """What one table says, question by question; what is placed nowhere comes last."""
    showing = Showing(session)
    issues = showing.issues(PriorityIssue.objects.leaving_table().filter(table=table))
    points = showing.answers(Answer.objects.leaving_table().filter(table=table))
    asked = asked_questions(session.paper_id)
    parts = [_part(one, issues if one.question.names_issues else [], points) for one in asked]
    known = {one.question.pk for one in asked}
    rest = [point for point in points if point.question_id not in known]
    return [part for part in (*parts, NotesPart("", "", None, rest)) if part.points]


def _part(asked: AskedQuestion, issues: list[ShownPoint], points: Sequence[ShownPoint]) -> NotesPart:
    question = asked.question
    own = [point for point in points if point.question_id == question.pk]
    return NotesPart(question.full_label, question.name, question.pk, issues + own)
