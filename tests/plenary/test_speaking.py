"""Leading a session: speak, announcement_make, countdown_set, question_set, call_answer, call_end, after closes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from pga.live.projector import project_now
from plenary.models import Activity
from plenary.speaking_queries import after_close
from regions.calling import call_for_help, read_announcement, reply, say_done
from regions.layout import make_table
from regions.models import Announcement, Answer, Countdown, DiscussionTable, HelpCall, QuestionState, Region
from regions.queries import asked_questions
from regions.question_states import Closings
from regions.table_state_queries import running_countdowns, table_states
from sessions.models import DiscussionSession
from tests.plenary.test_late_points import Moderator, seat, table  # noqa: F401 fixtures
from tests.regions.seats import Point, Seat
from tests.regions.test_history import question

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
SECRET = "Rehana was deported"


@pytest.fixture
def moderator(table) -> Moderator:  # noqa: F811
    return Moderator(table.session)


@pytest.fixture
def other(table) -> DiscussionTable:  # noqa: F811
    africa = Region.objects.create(event=table.session.event, name="Africa", hue="africa")
    return make_table(session=table.session, region=africa, number=7)


def part(moderator: Moderator, name: str) -> str:
    return moderator.sees("speak/").replace("\n", " ") if not name else _part(moderator, name)


def _part(moderator: Moderator, name: str) -> str:
    page = moderator.client.get(f"/sessions/{moderator.session.pk}/speak/?part={name}", headers=PART)
    assert page.status_code == 200 and "<html" not in page.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def deeds(session: DiscussionSession) -> list[tuple[str, str]]:
    return [(one.deed, one.words) for one in Activity.objects.filter(session=session).order_by("pk")]


def test_an_announcement_is_made_to_all_to_a_region_or_to_a_table_and_says_who_has_read_it(table, other, moderator):  # noqa: F811
    moderator.does("speak/announce", text="Five more minutes")
    moderator.does("speak/announce", text="تفضلوا إلى القاعة", to=f"region:{other.region_id}")
    moderator.does("speak/announce", text="Please wait", to=f"table:{table.pk}")
    every, region, one = Announcement.objects.order_by("pk")
    assert (every.by, region.region, region.table, one.region, one.table) == ("Ines", other.region, None, None, table)
    read_announcement(table=table, announcement=every)
    reply(table=table, announcement=one, text="We wait <here>")
    said = part(moderator, "announcements")
    assert "read by 1 of 2 not yet: 7" in said and "read by 0 of 1" in said and "read by 1 of 1" in said
    assert "to the tables of Africa" in said and "Table 4: We wait &lt;here&gt;" in said
    assert deeds(table.session) == [
        ("announced", "Five more minutes"),
        ("announced", "تفضلوا إلى القاعة"),
        ("announced", "Please wait"),
    ]
    for wrong in (
        {"text": ""},
        {"text": "x" * 501},
        {"text": "x", "to": "table:999999"},
        {"text": "x", "to": "region:x"},
    ):
        assert 'role="alert"' in moderator.does("speak/announce", **wrong)
    assert Announcement.objects.count() == 3


def test_a_form_that_htmx_sent_comes_back_empty_or_with_what_was_wrong(table, moderator):  # noqa: F811
    address = f"/sessions/{table.session.pk}/speak/announce/"
    good = moderator.client.post(address, {"text": "Come to the plenary"}, headers=PART).content.decode()
    assert "Said to the tables." in good and "Come to the plenary" not in good and "<html" not in good
    bad = moderator.client.post(address, {"text": "x" * 501}, headers=PART).content.decode()
    assert "x" * 501 in bad and "at most 500" in bad


def test_a_countdown_is_set_extended_and_stopped_by_whoever_is_faster(table, moderator):  # noqa: F811
    moderator.does("speak/countdown", minutes=10, label="Recommendations", question=question(table, "4").pk)
    (clock,) = running_countdowns(table.session_id)
    assert (clock.label, clock.question) == ("Recommendations", question(table, "4"))
    moderator.does(f"speak/countdown/{clock.pk}/extend", minutes=5)
    left = Countdown.objects.get().ends_at - timezone.now()
    assert timedelta(minutes=14, seconds=58) < left <= timedelta(minutes=15, seconds=1)
    assert "Recommendations" in part(moderator, "countdowns")
    moderator.does(f"speak/countdown/{clock.pk}/stop")
    moderator.does(f"speak/countdown/{clock.pk}/stop")
    moderator.does(f"speak/countdown/{clock.pk}/extend", minutes=5)
    assert "None is running." in part(moderator, "countdowns")
    assert deeds(table.session) == [
        ("clock_set", "10 min Recommendations"),
        ("clock_set", "+5 min"),
        ("clock_stopped", "Recommendations"),
    ]
    for wrong in ({"minutes": 0}, {"minutes": 601}, {"minutes": ""}, {"minutes": 5, "question": "999999"}):
        assert 'role="alert"' in moderator.does("speak/countdown", **wrong)
    assert Countdown.objects.count() == 0


def test_questions_are_closed_and_opened_with_their_parts_and_at_one_table(table, other, moderator):  # noqa: F811
    three = question(table, "3")
    moderator.does("speak/question", question=f"{three.pk}+", grace=5, do="close")
    closed = {state.question.full_label: state for state in QuestionState.objects.all()}
    assert set(closed) == {"3", "3a", "3b"}
    assert closed["3a"].mended_until - closed["3a"].closed_at == timedelta(minutes=5)
    moderator.does("speak/question", question=three.pk, number=7, do="open")
    assert re.search(
        r"3 Level of rules closed at \d\d:\d\d, may be mended until \d\d:\d\d · open at table 7",
        part(moderator, "questions"),
    )
    assert [len(table_states(table.session_id)[one.pk].closed) for one in (table, other)] == [3, 2]
    moderator.does("speak/question", question="all", do="open")
    assert not QuestionState.objects.exists() and "closed" not in part(moderator, "questions")
    page = moderator.client.post(
        f"/sessions/{table.session.pk}/speak/question/", {"question": three.pk, "do": "close"}, headers=PART
    )
    assert "closed at" in page.content.decode()
    assert QuestionState.objects.get().mended_until - QuestionState.objects.get().closed_at == timedelta(minutes=2)
    for wrong in ({"question": "0"}, {"question": three.pk, "number": 99}, {"question": three.pk, "grace": 3}, {}):
        assert 'role="alert"' in moderator.does("speak/question", do="close", **wrong)
    assert QuestionState.objects.count() == 1
    assert {deed for deed, _words in deeds(table.session)} == {"question_closed", "question_opened"}


def test_calls_are_answered_and_ended_once(table, other, moderator):  # noqa: F811
    call_for_help(table=other, reason="Is 3a <only> the Compact?")
    call = call_for_help(table=table)
    assert re.search(r"Table 7 .*Is 3a &lt;only&gt; the Compact\?.*Table 4 ", part(moderator, "calls"))
    for _ in range(2):
        moderator.does(f"speak/call/{call.pk}/answer", words="two minutes")
    assert "on the way since" in part(moderator, "calls")
    for _ in range(2):
        moderator.does(f"speak/call/{call.pk}/end")
    assert (HelpCall.objects.get(pk=call.pk).answer, HelpCall.objects.filter(ended_at=None).count()) == (
        "two minutes",
        1,
    )
    assert deeds(table.session) == [("call_taken", "two minutes"), ("call_taken", "done")]
    assert [one.table for one in Activity.objects.all()] == [table, table]


def test_what_comes_to_a_closed_question_counts_is_marked_and_reopening_takes_the_mark_away(table, seat, moderator):  # noqa: F811
    three, two = question(table, "3"), question(table, "2")
    old, fresh, elsewhere, issue = Point(), Point(), Point(), Point("i")
    for point, asked in ((old, three), (elsewhere, question(table, "4"))):
        seat.sets(point, "question", asked.pk)
        seat.types(point, f"in time {asked.label}")
    project_now("table", table.pk)
    for asked in (three, two):
        moderator.does("speak/question", question=asked.pk, grace=1, do="close")
    seat.types(old, "in time 3, within the grace")
    project_now("table", table.pk)
    assert "Nothing that may leave" in moderator.sees("speak/after-close")
    past = timezone.now() - timedelta(minutes=5)
    QuestionState.objects.update(closed_at=past - timedelta(minutes=1), mended_until=past)
    Answer.objects.update(created_at=past - timedelta(minutes=9))
    seat.sets(fresh, "question", three.pk)
    seat.types(fresh, "written without the network")
    seat.types(issue, "Confiscated passports")
    seat.types(elsewhere, "in time 4, and open")
    project_now("table", table.pk)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", moderator.sees("speak/after-close")))
    assert re.search(r"new \d\d:\d\d written without the network", page)
    assert re.search(r"changed \d\d:\d\d in time 3, within the grace", page)
    assert re.search(r"new \d\d:\d\d Confiscated passports", page) and "in time 4" not in page
    assert "2 came after that" in part(moderator, "questions") and "1 came after that" in part(moderator, "questions")
    assert Answer.objects.leaving_table().count() == 3, "it counts"
    moderator.does("speak/question", question="all", do="open")
    assert "Nothing that may leave" in moderator.sees("speak/after-close")


def test_what_stays_at_a_table_is_nowhere_on_these_pages(table, seat, moderator):  # noqa: F811
    three = question(table, "3")
    for asked in (three, question(table, "2")):
        moderator.does("speak/question", question=asked.pk, grace=0, do="close")
    first, after, issue, about = Point(), Point(), Point("i"), Point()
    seat.sets(first, "stays", True)
    for point in (first, after, issue, about):
        seat.types(point, SECRET)
        seat.sets(point, "question", three.pk) if point is not issue else None
    seat.sets(about, "issue", issue.key)
    project_now("table", table.pk)
    assert SECRET in moderator.sees("speak/after-close")
    for point in (after, issue):
        seat.sets(point, "stays", True)
    project_now("table", table.pk)
    say_done(table=table, done=True)
    parts = [f"speak/?part={name}" for name in ("tables", "questions", "calls")]
    for page in ("speak/after-close/", "speak/", *parts):
        answer = moderator.client.get(f"/sessions/{table.session.pk}/{page}")
        assert (answer.status_code, SECRET in answer.content.decode()) == (200, False), page
    assert "nothing yet" in part(moderator, "tables") and "wrote since" not in part(moderator, "tables")


def test_who_may_only_read_sees_all_and_acts_on_nothing(table, other, moderator):  # noqa: F811
    reader = Moderator(table.session, may_write=False)
    call = call_for_help(table=other, reason="Which question?")
    moderator.does("speak/announce", text="Five more minutes")
    moderator.does("speak/countdown", minutes=10)
    clock = Countdown.objects.get()
    said = reader.sees("speak")
    assert "Which question?" in said and "Five more minutes" in said and "lets you read only" in said
    assert "<form" not in said.partition("<main")[2]
    for name in ("calls", "announcements", "countdowns", "questions", "tables"):
        assert (
            "<form"
            not in reader.client.get(f"/sessions/{table.session.pk}/speak/?part={name}", headers=PART).content.decode()
        )
    sent = {
        "announce": {"text": "x"},
        "countdown": {"minutes": 5},
        f"countdown/{clock.pk}/extend": {"minutes": 5},
        f"countdown/{clock.pk}/stop": {},
        "question": {"question": "all", "do": "close"},
        f"call/{call.pk}/answer": {},
        f"call/{call.pk}/end": {},
    }
    before = len(deeds(table.session))
    for what, fields in sent.items():
        address = f"/sessions/{table.session.pk}/speak/{what}/"
        assert reader.client.post(address, fields).status_code == 403, what
    assert (Announcement.objects.count(), QuestionState.objects.count(), len(deeds(table.session))) == (1, 0, before)
    assert HelpCall.objects.get().answered_at is None and Countdown.objects.get().ends_at == clock.ends_at


def test_a_moderator_acts_on_nothing_of_another_session(table, other):  # noqa: F811
    stranger = Moderator(DiscussionSession.objects.create(event=table.session.event, code="9Z"))
    call = call_for_help(table=other)
    clock = Countdown.objects.create(session=table.session, ends_at=timezone.now())
    stranger.does(f"speak/countdown/{clock.pk}/stop")
    assert 'role="alert"' in stranger.does("speak/announce", text="x", to=f"table:{table.pk}")
    assert 'role="alert"' in stranger.does("speak/question", question=question(table, "3").pk)
    ended = stranger.client.post(f"/sessions/{stranger.session.pk}/speak/call/{call.pk}/end/")
    assert ended.status_code == 404
    assert Countdown.objects.exists() and not Announcement.objects.exists() and not call.ended_at


def test_the_read_back_and_done_are_shown_as_numbers(table, seat, other, moderator):  # noqa: F811
    from regions.vocabulary import digest

    points = [Point(), Point()]
    for n, point in enumerate(points):
        seat.types(point, f"point {n}")
    seat.sets(points[0], "confirmed", digest("point 0"))
    project_now("table", table.pk)
    say_done(table=table, done=True)
    said = part(moderator, "tables")
    assert re.search(r"Done: 1 of 2 · all read back: 0 of 2 4 read back 1 of 2 done at \d\d:\d\d 7 nothing yet", said)
    seat.sets(points[1], "confirmed", digest("point 1"))
    DiscussionTable.objects.filter(pk=table.pk).update(done_at=timezone.now() - timedelta(hours=1))
    project_now("table", table.pk)
    assert re.search(
        r"all read back: 1 of 2 4 all 2 read back done at \d\d:\d\d, wrote since, at", part(moderator, "tables")
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_is_going_on(table, moderator, count, django_assert_max_num_queries):  # noqa: F811
    for number in range(count):
        one = make_table(session=table.session, region=table.region, number=number + 10)
        call_for_help(table=one)
        moderator.does("speak/announce", text=str(number), to=f"table:{one.pk}")
        reply(table=one, announcement=Announcement.objects.latest("pk"), text="yes")
        Seat(one).types(Point(), "said")
        project_now("table", one.pk)
    moderator.does("speak/question", question="all", grace=0, do="close")
    moderator.does("speak/countdown", minutes=5)
    moderator.sees("speak")
    with django_assert_max_num_queries(28):
        moderator.sees("speak")
    asked, closings = asked_questions(table.session.paper_id), Closings(table.session_id)
    with django_assert_max_num_queries(2):
        after_close(table.session, asked, closings)
