"""Closing and what comes after it: session_close, late_points, late_take_in, session_reopen."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from pga.live.clock import clock_now
from pga.live.gate import gate
from pga.live.projector import project_now
from plenary.links import make_moderator_link, moderator_url
from plenary.models import TakingIn
from plenary.queries import board as board_of
from regions.access import table_key
from regions.layout import make_table
from regions.models import Answer, DiscussionTable, Region
from regions.withdrawals import erased
from reports.queries import leaving_docs, session_rows
from sessions.models import DiscussionSession, TickChoice
from sessions.sample import sample_setup
from tests.conftest import make_organizer
from tests.regions.seats import Point, Seat, minutes_pass
from tests.regions.test_history import question
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
    return Seat(table)


class Moderator:
    """A browser that came by a moderator's link."""

    def __init__(self, session: DiscussionSession, *, may_write: bool = True) -> None:
        self.session, self.client = session, Client()
        self.link = make_moderator_link(session=session, name="Ines", may_write=may_write)
        self.client.get(path_of(moderator_url(self.link)))

    def sees(self, what: str) -> str:
        answer = self.client.get(f"/sessions/{self.session.pk}/{what}/")
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    def does(self, what: str, **fields: object) -> str:
        return self.client.post(f"/sessions/{self.session.pk}/{what}/", fields, follow=True).content.decode()

    def takes_in(self, table: DiscussionTable, *points: Point) -> str:
        return self.does("late/take-in", table=table.pk, key=[point.key for point in points])


@pytest.fixture
def moderator(table) -> Moderator:
    return Moderator(table.session)


def said(table: DiscussionTable, words: str) -> Point:
    point, seat = Point(), Seat(table)
    seat.types(point, words)
    return point


def in_report(session: DiscussionSession) -> list[str]:
    return [row.text for row in session_rows(session.pk).answers]


def test_closing_is_asked_first_and_said_on_the_board(table, moderator):
    assert "Close the session" in moderator.sees("board")
    asked = moderator.sees("close")
    assert "60 more minutes" in asked and "24 hours after the close" in asked
    board = moderator.does("close")
    assert re.search(r"Closed at \d\d:\d\d", board) and "is-closed" in board
    at = DiscussionSession.objects.get(pk=table.session.pk).closed_at
    moderator.does("close")
    assert DiscussionSession.objects.get(pk=table.session.pk).closed_at == at
    assert "closed already" in moderator.sees("close")


def test_what_came_late_is_seen_counted_and_taken_in_point_by_point(table, seat, moderator):
    old, fresh = Point(), Point()
    choice = TickChoice.objects.get(tick_list__name="Level", name="national")
    seat.types(old, "Fee caps exist")
    project_now("table", table.pk)
    moderator.does("close")
    seat.types(old, "Fee caps exist on paper")
    seat.sets(old, f"tick:{choice.pk}", True)
    seat.sets(fresh, "question", question(table, "4").pk)
    seat.types(fresh, "Inspect the <homes>")
    project_now("table", table.pk)
    board, page = moderator.sees("board"), moderator.sees("late")
    assert "2 came late" in board and board_of(table.session).sum.late == 2 and "on paper" not in board
    assert "Fee caps exist<ins> on paper</ins>" in page and re.search(r"Ticked: \W?national", page)
    assert "New since the close:" in page and "Inspect the <homes>" in page and "<dt>At the close</dt>" in page
    assert in_report(table.session) == ["Fee caps exist"]
    assert "1 point is taken in" in moderator.takes_in(table, fresh)
    assert sorted(in_report(table.session)) == ["Fee caps exist", "Inspect the <homes>"]
    assert "1 came late" in moderator.sees("board") and "Inspect" not in moderator.sees("late")
    moderator.takes_in(table, fresh, old)
    assert sorted(in_report(table.session)) == ["Fee caps exist on paper", "Inspect the <homes>"]
    assert "Nothing that may leave its table" in moderator.sees("late")
    assert 'class="late"' not in moderator.sees("board")
    taken = TakingIn.objects.order_by("pk")
    assert [(one.table, one.key, one.link, one.organizer) for one in taken] == [
        (table, point.key, moderator.link, None) for point in (fresh, old)
    ]
    assert f"{table.pk}:{fresh.key}" in leaving_docs(table.session.pk)
    erased(table.pk, [fresh.key])
    assert [one.key for one in taken.all()] == [old.key]


def test_what_stays_at_the_table_or_was_deleted_is_neither_shown_nor_counted_nor_taken_in(table, seat, moderator):
    stays, gone, about, issue = Point(), Point(), Point(), Point("i")
    moderator.does("close")
    for point in (stays, gone, about, issue):
        seat.types(point, "Confiscated passports")
    seat.sets(about, "issue", issue.key)
    project_now("table", table.pk)
    assert "4 came late" in moderator.sees("board")
    seat.sets(stays, "stays", True)
    seat.sets(gone, "deleted", True, sv=gone.vector)
    seat.sets(issue, "stays", True)
    project_now("table", table.pk)
    for page in (moderator.sees("board"), moderator.sees("late")):
        assert "passports" not in page and 'class="late"' not in page
    assert board_of(table.session).sum.late == 0
    assert "0 points are taken in" in moderator.takes_in(table, stays, gone, about, issue)
    assert (in_report(table.session), TakingIn.objects.count()) == ([], 0)


