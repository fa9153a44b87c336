"""The history of an answer as its own table reads it, over HTTP and the real journal."""

import random

import pytest
from django.test import Client

from pga.live import journal
from pga.live.clock import clock_now
from pga.live.gate import gate
from pga.live.models import JournalRow
from pga.live.projector import project_now
from plenary.links import make_moderator_link, moderator_url
from regions.history import STEPS_A_PAGE
from regions.layout import make_table, put_out
from regions.models import Answer, DiscussionTable, Region
from sessions.models import GuidingQuestion, TickChoice, TickList
from sessions.sample import sample_setup
from tests.conftest import make_organizer
from tests.regions.seats import PART, Point, Seat, Steps, minutes_pass
from tests.test_doors import path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(db) -> DiscussionTable:
    gate.forget()
    session = sample_setup(make_organizer("amina"))[0]
    region = Region.objects.create(event=session.event, name="Asia", hue="asia")
    return make_table(session=session, region=region, number=4)


@pytest.fixture
def seat(table) -> Seat:
    return Seat(table, name="Rokeya")


@pytest.fixture
def other(table, seat) -> Seat:
    return Seat(table)


@pytest.fixture
def point() -> Point:
    return Point()


def question(table: DiscussionTable, label: str) -> GuidingQuestion:
    questions = GuidingQuestion.objects.filter(paper=table.session.paper).select_related("parent")
    return next(one for one in questions if one.full_label == label)


def address(table: DiscussionTable, key: str) -> str:
    return f"/tables/{table.pk}/history/{key}/"


def test_steps_say_who_when_and_what_changed_newest_first(seat, other, point):
    seat.types(point, "Fee caps")
    seat.types(point, "Fee caps exist on paper")
    minutes_pass(5)
    seat.types(point, "Fee caps exist, but only on paper")
    other.types(point, "Fee limits exist, but only on paper")
    steps = seat.history(point)
    assert steps.who == ["Laptop 2", "Rokeya", "Rokeya"]
    assert steps.changed == [
        "Fee [-caps-][+limits+] exist, but only on paper",
        "Fee caps exist[+, but only+] on paper",
        "[+Fee caps exist on paper+]",
    ]
    assert steps.page.count("(you)") == 2 and steps.page.count("<time") == 3
    assert other.history(point).page.count("(you)") == 1


def test_a_pause_parts_steps_and_a_blink_does_not(seat, point):
    for words in ("one", "one two", "one two three"):
        seat.types(point, words)
        minutes_pass(0.9)
    assert seat.history(point).changed == ["[+one two three+]"]
    minutes_pass(0.2)
    seat.types(point, "one two")
    assert seat.history(point).changed == ["one two[- three-]", "[+one two three+]"]


def test_commands_are_sentences(table, seat, point):
    issue, third, fourth = Point("i"), question(table, "3"), question(table, "4")
    choice, line = (
        TickChoice.objects.get(tick_list__name="Level", name="national"),
        TickList.objects.get(name="Benchmark"),
    )
    seat.types(issue, "Recruitment fees")
    project_now("table", table.pk)
    seat.sets(point, "position", "i")
    seat.sets(point, "question", fourth.pk)
    seat.types(point, "They were sent back")
    done = [
        [("question", third.pk), ("position", "j")],
        [("issue", issue.key)],
        [("position", "k")],
        [("kind", "quote"), (f"tick:{choice.pk}", True)],
        [(f"tick:{choice.pk}", False), (f"words:{line.pk}", "by 2030")],
        [("stays", True)],
        [("question", None), ("issue", None)],
    ]
    for sets in done:
        minutes_pass(2)
        for name, value in sets:
            seat.sets(point, name, value)
    minutes_pass(2)
    seat.sets(point, "stays", False, saw=clock_now())
    assert seat.history(point).deeds[::-1] == [
        [f"Written under question “4 {fourth.name}”."],
        [f"Moved to question “3 {third.name}”."],
        ["Moved to the issue “Recruitment fees”."],
        ["Moved up or down."],
        ["Marked as: quote.", "Ticked: national."],
        ["Tick taken away: national.", f"{line.name}: “by 2030”."],
        ["Marked as staying at this table."],
        ["Taken out of its question, to be placed later.", "No longer about an issue in particular."],
        ["May leave this table again."],
    ]
    assert [deeds for deeds in seat.history(issue).deeds if deeds] == []


