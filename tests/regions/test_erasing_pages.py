"""Erasing, and leaving, on the pages: answer_erase, table_erase; laptop_leave, laptop_left."""

import pytest
from django.test import Client

from pga.live.errors import ERASED_HERE, PUT_OUT
from pga.live.gate import cookie_name, gate
from pga.live.presence import presence
from pga.live.projector import project_now
from plenary.queries import board as board_of
from regions.erasing_views import erasures
from regions.layout import make_table, table_url
from regions.models import DiscussionTable, Laptop, Region
from sessions.models import Erasure
from tests.regions.seats import PART, Point, Seat
from tests.searching import tables_with
from tests.sessions.doors import refuses_others
from tests.test_doors import path_of

pytestmark = pytest.mark.django_db
SECRET = "Rehana was deported"


@pytest.fixture
def table(session) -> DiscussionTable:
    gate.forget()
    region = Region.objects.create(event=session.event, name="Asia", hue="asia")
    return make_table(session=session, region=region, number=4, rapporteurs=["Lorna"])


@pytest.fixture
def seat(table) -> Seat:
    return Seat(table, name="Lorna of the choir")


@pytest.fixture
def point(seat) -> Point:
    made = Point()
    seat.types(made, SECRET)
    return made


def address(table: DiscussionTable, point: Point) -> str:
    return f"/tables/{table.pk}/erase/{point.key}/"


def words(answer) -> str:
    return answer.content.decode()


def test_a_point_has_to_be_deleted_first(table, seat, point):
    asked = seat.client.get(address(table, point), headers=PART)
    assert asked.status_code == 200 and "Only what was deleted" in words(asked) and "<form" not in words(asked)
    refused = seat.client.post(address(table, point), headers=PART)
    assert refused.status_code == 409 and "Only what was deleted" in words(refused)
    assert tables_with(SECRET) != []


def test_what_erasing_means_is_said_and_then_nothing_is_left(table, seat, point):
    seat.sets(point, "deleted", True, sv=point.vector)
    project_now("table", table.pk)
    page, part = seat.client.get(address(table, point)), words(seat.client.get(address(table, point), headers=PART))
    assert "<!doctype html>" in words(page) and "no-store" in page.headers["Cache-Control"]
    assert part.strip().startswith("<section") and SECRET in part and "This cannot be undone" in part
    assert "The points about this issue" not in part
    done = seat.client.post(address(table, point), headers=PART)
    assert done.status_code == 200 and "Nothing is left of it" in words(done)
    assert tables_with(SECRET) == []
    for answer in (seat.client.get(address(table, point)), seat.client.post(address(table, point))):
        assert answer.status_code == 404 and "Nothing is kept of this point" in words(answer)
    assert seat.client.get(f"/tables/{table.pk}/history/{point.key}/").status_code == 404


def test_without_htmx_it_leads_back_to_the_notebook(table, seat):
    issue = Point("i")
    seat.types(issue, SECRET)
    seat.sets(issue, "deleted", True, sv=issue.vector)
    assert "The points about this issue stay" in words(seat.client.get(address(table, issue)))
    assert seat.client.post(address(table, issue)).headers["Location"] == f"/tables/{table.pk}/"


def test_only_its_own_table_erases_a_point(table, seat, point, organizer):
    seat.sets(point, "deleted", True, sv=point.vector)
    neighbour = Seat(make_table(session=table.session, region=table.region, number=5))
    for hand in (neighbour.client, organizer, Client()):
        for answer in (hand.get(address(table, point)), hand.post(address(table, point))):
            assert answer.status_code == 403 and SECRET not in words(answer)
    # At the neighbour's own table there is no such point.
    assert neighbour.client.post(address(neighbour.table, point)).status_code == 404
    assert tables_with(SECRET) != []


def test_a_laptop_erases_no_more_than_so_much_at_once(table, seat, point):
    erasures._left.clear()
    codes = {seat.client.post(address(table, point)).status_code for _ in range(12)}
    assert codes == {409, 429}
    assert Seat(table).client.post(address(table, point)).status_code == 409


