"""A table and the front of the hall: announcement_list, announcement_read, help_call, table_done, and the read-back."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from pga.live.clock import now_ms
from pga.live.gate import gate
from pga.live.projector import project_now
from regions import speaking, speaking_views
from regions.closing import close_session
from regions.erasing import erase_event, erase_table
from regions.layout import make_table
from regions.models import Answer, DiscussionTable, HelpCall, LatePoint, PriorityIssue, Region
from regions.standing import standing
from regions.table_state_queries import announcements, open_calls, running_countdowns, table_states
from regions.vocabulary import digest
from sessions.models import GuidingQuestion
from sessions.sample import sample_setup
from tests.conftest import make_organizer
from tests.regions.seats import Point, Seat
from tests.searching import tables_with

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}
PART = {"HX-Request": "true"}


@pytest.fixture
def tables(db) -> list[DiscussionTable]:
    """Two in Asia, one in Africa."""
    gate.forget()
    session = sample_setup(make_organizer("amina"))[0]
    asia = Region.objects.create(event=session.event, name="Asia", hue="asia")
    africa = Region.objects.create(event=session.event, name="Africa", hue="africa")
    return [make_table(session=session, region=region, number=n) for n, region in ((4, asia), (5, asia), (8, africa))]


@pytest.fixture
def table(tables) -> DiscussionTable:
    return tables[0]


@pytest.fixture
def seat(table) -> Seat:
    return Seat(table)


def told(table: DiscussionTable) -> dict:
    return dict(standing([table.pk])[table.pk])


def unread(table: DiscussionTable) -> list[str]:
    return [one["text"] for one in told(table)["unread"]]


def read(seat: Seat, announcement, words: str = "", **headers: str):
    address = f"/tables/{seat.table.pk}/announcements/{announcement.pk}/"
    return seat.client.post(address, {"words": words}, headers=headers)


def state(table: DiscussionTable):
    return table_states(table.session_id, [table.pk])[table.pk]


def question(table: DiscussionTable, label: str) -> GuidingQuestion:
    return GuidingQuestion.objects.get(paper=table.session.paper, label=label, parent=None)


def test_an_announcement_reaches_those_that_it_is_made_to_and_is_read_once(tables):
    one, _other, far = tables
    session = one.session
    everybody = speaking.announce(session=session, text="Five more minutes", by="Ines")
    speaking.announce(session=session, text="Asia: see the screen", region=one.region)
    speaking.announce(session=session, text="Table 4, please wait", table=one)
    assert [unread(table) for table in tables] == [
        ["Five more minutes", "Asia: see the screen", "Table 4, please wait"],
        ["Five more minutes", "Asia: see the screen"],
        ["Five more minutes"],
    ]
    seat, second = Seat(one), Seat(one)
    assert read(seat, everybody, **SCRIPT).status_code == 204
    assert read(second, everybody, **SCRIPT).status_code == 204
    assert unread(one) == ["Asia: see the screen", "Table 4, please wait"]
    assert told(one)["announced"] == 3
    made = {one.announcement.text: one for one in announcements(session)}
    assert [(len(one.read), one.to) for one in made.values()] == [(0, 1), (0, 2), (1, 3)]
    assert [table.number for table in made["Five more minutes"].unread] == [5, 8]
    assert (state(one).read, state(far).read) == ((1, 3), (0, 1))


def test_answers_are_kept_every_one_and_who_answers_has_read(tables):
    one, other, _far = tables
    made = speaking.announce(session=one.session, text="Who has an interpreter?")
    seat = Seat(one)
    page = read(seat, made, "We do", **PART).content.decode()
    assert "Delivered." in page and "We do" in page
    assert read(seat, made, "  until\nthree ").headers["Location"] == f"/tables/{one.pk}/announcements/"
    assert unread(one) == []
    (found,) = announcements(one.session)
    assert [(table.number, text) for table, text, _at in found.replies] == [(4, "We do"), (4, "until three")]
    refused = read(seat, made, "w" * 201, **PART).content.decode()
    assert "w" * 201 in refused and "at most 200" in refused
    assert len(announcements(one.session)[0].replies) == 2
    list_of_other = unescape(Seat(other).client.get(f"/tables/{other.pk}/announcements/").content.decode())
    assert "Who has an interpreter?" in list_of_other and "not read yet" in list_of_other
    assert "We do" not in list_of_other


def test_a_table_reads_nothing_that_was_said_to_another(tables):
    one, _other, far = tables
    private = speaking.announce(session=one.session, text="Only to table 8", table=far)
    seat = Seat(one)
    assert read(seat, private, **SCRIPT).status_code == 404
    assert "Only to table 8" not in seat.client.get(f"/tables/{one.pk}/announcements/").content.decode()
    assert unread(far) == ["Only to table 8"]


def test_of_many_unread_ones_the_newest_are_shown_and_a_read_one_never_comes_back(table, tables):
    made = [speaking.announce(session=table.session, text=str(n)) for n in range(12)]
    for n in range(30):
        speaking.announce(session=table.session, text=f"to another {n}", table=tables[2])
    assert unread(table) == [str(n) for n in range(2, 12)]
    read(Seat(table), made[11], **SCRIPT)
    assert unread(table) == [str(n) for n in range(2, 11)]
    assert told(table)["announced"] == 12


def test_a_call_is_made_explained_answered_ended_and_taken_back(table, seat):
    address = f"/tables/{table.pk}/help/"
    assert seat.client.post(address, {"do": "call"}, headers=SCRIPT).status_code == 204
    assert (
        "Delivered." in seat.client.post(address, {"reason": "Is 3a only\nthe Compact?"}, headers=PART).content.decode()
    )
    call = state(table).call
    assert (call.reason, told(table)["help"]["reason"]) == ("Is 3a only the Compact?",) * 2
    seat.client.post(address, {"do": "call", "reason": ""})
    assert HelpCall.objects.get().reason == "Is 3a only the Compact?"
    assert speaking.answer_call(call=call, answer="two minutes") and not speaking.answer_call(call=call, answer="no")
    help_now = told(table)["help"]
    assert (help_now["answer"], help_now["ended"]) == ("two minutes", None) and help_now["answered"] <= now_ms()
    assert "A moderator is on the way." in seat.client.get(address).content.decode()
    assert speaking.end_call(call=call) and not speaking.end_call(call=call)
    assert told(table)["help"]["ended"] and state(table).call is None
    seat.client.post(address, {"do": "call"})
    seat.client.post(address, {"do": "back"})
    seat.client.post(address, {"do": "back"})
    assert told(table)["help"]["reason"] == "Is 3a only the Compact?", "the last that was not taken back"
    assert [call.taken_back for call in HelpCall.objects.all()] == [False, True]
    HelpCall.objects.update(ended_at=timezone.now() - timedelta(hours=1))
    assert told(table)["help"] is None


def test_calls_are_listed_by_how_long_they_wait_and_an_ended_one_keeps_its_place_for_a_moment(tables):
    calls = [
        HelpCall.objects.create(table=one, called_at=timezone.now() - timedelta(minutes=n))
        for n, one in enumerate(tables)
    ]
    session = tables[0].session_id
    assert [call.table.number for call in open_calls(session)] == [8, 5, 4]
    speaking.end_call(call=calls[1])
    assert [call.table.number for call in open_calls(session)] == [8, 5, 4]
    HelpCall.objects.filter(pk=calls[1].pk).update(ended_at=timezone.now() - timedelta(minutes=2))
    assert [call.table.number for call in open_calls(session)] == [8, 4]


def test_done_is_said_taken_back_and_not_undone_by_typing_but_shown(table, seat):
    point = Point()
    seat.types(point, "Fee caps exist")
    project_now("table", table.pk)
    address = f"/tables/{table.pk}/done/"
    assert seat.client.post(address, {"done": "true"}, headers=SCRIPT).status_code == 204
    assert told(table)["done"] >= told(table)["wrote"] and state(table).wrote_since_done is None
    DiscussionTable.objects.filter(pk=table.pk).update(done_at=timezone.now() - timedelta(seconds=5))
    seat.types(point, "Fee caps exist on paper")
    project_now("table", table.pk)
    assert told(table)["wrote"] > told(table)["done"]
    assert state(table).wrote_since_done > state(table).done_at
    seat.client.post(address, {"done": "false"})
    assert (told(table)["done"], state(table).done_at) == (None, None)


def test_a_table_that_speaks_too_fast_is_asked_to_wait(table, seat, monkeypatch):
    monkeypatch.setattr(speaking_views, "spoken", speaking_views.Limit(most=2, a_second=0))
    statuses = [seat.client.post(f"/tables/{table.pk}/done/", {"done": "true"}, headers=SCRIPT) for _ in range(3)]
    assert [one.status_code for one in statuses] == [204, 204, 429]
    assert "wait a minute" in statuses[2].content.decode()


def test_a_countdown_ends_at_a_full_second_is_extended_and_lingers(table):
    clock = speaking.set_countdown(session=table.session, length=timedelta(minutes=5), label="Plenary")
    assert clock.ends_at.microsecond == 0
    assert 298 <= (clock.ends_at - timezone.now()).total_seconds() <= 300
    again = speaking.set_countdown(session=table.session, length=timedelta(minutes=7))
    speaking.set_countdown(session=table.session, length=timedelta(minutes=1), question=question(table, "3"))
    assert again.pk == clock.pk
    assert [(one["question"], one["label"]) for one in told(table)["countdowns"]] == [
        (question(table, "3").pk, ""),
        (None, ""),
    ]
    again.ends_at = timezone.now() - timedelta(minutes=3)
    again.save(update_fields=["ends_at"])
    assert len(running_countdowns(table.session_id)) == 2, "one that has run down is still said"
    speaking.extend_countdown(countdown=again, length=timedelta(minutes=1))
    assert 58 <= (again.ends_at - timezone.now()).total_seconds() <= 61
    speaking.stop_countdown(countdown=again)
    assert [one["label"] for one in told(table)["countdowns"]] == [""]
    type(again).objects.update(ends_at=timezone.now() - timedelta(minutes=11))
    assert told(table)["countdowns"] == []


def test_questions_close_everywhere_or_at_one_table_and_open_again(tables):
    one, other, _far = tables
    asked = [question(one, "3"), question(one, "4")]
    grace = timedelta(minutes=2)

    def closed(table: DiscussionTable) -> set[str]:
        return set(told(table)["closed"])

    three, four = (str(one.pk) for one in asked)
    speaking.close_questions(session=one.session, questions=asked[:1], grace=grace, table=one)
    assert [closed(table) for table in tables] == [{three}, set(), set()]
    speaking.close_questions(session=one.session, questions=asked, grace=grace)
    assert [closed(table) for table in tables] == [{three, four}] * 3
    closing = told(one)["closed"][three]
    assert closing["until"] - closing["at"] == 120_000
    speaking.open_questions(session=one.session, questions=asked[:1], table=other)
    assert [closed(table) for table in tables] == [{three, four}, {four}, {three, four}]
    assert state(other).closed == {asked[1].pk}
    speaking.open_questions(session=one.session, questions=asked)
    assert [closed(table) for table in tables] == [set()] * 3
    speaking.close_questions(session=one.session, questions=asked, grace=grace, table=one)
    speaking.open_questions(session=one.session, questions=asked, table=one)
    assert closed(one) == set()


def confirm(seat: Seat, point: Point, words: str) -> None:
    seat.sets(point, "confirmed", digest(words))
    project_now("table", seat.table.pk)


def test_a_confirmation_is_of_the_wording_and_a_change_of_it_ends_it(table, seat):
    point, issue = Point(), Point("i")
    seat.types(point, "Fees are not capped")
    seat.types(issue, "Recruitment fees")
    project_now("table", table.pk)
    before = Answer.objects.get().changed_at
    assert state(table).read_back == (0, 2)
    confirm(seat, point, "Fees are not capped")
    confirm(seat, issue, "Recruitment fees ")
    assert state(table).read_back == (2, 2) and state(table).read_back.is_whole
    assert PriorityIssue.objects.get().confirmed
    assert Answer.objects.get().changed_at == before, "what is said about a wording is no change of it"
    # Only letters taken out: no clock of the text moves.
    seat.types(point, "Fees are capped")
    project_now("table", table.pk)
    assert state(table).read_back == (1, 2)
    confirm(seat, point, "Fees are capped")
    seat.sets(point, "kind", "quote")
    project_now("table", table.pk)
    assert state(table).read_back == (2, 2)
    seat.sets(point, "confirmed", "")
    project_now("table", table.pk)
    assert state(table).read_back == (1, 2)
    steps = [deed for step in seat.history(point).deeds for deed in step]
    assert "Read back to the table and confirmed." not in steps and "Confirmation taken back." not in steps
    confirm(seat, point, "Fees are capped")
    assert "Read back to the table and confirmed." in [d for step in seat.history(point).deeds for d in step]


def test_what_stays_or_is_deleted_is_in_no_count_of_the_read_back(table, seat):
    stays, gone, free = Point(), Point(), Point()
    for point in (stays, gone, free):
        seat.types(point, "Rehana was deported")
        confirm(seat, point, "Rehana was deported")
    assert state(table).read_back == (3, 3)
    seat.sets(stays, "stays", True)
    seat.sets(gone, "deleted", True, sv=gone.vector)
    project_now("table", table.pk)
    assert state(table).read_back == (1, 1)


def test_a_confirmation_after_the_sessions_close_is_not_late(table, seat):
    point = Point()
    seat.types(point, "Fees are capped")
    project_now("table", table.pk)
    close_session(session=table.session)
    confirm(seat, point, "Fees are capped")
    assert (state(table).read_back, LatePoint.objects.count()) == ((1, 1), 0)
    seat.types(point, "Fees are capped now")
    confirm(seat, point, "Fees are capped now")
    assert (state(table).read_back, LatePoint.objects.count()) == ((0, 1), 1)


@pytest.mark.parametrize("count", [1, 3])
def test_what_stands_costs_the_same_for_however_many_tables(tables, count, django_assert_num_queries):
    for table in tables[:count]:
        seat = Seat(table)
        seat.client.post(f"/tables/{table.pk}/help/", {"do": "call"})
        seat.client.post(f"/tables/{table.pk}/done/", {"done": "true"})
        for n in range(count):
            speaking.announce(session=table.session, text=str(n), table=table)
    ids = [table.pk for table in tables[:count]]
    with django_assert_num_queries(8):
        assert len(standing(ids)) == count
    with django_assert_num_queries(7):
        assert len(table_states(tables[0].session_id, ids)) == count
    with django_assert_num_queries(4):
        assert len(announcements(tables[0].session)) == count * count


@pytest.mark.django_db(transaction=True)
def test_what_a_table_said_is_erased_with_its_notes(table, seat):
    secret = "Rehana sits at this table"
    made = speaking.announce(session=table.session, text="Who sits where?")
    read(seat, made, secret, **SCRIPT)
    seat.client.post(f"/tables/{table.pk}/help/", {"reason": secret})
    seat.client.post(f"/tables/{table.pk}/done/", {"done": "true"})
    assert len(tables_with(secret)) == 2
    erase_table(table=table)
    assert tables_with(secret) == []
    assert (unread(table), told(table)["done"], state(table).call) == (["Who sits where?"], None, None)


@pytest.mark.django_db(transaction=True)
def test_what_was_said_to_tables_goes_with_the_event(tables, seat):
    session, secret = tables[0].session, "Rehana, please come to the front"
    for to in ({}, {"region": tables[0].region}, {"table": tables[0]}):
        read(seat, speaking.announce(session=session, text=secret, **to), "we do", **SCRIPT)
    speaking.set_countdown(session=session, length=timedelta(minutes=5), label=secret)
    for where in (None, tables[0]):
        asked = [question(tables[0], "3")]
        speaking.close_questions(session=session, questions=asked, grace=timedelta(), table=where)
    seat.client.post(f"/tables/{tables[0].pk}/help/", {"reason": secret})
    erase_event(event=session.event)
    assert tables_with(secret, "we do") == []