def test_a_command_that_lost_says_nothing(seat, other, point):
    seat.types(point, "said")
    seat.sets(point, "kind", "quote")
    minutes_pass(2)
    journal.append(
        "table",
        seat.table.pk,
        other.laptop.grant,
        [{"id": 1, "doc": point.key, "set": "kind", "value": "action", "at": 5}],
    )
    assert seat.history(point).deeds == [["Marked as: quote."]]


def test_deleted_restored_and_brought_back_by_whoever_went_on_writing(seat, other, point):
    seat.types(point, "We said")
    other.sets(point, "deleted", True, sv=point.vector)
    seat.sets(point, "deleted", False)
    other.sets(point, "deleted", True, sv=point.vector)
    seat.types(point, "We said more")
    assert seat.history(point).deeds[::-1] == [
        [],
        ["Deleted."],
        ["Restored."],
        ["Deleted."],
        ["Came back, because somebody went on writing in it."],
    ]


def test_who_said_it_is_told_only_where_the_event_allows_it(table, seat, point):
    seat.types(point, "Wages are stolen")
    seat.sets(point, "attribution", "Nasreen of the garment union")
    hidden = seat.history(point)
    assert hidden.deeds == [["Who said it was noted."]] and "Nasreen" not in hidden.page
    type(table.session.event).objects.update(attribution_allowed=True)
    assert seat.history(point).deeds == [["Who said it: Nasreen of the garment union."]]


def test_earlier_wordings_may_be_brought_back_whole_and_the_present_one_need_not(seat, point):
    long = "  يدفع العمال رسومًا مرتين\n" + "word " * 200 + "<b>&"
    for words in (long, "short", "", "short again", "short"):
        seat.types(point, words)
        minutes_pass(2)
    steps = seat.history(point)
    # Neither the present wording, nor that one earlier, nor an empty one.
    assert steps.then == ["", "short again", "", "", long]
    assert steps.page.count("data-restore") == 2
    assert "<b>" not in steps.page


def test_long_stretches_that_stayed_the_same_are_left_out(seat, point):
    words = " ".join(f"w{n}" for n in range(400))
    seat.types(point, words)
    minutes_pass(2)
    seat.types(point, words.replace("w200", "changed"))
    newest = seat.history(point).changed[0]
    assert "w199 [-w200-][+changed+] w201" in newest and newest.startswith("…") and newest.endswith("…")
    assert len(newest) < 200


