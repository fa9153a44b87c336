from dataclasses import replace

import pytest
from django.utils import timezone

from regions.layout import add_region, make_table
from sessions.actions.confirming import AlreadyConfirmed, confirm_paper
from sessions.drafts import Item, dump
from sessions.models import BackgroundPaper, GuidingQuestion

ITEMS = [
    Item(1, "event", "Forum on Care"),
    Item(2, "title", "Care across borders"),
    Item(3, "code", "1A"),
    Item(4, "code", "2A"),
    Item(5, "person", name="Rosa Quispe", organisation="Casa Migrante", role="moderator", role_as_printed="Moderators"),
    Item(6, "section", "We meet in a year of elections.", heading="Context"),
    Item(7, "field_of_work", "Wages"),
    Item(8, "field_of_work", "Health"),
    Item(9, "call_for_action", "End fees"),
    Item(10, "preamble", "Name one or two issues."),
    Item(11, "question", "Where?", label="1", group="Theme one"),
    Item(12, "question", "At which level?", label="2"),
    Item(13, "part", "In law?", label="a"),
    Item(14, "part", "In practice?", label="b"),
    Item(15, "question", "What next?", label="3"),
    Item(16, "unused", "Page 1"),
]


def proposed(event, items, **fields) -> BackgroundPaper:
    return BackgroundPaper.objects.create(
        event=event, file_name="p.md", content=b"", proposal={"items": dump(items)}, **fields
    )


def shown(paper) -> list[str]:
    rows = paper.questions.select_related("parent").order_by("order")
    return [f"{row.full_label} {row.text}" for row in rows]


def answer(table, question: GuidingQuestion, key: str) -> None:
    now = timezone.now()
    table.answers.create(key=key * 22, question=question, text="Words", created_at=now, changed_at=now)


@pytest.fixture
def table(event, session):
    return make_table(session=session, region=add_region(event=event, name="Asia", hue="asia"), number=1)


def test_confirming_makes_everything(event, session):
    paper = confirm_paper(proposed(event, ITEMS))
    assert shown(paper) == ["1 Where?", "2 At which level?", "2a In law?", "2b In practice?", "3 What next?"]
    assert (paper.title, paper.preamble) == ("Care across borders", "Name one or two issues.")
    assert paper.context == [{"heading": "Context", "text": "We meet in a year of elections."}]
    person = paper.people.get()
    assert (person.name, person.role, person.organisation) == ("Rosa Quispe", "moderator", "Casa Migrante")
    assert [(row.code, row.title, row.paper_id) for row in event.sessions.all()] == [
        ("1A", "Fair recruitment", paper.pk),
        ("2A", "Care across borders", paper.pk),
    ]
    lists = {row.origin: [choice.name for choice in row.choices.all()] for row in event.tick_lists.all()}
    assert lists == {"fields_of_work": ["Wages", "Health"], "calls_for_action": ["End fees"]}
    assert all(row.on_issues and row.on_answers for row in event.tick_lists.all())
    event.refresh_from_db()
    assert event.name == "People's Assembly on Work"


def test_confirming_twice_is_refused(event):
    paper = confirm_paper(proposed(event, ITEMS))
    with pytest.raises(AlreadyConfirmed):
        confirm_paper(paper)
    assert paper.questions.count() == 5


def test_nothing_is_made_when_one_thing_fails(event):
    paper = proposed(event, ITEMS)
    paper.proposal = {"items": [*dump(ITEMS)[:10], {**dump(ITEMS)[10], "text": None}]}
    paper.save()
    with pytest.raises(Exception):  # noqa: B017
        confirm_paper(paper)
    paper.refresh_from_db()
    assert paper.confirmed_at is None and not event.tick_lists.exists() and not paper.people.exists()


def test_a_part_without_a_question_counts_as_one(event):
    paper = confirm_paper(
        proposed(event, [Item(1, "part", "In law?", label="a"), Item(2, "part", "Or not?", label="b")])
    )
    assert shown(paper) == ["a In law?", "ab Or not?"]


def test_a_corrected_paper_keeps_paired_questions_and_their_answers(event, session, table):
    paper = confirm_paper(proposed(event, ITEMS))
    one, two, part_a, part_b, three = paper.questions.order_by("order")
    GuidingQuestion.objects.filter(pk=two.pk).update(per_issue=True, texts={"ar": "ما المستوى؟"})
    answer(table, two, "b")
    answer(table, part_b, "c")
    answer(table, three, "d")
    corrected = [
        replace(found, was=two.pk, text="At which levels?") if found.key == 12 else found
        for found in ITEMS
        if found.key in {3, 7, 12}
    ]
    corrected += [Item(30, "part", "In law, then?", label="a", was=part_a.pk), Item(31, "question", "Who?", label="9")]
    again = confirm_paper(proposed(event, corrected, replaces=paper))
    assert shown(again) == ["2 At which levels?", "2a In law, then?", "9 Who?", "2b In practice?", "3 What next?"]
    two.refresh_from_db()
    assert (two.text, two.per_issue, two.texts, two.unpaired_since) == (
        "At which levels?",
        True,
        {"ar": "ما المستوى؟"},
        None,
    )
    marked = again.questions.exclude(unpaired_since=None)
    assert {row.pk for row in marked} == {part_b.pk, three.pk}
    assert not GuidingQuestion.objects.filter(pk=one.pk).exists()
    session.refresh_from_db()
    assert session.paper == again and event.sessions.get(code="2A").paper == again
    assert table.answers.filter(question=None).count() == 0


def test_choices_of_a_corrected_paper_keep_their_rows_and_ticks(event, session, table):
    paper = confirm_paper(proposed(event, ITEMS))
    wages, health = event.tick_lists.get(origin="fields_of_work").choices.all()
    answer(table, paper.questions.first(), "b")
    table.answers.get().ticks.create(choice=health)
    corrected = [Item(1, "field_of_work", "Housing"), Item(2, "code", "1A")]
    confirm_paper(proposed(event, corrected, replaces=paper))
    assert [(choice.name, choice.pk == health.pk) for choice in wages.tick_list.choices.all()] == [
        ("Housing", False),
        ("Health", True),
    ]
    assert table.answers.get().ticks.get().choice == health


def test_an_event_that_was_made_from_its_paper_takes_the_papers_name(event):
    paper = proposed(event, ITEMS)
    paper.proposal["names_event"] = True
    paper.save()
    confirm_paper(paper)
    event.refresh_from_db()
    assert event.name == "Forum on Care"


def test_another_paper_does_not_take_a_session_away(event, session):
    first = confirm_paper(proposed(event, ITEMS))
    second = confirm_paper(proposed(event, [Item(1, "code", "1A"), Item(2, "code", "3A")]))
    assert event.sessions.get(code="1A").paper == first and event.sessions.get(code="3A").paper == second
