import pytest

from sessions.models import GuidingQuestion, Organizer, TickList
from sessions.sample import sample_setup

pytestmark = pytest.mark.django_db


def test_the_sample_event_is_set_up_as_an_organizer_would():
    organizer = Organizer.objects.create_user("amina")
    sessions = sample_setup(organizer)
    event = sessions[0].event
    assert [session.code for session in sessions] == ["1A", "1B"]
    assert list(event.organizers.all()) == [organizer] and "Forum" in event.name
    questions = {question.full_label: question for question in GuidingQuestion.objects.select_related("parent")}
    assert list(questions) == ["1", "2", "3", "3a", "3b", "4"]
    assert [label for label, question in questions.items() if question.names_issues] == ["2"]
    assert questions["2"].issue_limit == 2
    assert [label for label, question in questions.items() if question.per_issue] == ["3", "3a", "3b", "4"]
    assert [label for label, question in questions.items() if question.recommends] == ["4"]
    assert all(set(question.texts) == {"ar", "bn", "fr"} for question in questions.values())


def test_the_sample_tick_lists_stand_under_their_questions():
    sample_setup(None)
    under = {
        question.full_label: [row.tick_list.name for row in question.question_tick_lists.all()]
        for question in GuidingQuestion.objects.select_related("parent")
    }
    assert under == {
        "1": ["Level"],
        "2": [],
        "3": ["Level"],
        "3a": ["Meets the global agreement", "How"],
        "3b": ["What is lacking"],
        "4": ["Actor", "Alone or together", "Benchmark"],
    }
    fields = TickList.objects.get(origin="fields_of_work")
    calls = TickList.objects.get(origin="calls_for_action")
    assert (fields.choices.count(), calls.choices.count()) == (8, 6)
    assert [choice.name for choice in TickList.objects.get(name="Level").choices.all()] == [
        "local",
        "national",
        "regional",
        "global",
    ]


def test_two_sample_events_stand_side_by_side():
    sample_setup(None)
    assert [session.code for session in sample_setup(None)] == ["1A", "1B"]
