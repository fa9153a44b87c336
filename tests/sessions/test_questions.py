import pytest
from django.utils import timezone

from sessions.actions.questions import add_question
from sessions.models import BackgroundPaper, GuidingQuestion, TickList
from tests.sessions.doors import refuses_others


@pytest.fixture
def paper(event) -> BackgroundPaper:
    return BackgroundPaper.objects.create(event=event, file_name="p.md", content=b"", confirmed_at=timezone.now())


@pytest.fixture
def questions(paper) -> list[GuidingQuestion]:
    one = add_question(paper=paper, label="1", text="Where can we act?")
    two = add_question(paper=paper, label="2", text="Which issues matter most?")
    part = add_question(paper=paper, label="a", text="In law?", parent=one)
    return [one, two, part]


def order_of(paper: BackgroundPaper) -> list[str]:
    return [question.full_label for question in paper.questions.select_related("parent").order_by("order")]


def typed(**changes: object) -> dict[str, object]:
    return {"label": "1", "text": "Where can we act?", "short": "", "group": "", "issue_limit": ""} | changes


def test_question_setup_lists_parts_below_their_question(organizer, paper, questions, neighbour, stranger):
    address = f"/events/papers/{paper.pk}/questions/"
    page = organizer.get(address).content.decode()
    assert order_of(paper) == ["1", "1a", "2"]
    assert page.index("Where can we act?") < page.index("In law?") < page.index("Which issues matter")
    refuses_others(address, neighbour=neighbour, stranger=stranger)


@pytest.mark.parametrize("count", [1, 6])
def test_question_setup_costs_the_same_however_many(organizer, paper, count, django_assert_max_num_queries):
    for n in range(count):
        add_question(paper=paper, label=str(n), text="Why?")
    with django_assert_max_num_queries(9):
        organizer.get(f"/events/papers/{paper.pk}/questions/")


def test_questions_by_hand(organizer, event, session, neighbour, stranger):
    address = f"/events/{event.pk}/questions/by-hand/"
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    page = organizer.post(address, follow=True).content.decode()
    assert "no guiding questions" in page
    session.refresh_from_db()
    organizer.post(f"/events/papers/{session.paper_id}/questions/add/", typed(text="What next?"))
    assert session.paper.questions.get().text == "What next?"


def test_question_add_takes_parts_and_keeps_what_was_typed(organizer, paper, questions, neighbour, stranger):
    address = f"/events/papers/{paper.pk}/questions/add/"
    wrong = organizer.post(address, typed(text="", short="Kept")).content.decode()
    assert 'value="Kept"' in wrong and 'role="alert"' in wrong
    organizer.post(address, typed(text="In practice?", label="b", parent=questions[0].pk))
    assert order_of(paper) == ["1", "1a", "1b", "2"]
    refuses_others(address, neighbour=neighbour, stranger=stranger)


def test_question_edit_sets_roles_languages_and_tick_lists(organizer, event, questions, neighbour, stranger):
    one = questions[0]
    address = f"/events/questions/{one.pk}/"
    both = organizer.post(address, typed(names_issues="on", per_issue="on")).content.decode()
    assert "cannot be asked about each issue" in both
    level = TickList.objects.create(event=event, name="Level")
    data = typed(
        names_issues="on", issue_limit="2", short="Where", text_ar="أين؟", text_sw="Wapi?", tick_lists=[level.pk]
    )
    organizer.post(address, data)
    one.refresh_from_db()
    assert (one.names_issues, one.issue_limit, one.short) == (True, 2, "Where")
    assert one.texts == {"ar": "أين؟", "sw": "Wapi?"}
    assert [row.tick_list for row in one.question_tick_lists.all()] == [level]
    page = organizer.get(address).content.decode()
    assert "Wapi?" in page and "checked" in page
    organizer.post(address, typed())
    one.refresh_from_db()
    assert (one.names_issues, one.texts, one.question_tick_lists.count()) == (False, {}, 0)
    refuses_others(address, neighbour=neighbour, stranger=stranger)


def test_question_edit_takes_tick_lists_of_the_event_only(organizer, neighbour, questions):
    from sessions.models import Event

    theirs = TickList.objects.create(event=Event.objects.get(name="Another event"), name="Theirs")
    posted = organizer.post(f"/events/questions/{questions[0].pk}/", typed(tick_lists=[theirs.pk]))
    assert posted.status_code == 200 and questions[0].question_tick_lists.count() == 0


def test_question_move(organizer, paper, questions, neighbour, stranger):
    address = f"/events/questions/{questions[1].pk}/move/"
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    organizer.post(address, {"to": "up"})
    assert order_of(paper) == ["2", "1", "1a"]
    organizer.post(address, {"to": "up"})
    organizer.post(address, {"to": "down"})
    assert order_of(paper) == ["1", "1a", "2"]