def test_the_last_wording_is_the_answers_however_the_rows_lie(seat, other, point):
    chance = random.Random(7)
    for n in range(60):
        hand = (seat, other)[n % 2]
        words = str(point.text).split(" ")
        words.insert(chance.randrange(len(words) + 1), chance.choice(["fees", "কাজ", "حقوق", "工资", "👩‍👧"]) + str(n))
        if n % 5 == 4:
            words.pop(chance.randrange(len(words)))
        hand.types(point, " ".join(words))
    project_now("table", seat.table.pk)
    pages, query = [], ""
    while not pages or "?before=" in pages[-1].page:
        pages.append(seat.history(point, query))
        query = "?before=" + pages[-1].page.partition("?before=")[2].partition('"')[0]
    shown = [changed for page in pages for changed in page.changed]
    assert all(len(page.items) <= STEPS_A_PAGE for page in pages) and len(pages) == -(-len(shown) // STEPS_A_PAGE) > 1
    assert shown[-1].startswith("[+")
    texts = [then for page in pages for then in page.then]
    assert texts[0] == "" and Answer.objects.get().text == str(point.text).strip() not in texts


def test_a_row_that_cannot_be_merged_is_left_out(seat, other, point):
    seat.types(point, "good")
    bad = {"edit": 900, "doc": point.key, "sort": "text", "payload": b"\x01\x01", "clock": 1}
    row = JournalRow.objects.get()
    JournalRow.objects.create(scope=row.scope, number=2, laptop=other.laptop.grant, at=row.at, **bad)
    assert seat.history(point).changed == ["[+good+]"]


@pytest.mark.parametrize("count", [1, 3])
def test_history_costs_the_same_however_many_steps(seat, other, point, count, django_assert_num_queries):
    for n in range(count):
        (seat, other)[n % 2].types(point, "word " * (n + 1))
    seat.history(point)
    with django_assert_num_queries(11):
        assert len(seat.history(point).items) == count


def test_only_its_own_table_reads_it_and_most_of_all_what_stays(table, seat, point):
    seat.sets(point, "stays", True)
    seat.types(point, "Confiscated passports")
    project_now("table", table.pk)
    neighbour = Seat(make_table(session=table.session, region=table.region, number=5))
    organizer, moderator = Client(), Client()
    organizer.force_login(table.session.event.organizers.get())
    moderator.get(path_of(moderator_url(make_moderator_link(session=table.session, name="M"))))
    for hand in (neighbour.client, organizer, moderator, Client()):
        for headers in ({}, PART):
            answer = hand.get(address(table, point.key), headers=headers)
            assert answer.status_code == 403 and "passports" not in answer.content.decode()
    # At the neighbour's own table there is no such point.
    assert neighbour.client.get(address(neighbour.table, point.key)).status_code == 404
    assert seat.history(point).deeds == [["Marked as staying at this table."]]
    assert seat.client.post(address(table, point.key)).status_code == 405
    put_out(seat.laptop)
    assert seat.client.get(address(table, point.key)).status_code == 403


@pytest.mark.parametrize("key", ["a" + "B" * 21, "x", "a%00" + "B" * 20, "z" + "B" * 21, "%E2%80%AE"])
def test_what_is_not_there_is_refused_in_a_sentence(table, seat, key):
    for headers in ({}, PART):
        answer = seat.client.get(address(table, key), headers=headers)
        assert answer.status_code == 404 and "Nothing is kept of this point" in answer.content.decode()


def test_an_erased_point_has_no_history(table, seat, point):
    seat.types(point, "A name")
    project_now("table", table.pk)
    journal.erase("table", table.pk, point.key)
    answer = seat.client.get(address(table, point.key))
    assert answer.status_code == 404 and "A name" not in answer.content.decode()


def test_it_is_a_part_for_a_dialog_and_a_page_without_one(table, seat, point):
    seat.types(point, "said")
    page, part = seat.history(point), seat.history(point, **PART)
    assert "<!doctype html>" in page.page and "css/history.css" in page.page
    assert "<html" not in part.page and part.page.strip().startswith("<section")
    assert page.changed == part.changed == ["[+said+]"]
    assert "no-store" in seat.client.get(address(table, point.key)).headers["Cache-Control"]


@pytest.mark.parametrize("query", ["?before=", "?before=x", "?before=٣", "?before=" + "9" * 40, "?before=1"])
def test_a_strange_page_number_is_no_fault(seat, point, query):
    seat.types(point, "said")
    assert len(seat.history(point, query, **PART).items) == (query != "?before=1")


def test_it_speaks_the_tables_language(table, seat, point):
    type(table).objects.update(language="ar")
    seat.types(point, "يدفع العمال")
    assert 'dir="rtl"' in seat.history(point).page


def test_names_and_words_are_never_markup(table, point):
    seat = Seat(table, name="<script>1</script>")
    seat.types(point, "<img src=x>")
    page: Steps = seat.history(point)
    assert page.changed == ["[+<img src=x>+]"] and "<img" not in page.page and "<script>1" not in page.page
