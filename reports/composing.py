"""From rows to content. Sections follow the roles of questions, never their labels or words."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace

from django.utils import formats, timezone

from plenary.star_queries import Place
from regions.models import Answer, PriorityIssue
from reports.comparing import compared, shares
from reports.content import (
    IssuePoints,
    NamedIssue,
    PersonFacts,
    Point,
    QuestionGroup,
    QuestionSection,
    RegionIssues,
    RegionPoints,
    ReportContent,
    SessionFacts,
    TableIssues,
    TableIssueStory,
    TablePoints,
    TableStory,
    Ticked,
    Voice,
)
from reports.facts import question_facts, table_facts
from reports.queries import SessionRows
from reports.summing import summed
from reports.words import passage, passages
from sessions.models import GuidingQuestion, TickChoice, TickList


def compose(rows: SessionRows, *, attributed: bool = True) -> ReportContent:
    """The report of sessions, from the rows that may be handed out. Who said it is told only where the event allows."""
    return _Composer(rows, attributed=attributed and rows.session.event.attribution_allowed).content()


class _Composer:
    """Holds the rows by what they belong to while the content is composed."""

    def __init__(self, rows: SessionRows, *, attributed: bool) -> None:
        self.rows = rows
        self.attributed = attributed
        self.codes = {session.pk: session.code for session in [rows.session, *rows.also]} if rows.also else {}
        self.tables = {
            table.pk: replace(table_facts(table), session=self.codes.get(table.session_id, "")) for table in rows.tables
        }
        self.languages = {table.pk: table.language or "en" for table in rows.tables}
        self.issue_names = {issue.pk: passage(issue.text, self.languages[issue.table_id]) for issue in rows.issues}
        self.issue_docs = {issue.pk: f"{issue.table_id}:{issue.key}" for issue in rows.issues}
        self.issue_order = {issue.pk: n for n, issue in enumerate(rows.issues)}
        self.questions = {question.pk: question_facts(question) for question in rows.questions}
        self.lists = {tick_list.pk: tick_list for tick_list in rows.tick_lists}
        self.choices = {
            choice.pk: passage(choice.shown_name) for tick_list in rows.tick_lists for choice in tick_list.choices.all()
        }
        self.about: dict[int, list[Answer]] = defaultdict(list)
        self.to: dict[int, list[Answer]] = defaultdict(list)
        self.at: dict[int, list[Answer]] = defaultdict(list)
        for answer in rows.answers:
            self.about[answer.issue_id or 0].append(answer)
            self.to[answer.question_id or 0].append(answer)
            self.at[answer.table_id].append(answer)
        self.points = {answer.pk: self._point(answer) for answer in rows.answers}

    def content(self) -> ReportContent:
        rows = self.rows
        sections = {question.pk: self._section(question) for question in rows.questions}

        def chapter(wanted: Callable[[GuidingQuestion], bool]) -> tuple[QuestionSection, ...]:
            return tuple(sections[q.pk] for q in rows.questions if wanted(q) and sections[q.pk].points)

        spoke = {answer.table_id for answer in rows.answers} | {issue.table_id for issue in rows.issues}
        asked = [q for q in rows.questions if not sections[q.pk].points and not (q.names_issues and rows.issues)]
        stems = {q.parent_id for q in rows.questions}
        return ReportContent(
            session=self._session(),
            tables=tuple(self.tables.values()),
            issues=self._issues(),
            naming=chapter(lambda q: q.names_issues and not q.recommends),
            questions=chapter(lambda q: not q.names_issues and not q.recommends),
            recommendations=chapter(lambda q: q.recommends),
            stories=self._stories(),
            people=self._people(),
            silent=tuple(facts for pk, facts in self.tables.items() if pk not in spoke),
            unanswered=tuple(self.questions[q.pk] for q in asked if q.pk not in stems),
            points=len(rows.answers),
            named=len(rows.issues),
            regions=len({facts.region.id for pk, facts in self.tables.items() if pk in spoke}),
            stayed=sum(self.rows.stayed.get(pk, 0) for pk in self.tables),
            people_present=sum(table.headcount or 0 for table in rows.tables),
            told=sum(1 for table in rows.tables if table.headcount is not None),
            issue_lists=self._issue_lists(),
            compared=compared(rows, self.tables, self.choices),
            minority=self._minority(),
            synthesis=tuple(summed(part, self.tables, self.codes) for part in self.rows.synthesis),
            starred=self._starred(),
            shares=shares(rows, self.tables),
        )

    def _session(self) -> SessionFacts:
        session = self.rows.session
        day = timezone.localtime(session.starts_at).date() if session.starts_at else session.event.day
        title = session.title or (session.paper.title if session.paper else "")
        return SessionFacts(
            event=passage(session.event.name),
            place=passage(session.event.place),
            code=" · ".join(one.code for one in [session, *self.rows.also]),
            title=passage(title),
            day=formats.date_format(day, "j F Y") if day else "",
            closed=all(one.closed_at is not None for one in [session, *self.rows.also]),
            attributed=self.attributed,
        )

    def _people(self) -> tuple[PersonFacts, ...]:
        return tuple(
            PersonFacts(
                role=str(person.get_role_display()),
                name=passage(person.name),
                organisation=passage(person.organisation),
            )
            for person in self.rows.people
            if person.name or person.organisation
        )

    def _point(self, answer: Answer) -> Point:
        language = self.languages[answer.table_id]
        said_by = answer.attribution if self.attributed else ""
        question = self.questions.get(answer.question_id or 0)
        return Point(
            doc=f"{answer.table_id}:{answer.key}",
            passages=passages(answer.text, language),
            kind="" if answer.kind == Answer.Kind.POINT else str(answer.get_kind_display()),
            ticked=self._ticked(self.rows.ticks.get(answer.pk, ()), answer.words, language),
            said_by=passage(said_by, language) if said_by else None,
            label=question.label if question else "",
            minority=answer.kind == Answer.Kind.MINORITY,
        )

    def _ticked(self, choices: Collection[TickChoice], words: dict[str, str], language: str) -> tuple[Ticked, ...]:
        """What is ticked, list by list in the organizer's order; words written for a list stand in its place."""
        if not choices and not words:
            return ()
        by_list: dict[int, list[TickChoice]] = defaultdict(list)
        for choice in choices:
            by_list[choice.tick_list_id].append(choice)
        found = []
        for pk, tick_list in self.lists.items():
            chosen = sorted(by_list.get(pk, ()), key=lambda choice: (choice.order, choice.pk))
            values = [self.choices[choice.pk] for choice in chosen]
            if str(words.get(str(pk), "")).strip():
                values.append(passage(str(words[str(pk)]), language))
            if values:
                found.append(Ticked(tick_list.shown_name, tuple(values)))
        return tuple(found)

    def _section(self, question: GuidingQuestion) -> QuestionSection:
        answers = self.to[question.pk]
        by_table: dict[int, list[Answer]] = defaultdict(list)
        for answer in answers:
            by_table[answer.table_id].append(answer)
        heard = [
            TablePoints(facts, self._by_issue(by_table[pk])) for pk, facts in self.tables.items() if pk in by_table
        ]
        regions = tuple(self._with_counts(region, by_table) for region in _by_region(heard))
        lists = tuple(self.lists[pk].shown_name for pk in self._lists_of(question))
        return QuestionSection(self.questions[question.pk], regions, len(answers), len(heard), lists)

    def _with_counts(self, region: RegionPoints, by_table: dict[int, list[Answer]]) -> RegionPoints:
        answers = [answer for table in region.tables for answer in by_table[table.table.id]]
        return replace(region, points=len(answers), counted=self._counted(answers))

    def _lists_of(self, question: GuidingQuestion) -> list[int]:
        under = {one.tick_list_id for one in question.question_tick_lists.all()}
        return [pk for pk in self.lists if pk in under]

    def _issue_lists(self) -> tuple[str, ...]:
        """Lists by which issues are told apart: under questions that are asked about each, or on the issues."""
        asked = [q for q in self.rows.questions if (q.per_issue or (q.parent and q.parent.per_issue))]
        under = {pk for question in asked if not question.recommends for pk in self._lists_of(question)}
        found = [one for pk, one in self.lists.items() if pk in under]
        found += [one for pk, one in self.lists.items() if one.on_issues and pk not in under]
        return tuple(one.shown_name for one in found if one.kind != TickList.Kind.WORDS)

    def _minority(self) -> tuple[Voice, ...]:
        """Views that a table marked as a minority's, in the order of the tables."""
        answers = (answer for pk in self.tables for answer in self.at[pk])
        return tuple(self._voice(answer) for answer in answers if answer.kind == Answer.Kind.MINORITY)

    def _voice(self, answer: Answer) -> Voice:
        return Voice(
            table=self.tables[answer.table_id],
            question=self.questions.get(answer.question_id or 0),
            issue=self.issue_names.get(answer.issue_id or 0),
            point=self.points[answer.pk],
            doc=self.issue_docs.get(answer.issue_id or 0, ""),
        )

    def _starred(self) -> tuple[Voice, ...]:
        """What the plenary must hear, in the order of the stars; of points and issues that are in this report."""
        rows: dict[Place, Answer | PriorityIssue] = {(row.table_id, row.key): row for row in self.rows.answers}
        rows |= {(row.table_id, row.key): row for row in self.rows.issues}
        found = [row for place in self.rows.stars if (row := rows.get(place)) is not None]
        return tuple(self._voice(row) if isinstance(row, Answer) else self._named(row) for row in found)

    def _named(self, issue: PriorityIssue) -> Voice:
        words = passages(issue.text, self.languages[issue.table_id])
        point = Point(f"{issue.table_id}:{issue.key}", words)
        return Voice(self.tables[issue.table_id], None, None, point)

    def _by_issue(self, answers: list[Answer]) -> tuple[IssuePoints, ...]:
        """Points without an issue first, then issue by issue in the table's order."""
        grouped = self._grouped_by_issue(answers)
        return tuple(
            IssuePoints(
                self.issue_names.get(issue),
                tuple(self.points[answer.pk] for answer in group),
                self.issue_docs.get(issue, ""),
            )
            for issue, group in grouped
        )

    def _grouped_by_issue(self, answers: list[Answer]) -> list[tuple[int, list[Answer]]]:
        """(issue, its answers); 0 where there is none, or where the issue itself may not leave the table."""
        grouped: dict[int, list[Answer]] = defaultdict(list)
        for answer in answers:
            issue = answer.issue_id if answer.issue_id in self.issue_names else None
            grouped[issue or 0].append(answer)
        return sorted(grouped.items(), key=lambda item: self.issue_order.get(item[0], -1))

    def _issues(self) -> tuple[RegionIssues, ...]:
        by_table: dict[int, list[NamedIssue]] = defaultdict(list)
        for issue in self.rows.issues:
            by_table[issue.table_id].append(self._named_issue(issue))
        found: dict[int, list[TableIssues]] = defaultdict(list)
        for pk, facts in self.tables.items():
            if pk in by_table:
                found[facts.region.id].append(TableIssues(facts, tuple(by_table[pk])))
        return tuple(RegionIssues(tables[0].table.region, tuple(tables)) for tables in found.values())

    def _named_issue(self, issue: PriorityIssue) -> NamedIssue:
        about = self.about[issue.pk]
        return NamedIssue(
            doc=self.issue_docs[issue.pk],
            name=self.issue_names[issue.pk],
            ticked=self._ticked(self.rows.issue_ticks.get(issue.pk, ()), issue.words, self.languages[issue.table_id]),
            counted=self._counted(about),
            points=len(about),
        )

    def _counted(self, answers: list[Answer]) -> tuple[Ticked, ...]:
        """How often each choice was ticked on these points: 'national 2, local 1'."""
        counts = Counter(choice for answer in answers for choice in self.rows.ticks.get(answer.pk, ()))
        found = []
        for pk, tick_list in self.lists.items():
            if tick_list.kind == TickList.Kind.WORDS:
                continue
            chosen = [(c, n) for c, n in counts.items() if c.tick_list_id == pk]
            chosen.sort(key=lambda item: (item[0].order, item[0].pk))
            if chosen:
                found.append(
                    Ticked(tick_list.shown_name, tuple(passage(f"{c.shown_name}\u00a0{n}") for c, n in chosen))
                )
        return tuple(found)

    def _stories(self) -> tuple[TableStory, ...]:
        return tuple(
            TableStory(facts, tuple(self._issue_story(*item) for item in self._grouped_by_issue(self.at[pk])))
            for pk, facts in self.tables.items()
            if self.at[pk]
        )

    def _issue_story(self, issue: int, answers: list[Answer]) -> TableIssueStory:
        by_question: dict[int, list[Point]] = defaultdict(list)
        for answer in answers:
            by_question[answer.question_id or 0].append(self.points[answer.pk])
        groups = [
            QuestionGroup(facts, tuple(by_question[pk])) for pk, facts in self.questions.items() if pk in by_question
        ]
        if by_question.get(0):
            groups.append(QuestionGroup(None, tuple(by_question[0])))
        return TableIssueStory(self.issue_names.get(issue), tuple(groups), self.issue_docs.get(issue, ""))


def _by_region(heard: list[TablePoints]) -> tuple[RegionPoints, ...]:
    found: dict[int, list[TablePoints]] = defaultdict(list)
    for points in heard:
        found[points.table.region.id].append(points)
    return tuple(RegionPoints(tables[0].table.region, tuple(tables)) for tables in found.values())