def test_question_remove_keeps_an_answered_one(organizer, event, session, paper, questions, neighbour, stranger):
    from regions.layout import add_region, make_table

    one, two, part = questions
    table = make_table(session=session, region=add_region(event=event, name="Asia", hue="asia"), number=1)
    now = timezone.now()
    table.answers.create(key="a" * 22, question=part, text="Yes", created_at=now, changed_at=now)
    address = f"/events/questions/{one.pk}/remove/"
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    assert "it stays" in organizer.post(address, follow=True).content.decode()
    organizer.post(f"/events/questions/{two.pk}/remove/")
    assert order_of(paper) == ["1", "1a"]


def test_tick_list_add_edit_and_remove(organizer, event, paper, neighbour, stranger):
    address = f"/events/{event.pk}/tick-lists/add/"
    empty = organizer.post(address, {"name": "Level", "kind": "many"}).content.decode()
    assert "at least one choice" in empty and 'value="Level"' in empty
    organizer.post(address, {"name": "Level", "kind": "many", "new0": "local", "new0_ar": "محلي", "new1": "national"})
    level = event.tick_lists.get()
    local, national = level.choices.all()
    assert (local.name, local.texts, national.order) == ("local", {"ar": "محلي"}, 1)
    own = f"/events/tick-lists/{level.pk}/"
    twice = {"name": "Level", "kind": "many", f"choice{local.pk}": "local", "new0": "Local"}
    assert "Two choices have the same name" in organizer.post(own, twice).content.decode()
    organizer.post(own, {"name": "Level", "kind": "one", f"choice{local.pk}": "in the town", "new2": "global"})
    assert [(choice.pk == local.pk, choice.name) for choice in level.choices.all()] == [
        (True, "in the town"),
        (False, "global"),
    ]
    refuses_others(address, neighbour=neighbour, stranger=stranger)
    refuses_others(own, neighbour=neighbour, stranger=stranger)
    refuses_others(f"{own}remove/", neighbour=neighbour, stranger=stranger)
    organizer.post(f"{own}remove/")
    assert not event.tick_lists.exists()


def test_a_ticked_choice_stays(organizer, event, session, paper):
    from regions.layout import add_region, make_table

    organizer.post(f"/events/{event.pk}/tick-lists/add/", {"name": "Level", "kind": "many", "new0": "local"})
    level = event.tick_lists.get()
    local = level.choices.get()
    table = make_table(session=session, region=add_region(event=event, name="Asia", hue="asia"), number=1)
    now = timezone.now()
    answer = table.answers.create(key="a" * 22, text="Yes", created_at=now, changed_at=now)
    answer.ticks.create(choice=local)
    emptied = organizer.post(f"/events/tick-lists/{level.pk}/", {"name": "Level", "kind": "many", "new0": "global"})
    assert "Tables have ticked local" in emptied.content.decode()
    removed = organizer.post(f"/events/tick-lists/{level.pk}/remove/", follow=True)
    assert "ticked choices stay" in removed.content.decode()
    assert answer.ticks.count() == 1


def test_words_need_no_choices(organizer, event, paper):
    organizer.post(f"/events/{event.pk}/tick-lists/add/", {"name": "Benchmark", "kind": "words"})
    assert event.tick_lists.get().kind == "words"


def test_what_tables_wrote_keeps_its_list_and_its_question(organizer, event, session, paper, questions):
    from regions.layout import add_region, make_table

    session.paper = paper
    session.save(update_fields=["paper"])
    benchmark = TickList.objects.create(event=event, name="Benchmark", kind=TickList.Kind.WORDS)
    GuidingQuestion.objects.filter(pk=questions[1].pk).update(names_issues=True)
    table = make_table(session=session, region=add_region(event=event, name="Asia", hue="asia"), number=1)
    now = timezone.now()
    table.answers.create(key="a" * 22, text="Yes", words={str(benchmark.pk): "by May"}, created_at=now, changed_at=now)
    table.issues.create(key="i" * 22, text="Debts", created_at=now, changed_at=now)
    own = f"/events/tick-lists/{benchmark.pk}/"
    for kept in (
        organizer.post(f"{own}remove/", follow=True),
        organizer.post(own, {"name": "Benchmark", "kind": "one", "new0": "x"}),
    ):
        assert "Tables have written under Benchmark; it stays." in kept.content.decode()
    kept = organizer.post(f"/events/questions/{questions[1].pk}/remove/", follow=True).content.decode()
    assert "Tables have answered question 2; it stays." in kept
    assert (TickList.objects.get().kind, paper.questions.count()) == ("words", 3)
