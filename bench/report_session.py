"""A session for measuring reports: so many tables of six regions, twenty points each, in five scripts, seeded."""

import random
from datetime import UTC, date, datetime

from regions.models import Answer, AnswerTick, DiscussionTable, PriorityIssue, Region
from sessions.models import (
    BackgroundPaper,
    DiscussionSession,
    Event,
    GuidingQuestion,
    QuestionTickList,
    TickChoice,
    TickList,
)

POINTS = 20
# As in minutes that were written in full: the report of 500 tables has then 1,700 pages.
FEWEST_WORDS, MOST_WORDS = 15, 65
NOW = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
REGIONS = (
    ("Africa", "africa", ("en", "fr", "ar")),
    ("Americas", "americas", ("en", "fr")),
    ("Asia", "asia", ("en", "bn", "hi")),
    ("Europe", "europe", ("en", "fr")),
    ("Middle East and North Africa", "mena", ("ar", "en")),
    ("Pacific", "pacific", ("en",)),
)
WORDS = {
    "en": "border officers fee caps exist on paper nobody inspects the sub-agents local councils publish every "
    "agreement before signature returnees register municipalities unions at both ends of corridor with a date",
    "fr": "les accords de réadmission sont négociés sans communautés la loi existe décrets manquent depuis sept ans "
    "publier chaque texte avant signature former parlements nationaux radios communautaires",
    "ar": "لا توجد آلية للشكوى في بلد المقصد والاتفاق العالمي لم يحدد موعدا نشر كل اتفاق قبل التوقيع تسجيل العائدين "
    "إصلاح نظام الكفالة مع جدول زمني معلن",
    "bn": "উপজেলা পর্যায়ে কেউ দালালদের তদারকি করে না রাষ্ট্র প্রতিটি চুক্তি শ্রমিকের ভাষায় দেবে নিয়োগ খরচ অর্ধেক হবে",
    "hi": "पंजीकरण ग्राम पंचायत से शुरू हो कोई निरीक्षण नहीं करता श्रमिक की भाषा में हर समझौता प्रकाशित हो",
}


def make_session(tables: int) -> DiscussionSession:
    """The session with its paper, questions, tables and points; equal every time."""
    event = Event.objects.create(name="Peoples' Forum on Migration", place="Dhaka", day=date(2026, 1, 15))
    paper = BackgroundPaper.objects.create(event=event, file_name="paper.md", content=b"", title="Governing together")
    session = DiscussionSession.objects.create(event=event, paper=paper, code="1A", starts_at=NOW)
    questions = _questions(event, paper)
    regions = [Region.objects.create(event=event, name=name, hue=hue) for name, hue, _languages in REGIONS]
    chance = random.Random(7)
    for number in range(1, tables + 1):
        place = number % len(REGIONS)
        language = REGIONS[place][2][number // len(REGIONS) % len(REGIONS[place][2])]
        table = DiscussionTable.objects.create(session=session, region=regions[place], number=number, language=language)
        _fill(table, questions, chance)
    _tick(event, chance)
    return session


def _questions(event: Event, paper: BackgroundPaper) -> list[GuidingQuestion]:
    level = _list(event, "Level", "local", "national", "regional", "global")
    lack = _list(event, "Lacking", "law", "implementation", "transposition")
    actor = _list(event, "Actor", "civil society", "States")
    TickList.objects.create(event=event, name="Benchmark", kind="words", order=9)
    asked: list[GuidingQuestion] = []

    def ask(label: str, text: str, *lists: TickList, **roles: object) -> GuidingQuestion:
        question = GuidingQuestion.objects.create(paper=paper, label=label, text=text, order=len(asked), **roles)
        for tick_list in lists:
            QuestionTickList.objects.create(question=question, tick_list=tick_list)
        asked.append(question)
        return question

    ask("1", "Where, and how, can civil society intervene most effectively?", level)
    ask("2", "What are the priority issues of your region?", names_issues=True)
    improve = ask("3", "At which level does governance have to improve?", level, per_issue=True)
    ask("a", "Where does it meet the Global Compact?", parent=improve, per_issue=True)
    ask("b", "Is law lacking, or its implementation?", lack, parent=improve, per_issue=True)
    ask("4", "What should be done, and by whom?", actor, recommends=True, per_issue=True)
    return asked


def _list(event: Event, name: str, *choices: str) -> TickList:
    tick_list = TickList.objects.create(event=event, name=name, kind="many", order=TickList.objects.count())
    for order, choice in enumerate(choices):
        TickChoice.objects.create(tick_list=tick_list, name=choice, order=order)
    return tick_list


def _fill(table: DiscussionTable, questions: list[GuidingQuestion], chance: random.Random) -> None:
    said, times = WORDS[table.language].split(), {"created_at": NOW, "changed_at": NOW}

    def words(fewest: int, most: int) -> str:
        return " ".join(chance.choices(said, k=chance.randint(fewest, most)))

    issues = [
        PriorityIssue.objects.create(table=table, key=f"i{n:021d}", position=f"{n}", text=words(3, 7), **times)
        for n in range(2)
    ]
    answers = []
    for n in range(POINTS):
        question = questions[n % len(questions)]
        issue = issues[n % 2] if question.per_issue else None
        kind = "minority" if n == POINTS - 1 else "point"
        text = words(FEWEST_WORDS, MOST_WORDS)
        key, place = f"a{n:021d}", f"{n:02}"
        answers.append(
            Answer(table=table, key=key, position=place, question=question, issue=issue, kind=kind, text=text, **times)
        )
    Answer.objects.bulk_create(answers)


def _tick(event: Event, chance: random.Random) -> None:
    """One choice of each list on every point whose question has it."""
    choices = {tick_list.pk: list(tick_list.choices.all()) for tick_list in TickList.objects.filter(event=event)}
    under: dict[int, list[int]] = {}
    for question, tick_list in QuestionTickList.objects.values_list("question_id", "tick_list_id"):
        under.setdefault(question, []).append(tick_list)
    ticks = [
        AnswerTick(answer_id=answer, choice=chance.choice(choices[tick_list]))
        for answer, question in Answer.objects.order_by("pk").values_list("pk", "question_id")
        for tick_list in under.get(question, ())
    ]
    AnswerTick.objects.bulk_create(ticks, batch_size=500)
