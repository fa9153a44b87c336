"""A session as its tables would leave it, made straight with models: what a report sees."""

from datetime import UTC, date, datetime
from itertools import count

from regions.models import Answer, AnswerTick, DiscussionTable, IssueTick, PriorityIssue, Region, TablePerson
from sessions.models import (
    BackgroundPaper,
    DiscussionSession,
    Event,
    GuidingQuestion,
    PaperPerson,
    QuestionTickList,
    TickChoice,
    TickList,
)

NOW = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
_keys = count(1)


def key(sort: str) -> str:
    return f"{sort}{next(_keys):021d}"


class Cast:
    """One event, one session, four questions with two sub-parts; tables and words are added by each test."""

    def __init__(self) -> None:
        self.event = Event.objects.create(name="Peoples' Forum on Migration", place="Dhaka", day=date(2026, 1, 15))
        self.paper = BackgroundPaper.objects.create(
            event=self.event, file_name="paper.md", content=b"", title="Governing migration together", confirmed_at=NOW
        )
        self.session = DiscussionSession.objects.create(event=self.event, paper=self.paper, code="1A", starts_at=NOW)
        PaperPerson.objects.create(
            paper=self.paper, role="moderator", name="Ines Carvalho", organisation="Harbour Union"
        )
        PaperPerson.objects.create(
            paper=self.paper, role="rapporteur", name="Tarek Haddad", organisation="Open Roads", order=1
        )
        self.level = self.ticks("Level", "many", "local", "national", "regional", "global")
        self.actor = self.ticks("Actor", "many", "civil society", "States")
        self.benchmark = TickList.objects.create(event=self.event, name="Benchmark", kind="words", order=9)
        self.where = self.ask("1", "Where, and how, can civil society intervene most effectively?", self.level)
        self.issues = self.ask("2", "What are the priority issues of your region?", names_issues=True, issue_limit=2)
        self.improve = self.ask("3", "At which level does governance have to improve?", self.level, per_issue=True)
        self.compact = self.ask("a", "Where does it meet the Global Compact?", parent=self.improve, per_issue=True)
        self.law = self.ask("b", "Is law lacking, or its implementation?", parent=self.improve, per_issue=True)
        self.do = self.ask("4", "What should be done, and by whom?", self.actor, self.benchmark, recommends=True)

    def ticks(self, name: str, kind: str, *choices: str) -> TickList:
        tick_list = TickList.objects.create(event=self.event, name=name, kind=kind)
        for order, choice in enumerate(choices):
            TickChoice.objects.create(tick_list=tick_list, name=choice, order=order)
        return tick_list

    def ask(self, label: str, text: str, *lists: TickList, **roles: object) -> GuidingQuestion:
        order = GuidingQuestion.objects.count()
        question = GuidingQuestion.objects.create(paper=self.paper, label=label, text=text, order=order, **roles)
        for tick_list in lists:
            QuestionTickList.objects.create(question=question, tick_list=tick_list)
        return question

    def region(self, name: str, hue: str = "europe") -> Region:
        order = Region.objects.count()
        return Region.objects.get_or_create(event=self.event, name=name, defaults={"hue": hue, "order": order})[0]

    def table(self, region: Region, language: str = "en", name: str = "", rapporteur: str = "") -> DiscussionTable:
        number = self.session.tables.count() + 1
        table = DiscussionTable.objects.create(
            session=self.session, region=region, number=number, language=language, name=name
        )
        if rapporteur:
            TablePerson.objects.create(table=table, role="rapporteur", name=rapporteur)
        return table

    def issue(self, table: DiscussionTable, text: str, *ticks: str, **fields: object) -> PriorityIssue:
        issue = PriorityIssue.objects.create(
            table=table, key=key("i"), text=text, created_at=NOW, changed_at=NOW, position=key("i"), **fields
        )
        for tick in ticks:
            IssueTick.objects.create(issue=issue, choice=TickChoice.objects.get(name=tick))
        return issue

    def say(self, table: DiscussionTable, text: str, *ticks: str, **fields: object) -> Answer:
        fields.setdefault("question", self.where)
        answer = Answer.objects.create(
            table=table, key=key("a"), text=text, created_at=NOW, changed_at=NOW, position=key("a"), **fields
        )
        for tick in ticks:
            AnswerTick.objects.create(answer=answer, choice=TickChoice.objects.get(name=tick))
        return answer
