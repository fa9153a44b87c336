"""Who writes at a laptop, said at the laptop and seen wherever its name stands."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from pga.live.gate import gate
from regions.access import table_key
from regions.layout import make_table
from regions.models import DiscussionTable, Laptop, Region
from tests.live.test_door import SEED, Stream
from tests.live.test_door import Laptop as Wire
from tests.notebooks import until
from tests.regions.seats import PART, Point, Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(session) -> DiscussionTable:
    gate.forget()
    region = Region.objects.create(event=session.event, name="Asia", hue="asia")
    people = {"facilitators": ["Rokeya"], "rapporteurs": ["Lorna", "Rokeya", "x" * 100]}
    return make_table(session=session, region=region, number=7, **people)


@pytest.fixture
def seat(table) -> Seat:
    return Seat(table)


def address(table: DiscussionTable) -> str:
    return f"/tables/{table.pk}/laptop/"


def name_of(seat: Seat) -> str:
    return Laptop.objects.get(pk=seat.laptop.pk).name


def test_the_tables_people_are_offered_once_each(table, seat):
    page = seat.client.get(address(table)).content.decode()
    assert page.count('name="name" value="Rokeya"') == page.count('name="name" value="Lorna"') == 1
    assert f'value="{"x" * 60}"' in page and "This is laptop 1." in page and "<!doctype html>" in page
    part = seat.client.get(address(table), headers=PART).content.decode()
    assert part.strip().startswith("<section") and "csrfmiddlewaretoken" in part


def test_a_name_is_saved_said_and_seen(table, seat):
    point = Point()
    seat.types(point, "said")
    assert seat.history(point).who == ["Laptop 1"]
    part = seat.client.post(address(table), {"name": "  Lorna \n Diaz "}, headers=PART).content.decode()
    assert "Saved." in part and 'value="Lorna Diaz"' in part and part.strip().startswith("<section")
    assert name_of(seat) == "Lorna Diaz"
    assert seat.history(point).who == ["Lorna Diaz"]
    assert table_key(table.pk).names == {seat.laptop.grant: "Lorna Diaz"}
    plain = seat.client.post(address(table), {"name": ""})
    assert plain.headers["Location"] == f"/tables/{table.pk}/" and name_of(seat) == ""
    assert seat.history(point).who == ["Laptop 1"]


def test_the_door_forgets_the_old_name_with_the_commit(table, seat, django_capture_on_commit_callbacks):
    assert gate.load("table", table.pk).names[seat.laptop.grant] == "1"
    with django_capture_on_commit_callbacks() as told:
        seat.client.post(address(table), {"name": "Lorna"})
    assert len(told) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"), [("2", "A name has letters."), (" ٣ ", "A name has letters."), ("x" * 61, "at most 60")]
)
def test_what_is_no_name_is_said_in_words_and_still_there(table, seat, typed, sentence):
    part = seat.client.post(address(table), {"name": typed}, headers=PART).content.decode()
    assert sentence in part and f'value="{typed}"' in part and "Saved." not in part
    assert name_of(seat) == ""


def test_each_laptop_names_itself_only_at_its_own_table(table, seat, organizer):
    other = Seat(table)
    other.client.post(address(table), {"name": "Amina"})
    assert (name_of(seat), name_of(other)) == ("", "Amina")
    neighbour = Seat(make_table(session=table.session, region=table.region, number=8))
    for hand in (neighbour.client, organizer, Client()):
        for verb in ("get", "post"):
            answer = getattr(hand, verb)(address(table), {"name": "Mallory"})
            assert answer.status_code == 403 and "Lorna" not in answer.content.decode()
    assert seat.client.delete(address(table)).status_code == 405
    assert not Laptop.objects.filter(name="Mallory").exists()


def test_a_form_of_another_site_is_refused(table, seat):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = seat.client.cookies
    assert strict.post(address(table), {"name": "Mallory"}).status_code == 403
    assert name_of(seat) == ""


@pytest.mark.slow
def test_the_others_at_the_table_see_the_new_name_at_once(app):
    app.links = app.evaluate("[table_url(table) for table in tables]", *SEED)
    writer, reader = Wire(app, 1), Wire(app, 1)
    streams = [Stream(laptop, f"/live/table/{laptop.table}/stream") for laptop in (reader, writer)]

    def here() -> list[str]:
        told = [data["here"] for name, data in list(streams[0].events) if name == "here"]
        return [one["name"] for one in told[-1]] if told else []

    until(lambda: sorted(here()) == ["1", "2"])
    _status, headers, form = writer.ask("GET", "/tables/1/laptop/")
    token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', form)[1].decode()
    writer.cookie += "; " + headers["Set-Cookie"].split(";")[0]
    posted = {"name": "Lorna", "csrfmiddlewaretoken": token}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert writer.ask("POST", "/tables/1/laptop/", urlencode(posted).encode(), **kind)[0] == 302
    until(lambda: sorted(here()) == ["2", "Lorna"])
    for stream in streams:
        stream.close()