def test_the_organizer_types_the_tables_number_and_it_is_empty(organizer, table, seat, point, neighbour, stranger):
    erase, number = f"/events/tables/{table.pk}/erase/", table.number
    refuses_others(erase, neighbour=neighbour, stranger=stranger)
    assert erase in words(organizer.get(f"/events/tables/{table.pk}/"))
    page = words(organizer.get(erase))
    assert "Type the table’s number to erase: 4" in page and "print its card anew" in page
    wrong = words(organizer.post(erase, {"typed": "5"}))
    assert "nothing was erased" in wrong and 'value="5"' in wrong and tables_with(SECRET) != []
    old, generation = table_url(table), table.laptops_generation
    done = organizer.post(erase, {"typed": " ٤ "}, follow=True)
    assert "The notes of table 4 are erased." in words(done) and "Nobody has joined yet." in words(done)
    assert tables_with(SECRET, "choir") == []
    table.refresh_from_db()
    assert (table.number, table.laptops_generation) == (number, generation + 1) and table_url(table) != old
    assert [person.name for person in table.people.all()] == ["Lorna"]
    assert Erasure.objects.get().by_organizer == table.session.event.organizers.get().pk


def test_its_old_laptops_are_told_that_it_is_gone_and_come_back_by_the_new_card(organizer, table, seat, point):
    organizer.post(f"/events/tables/{table.pk}/erase/", {"typed": "4"})
    gate.forget()
    for what in ("", "paper/", "laptop/", f"history/{point.key}/", f"erase/{point.key}/"):
        gone = seat.client.get(f"/tables/{table.pk}/{what}")
        assert gone.status_code == 410 and ERASED_HERE in words(gone), what
    assert f'data-erased-table="{table.pk}"' in words(gone)
    table.refresh_from_db()
    back = seat.client.get(path_of(table_url(table)), follow=True)
    assert back.status_code == 200 and f'"erased": "{seat.laptop.grant}"' in words(back)
    assert Laptop.objects.get(table=table).number == 1
    other = Seat(table)
    assert '"erased": ""' in words(other.client.get(f"/tables/{table.pk}/"))


def test_a_laptop_leaves_and_its_grant_opens_nothing_any_more(table, seat, point):
    leave, notebook = f"/tables/{table.pk}/leave/", f"/tables/{table.pk}/"
    stolen = Client()
    name = cookie_name("table", table.pk)
    stolen.cookies[name] = seat.client.cookies[name].value
    assert seat.client.get(leave).status_code == 405 and stolen.get(notebook).status_code == 200
    presence.heard(f"table:{table.pk}", seat.laptop.grant, None)
    assert board_of(table.session).sum.laptops == 1
    left = seat.client.post(leave, follow=True)
    assert left.redirect_chain == [("/left/", 302)] and "scan the card" in words(left)
    assert seat.client.cookies[name].value == ""
    assert (seat.client.get(notebook).status_code, stolen.get(notebook).status_code) == (403, 403)
    assert PUT_OUT in words(stolen.get(notebook)) and stolen.post(leave).status_code == 403
    # The table keeps what was written, and the card opens it again: another laptop, with another grant.
    seat.client.get(path_of(table_url(table)))
    assert seat.client.get(notebook).status_code == 200
    assert [one.number for one in Laptop.objects.filter(put_out_at=None)] == [2]


def test_leaving_asks_for_the_page_it_came_from(table, seat):
    strict = Client(enforce_csrf_checks=True)
    name = cookie_name("table", table.pk)
    strict.cookies[name] = seat.client.cookies[name].value
    assert strict.post(f"/tables/{table.pk}/leave/").status_code == 403
    assert Laptop.objects.get().put_out_at is None


@pytest.mark.parametrize("language", ["en", "ar"])
def test_who_has_left_reads_how_to_come_back(stranger, language):
    stranger.cookies["django_language"] = language
    page = stranger.get("/left/")
    assert page.status_code == 200 and "/code/" in words(page)