def test_a_wording_that_stayed_at_the_close_is_not_shown_though_the_table_let_the_point_go(table, seat, moderator):
    point = Point()
    seat.sets(point, "stays", True)
    seat.types(point, "Rehana was deported")
    project_now("table", table.pk)
    moderator.does("close")
    seat.types(point, "A woman was deported")
    seat.sets(point, "stays", False, saw=clock_now())
    project_now("table", table.pk)
    page = moderator.sees("late")
    assert "A woman was deported" in page and "Rehana" not in page and "stay" not in page.partition("<main")[2]
    assert in_report(table.session) == []
    moderator.takes_in(table, point)
    assert in_report(table.session) == ["A woman was deported"]


def test_who_said_it_is_not_told_where_the_event_does_not_allow_it(table, seat, moderator):
    point = Point()
    moderator.does("close")
    seat.types(point, "Wages are stolen")
    seat.sets(point, "attribution", "Nasreen of the garment union")
    project_now("table", table.pk)
    assert "Nasreen" not in moderator.sees("late")
    type(table.session.event).objects.update(attribution_allowed=True)
    assert "Nasreen of the garment union" in moderator.sees("late")


def test_reopening_takes_everything_in_and_says_who(table, seat):
    organizer = Client()
    organizer.force_login(table.session.event.organizers.get())
    address = f"/sessions/{table.session.pk}/"
    organizer.post(f"{address}close/")
    settings_page = f"/events/sessions/{table.session.pk}/"
    assert "Closed since" in organizer.get(settings_page).content.decode()
    point = Point()
    seat.types(point, "said late")
    project_now("table", table.pk)
    assert "1 late point can be seen" in organizer.get(f"{address}reopen/").content.decode()
    organizer.post(f"{address}reopen/")
    project_now("table", table.pk)
    assert [answer.text for answer in Answer.objects.leaving_table()] == ["said late"]
    assert TakingIn.objects.get().organizer == table.session.event.organizers.get()
    assert "This session is open." in organizer.get(f"{address}reopen/").content.decode()
    assert "Open: what tables write" in organizer.get(settings_page).content.decode()


def test_a_session_that_was_reopened_after_its_printed_end_stays_open_until_it_is_closed(table, moderator):
    ended = timezone.now() - timedelta(hours=5)
    DiscussionSession.objects.filter(pk=table.session.pk).update(ends_at=ended)
    assert not table_key(table.pk).open
    moderator.does("close")
    assert table_key(table.pk).open and table_key(table.pk).closed
    DiscussionSession.objects.filter(pk=table.session.pk).update(closed_at=ended)
    assert not table_key(table.pk).open
    moderator.does("reopen")
    assert table_key(table.pk).open and table_key(table.pk).closed is None


def test_a_moderator_takes_in_nothing_of_another_session_and_a_reader_nothing_at_all(table, seat, moderator):
    other = DiscussionSession.objects.create(event=table.session.event, code="9Z")
    reader, stranger = Moderator(table.session, may_write=False), Moderator(other)
    moderator.does("close")
    point = said(table, "said late")
    project_now("table", table.pk)
    assert "said late" in reader.sees("late") and "Take this in" not in reader.sees("late")
    address = f"/sessions/{table.session.pk}/late/take-in/"
    sent = {"table": table.pk, "key": point.key}
    assert reader.client.post(address, sent).status_code == 403
    assert stranger.client.post(address, sent).status_code == 403
    assert stranger.client.post(f"/sessions/{other.pk}/late/take-in/", sent).status_code == 404
    assert stranger.client.post(f"/sessions/{other.pk}/late/take-in/", {"table": "٣"}).status_code == 404
    assert in_report(table.session) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_came_late(table, moderator, count, django_assert_max_num_queries):
    moderator.does("close")
    for number in range(count):
        other = make_table(session=table.session, region=table.region, number=number + 10)
        said(other, "late")
        project_now("table", other.pk)
    moderator.sees("late")
    with django_assert_max_num_queries(12):
        assert moderator.sees("late").count("Take this in") == count


def test_the_tables_own_history_says_what_came_late(table, seat, moderator):
    point = Point()
    seat.types(point, "in time")
    project_now("table", table.pk)
    moderator.does("close")
    seat.types(point, "in time, and after")
    assert [step.count("after the close") for step in seat.history(point).items] == [1, 0]
    moderator.does("reopen")
    minutes_pass(2)
    seat.types(point, "in time, and after it")
    assert "after the close" not in seat.history(point).page
