"""The projector's page and its link: only what was released for it, in every script, with nothing to press."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from pga.live import notices
from pga.live.clock import now_ms
from pga.live.hub import hub
from pga.live.projector import project_now
from pga.live.registry import stream_kind
from plenary import wall_streams
from plenary.links import make_moderator_link, moderator_url
from plenary.models import Activity, ModeratorLink, Star
from plenary.wall_queries import counts_of
from plenary.watching import watching
from regions.calling import say_done
from regions.speaking import set_countdown
from sessions.models import DiscussionSession, Event
from tests.plenary.front import Front, said
from tests.regions.seats import Point, Seat
from tests.test_doors import path_of

pytestmark = pytest.mark.django_db


class Wall:
    """A projector that came by a wall's link."""

    def __init__(self, session: DiscussionSession) -> None:
        self.session, self.client = session, Client()
        self.link = make_moderator_link(session=session, name="Hall", role=ModeratorLink.Role.WALL)
        self.address = path_of(moderator_url(self.link))
        self.client.get(self.address)

    def sees(self, query: str = "") -> str:
        answer = self.client.get(f"/sessions/{self.session.pk}/wall/{query}")
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    def says(self, query: str = "") -> list[str]:
        """The statements with where they come from, without markup."""
        items = re.findall(r'<li id="statement.*?</li>', self.sees(query), re.DOTALL)
        return [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in items]


@pytest.fixture
def wall(table) -> Wall:
    return Wall(table.session)


def released(front: Front, point: Point, table) -> None:
    front.stars(table, point)
    front.changes(point, "release")


def test_only_what_was_released_stands_there_in_the_order_of_the_stars(table, seat, moderator, wall):
    assert wall.says() == []
    one, two, three = (said(seat, words) for words in ("Cap the fees", "أوقفوا الكفالة", "মজুরি চুরি বন্ধ হোক"))
    said(seat, "never starred")
    released(moderator, one, table)
    moderator.stars(table, two)
    released(moderator, three, table)
    assert wall.says() == ["Cap the fees Asia Table 4", "মজুরি চুরি বন্ধ হোক Asia Table 4"]
    moderator.changes(two, "release")
    moderator.changes(two, "up")
    moderator.changes(one, "withhold")
    assert wall.says() == ["أوقفوا الكفالة Asia Table 4", "মজুরি চুরি বন্ধ হোক Asia Table 4"]
    page = wall.sees()
    assert len(re.findall(r'is-short" dir="auto">\s+<blockquote>', page)) == 2
    assert "never starred" not in page and "Cap" not in page
    seat.types(two, "أوقفوا الكفالة الآن")
    project_now("table", table.pk)
    assert wall.says()[0] == "أوقفوا الكفالة الآن Asia Table 4"


def test_nothing_on_it_can_be_pressed_and_it_says_how_it_is_wanted(wall):
    page = wall.sees("?look=dark&in=ar")
    assert not re.search(r"<(button|form|input|select|nav)\b", page) and page.count("<a ") == page.count('class="skip"')
    assert 'class="wall look-dark"' in page and '<html lang="ar" dir="rtl">' in page and "/live/wallar/" in page
    assert 'class="wall"' in wall.sees("?look=%22red&in=xx") and '"pauseOnBackground": false' in page
    assert (
        Client().get(f"{wall.address}?look=dark&in=ar&next=//x").headers["Location"].endswith("/wall/?look=dark&in=ar")
    )


def test_who_said_it_is_told_where_the_event_allows_it_only(table, seat, moderator, wall):
    point = said(seat, "Wages are stolen")
    seat.sets(point, "attribution", "Nasreen of the garment union")
    project_now("table", table.pk)
    released(moderator, point, table)
    assert "Nasreen" not in wall.sees() + moderator.sees("stars")
    Event.objects.update(attribution_allowed=True)
    assert wall.says() == ["Wages are stolen Asia Table 4 Nasreen of the garment union"]
    assert "Nasreen of the garment union" in moderator.sees("stars")


def test_counts_say_what_may_leave_the_tables(table, seat, wall):
    hidden, point = Point(), said(seat, "Fee caps exist")
    seat.sets(hidden, "stays", True)
    seat.types(hidden, "hidden")
    said(seat, "Locked passports", sort="i")
    assert tuple(counts_of(table.session)) == (1, 1, None, 1, 1)
    assert "of 1 table has written" in wall.sees() and "done" not in wall.sees().partition("<main")[2]
    say_done(table=table, done=True)
    assert "of 1 table done" in wall.sees()
    seat.sets(point, "deleted", True, sv=point.vector)
    project_now("table", table.pk)
    assert counts_of(table.session).points == 0


def test_the_countdown_carries_the_servers_time(table, wall):
    assert "countdown" not in wall.sees()
    first = table.session.paper.questions.order_by("order")[0]
    set_countdown(session=table.session, length=timedelta(minutes=9))
    clock = set_countdown(session=table.session, length=timedelta(seconds=90), question=first)
    until = round(clock.ends_at.timestamp() * 1000)
    page = wall.sees()
    now = int(re.search(rf'data-until="{until}" data-now="(\d+)"', page)[1])
    assert abs(now - now_ms()) < 10_000 and f"Question {first.full_label}" in page


def test_what_the_stream_brings_is_what_the_page_says(table, seat, moderator, wall):
    released(moderator, said(seat, "Cap the <fees>"), table)
    moderator.stars(table, said(seat, "starred only"))
    frames = b"".join(stream_kind("wallen").hello(table.session.pk, 0)).decode()
    assert "Cap the &lt;fees&gt;" in frames and "starred only" not in frames and "csrf" not in frames
    assert "of 1 table has written" in frames and frames.count('hx-swap-oob="outerMorph"') == 3
    arabic = b"".join(stream_kind("wallar").hello(table.session.pk, 0)).decode()
    assert "من طاولة واحدة كتبت" in arabic and wall_streams.hello(0) == []


def test_a_walls_link_is_renewed_and_revoked_and_its_first_use_is_known(table, organizer_of, wall):
    fresh = make_moderator_link(session=table.session, name="Foyer", role=ModeratorLink.Role.WALL, may_write=True)
    assert not fresh.may_write and fresh.opened_at is None
    at = ModeratorLink.objects.get(pk=wall.link.pk).opened_at
    Client().get(wall.address)
    assert at and ModeratorLink.objects.get(pk=wall.link.pk).opened_at == at
    page = organizer_of.get(f"/sessions/{table.session.pk}/moderators/").content.decode()
    assert page.count("In use since") == 1 and page.count("Not opened yet") == 1 and "?look=dark" in page
    organizer_of.post(f"/moderators/{wall.link.pk}/renew/")
    renewed = ModeratorLink.objects.select_related("session__event").get(pk=wall.link.pk)
    assert renewed.opened_at is None and Client().get(wall.address).status_code == 403
    assert wall.client.get(f"/sessions/{table.session.pk}/wall/").status_code == 403
    assert wall.client.get(path_of(moderator_url(renewed))).status_code == 302 and wall.sees()
    organizer_of.post(f"/moderators/{wall.link.pk}/revoke/")
    assert wall.client.get(f"/sessions/{table.session.pk}/wall/").status_code == 403
    assert [one.deed for one in Activity.objects.order_by("pk")] == ["link_renewed", "link_revoked"]


def test_the_organizer_makes_links_of_every_sort(table, organizer_of):
    address = f"/sessions/{table.session.pk}/moderators/"
    for role in ModeratorLink.Role.values:
        organizer_of.post(address, {"name": f"<{role}>", "role": role, "may_write": "on"})
    assert organizer_of.post(address, {"name": "x", "role": "king"}).status_code == 400
    made = {link.role: link.may_write for link in ModeratorLink.objects.all()}
    assert made == {"moderator": True, "rapporteur": True, "themes": True, "wall": False}
    page = organizer_of.get(address).content.decode()
    assert page.count(f"/w/w{ModeratorLink.objects.get(role='wall').pk}-1-") == 2 and "&lt;themes&gt;" in page
    for name in ("Moderator", "Session rapporteur", "Theme team", "Wall"):
        assert f'<span class="role">{name}</span>' in page
    assert [one.words for one in Activity.objects.order_by("pk")] == [f"<{role}>" for role in ModeratorLink.Role.values]
    states = b"".join(stream_kind("linksen").hello(table.session.pk, 0)).decode()
    assert states.count("link-state-") == 4 and "/w/" not in states and "/m/" not in states


def test_the_organizer_sees_by_which_link_somebody_looks_in_whichever_process(table, organizer_of, wall):
    address, here = f"/sessions/{table.session.pk}/moderators/", f"link {wall.link.pk} 1"
    assert "open right now" not in organizer_of.get(address).content.decode()
    listener = hub.join(f"wallar:{table.session.pk}", here)
    stranger = hub.join(f"wallar:{table.session.pk + 1}", here)
    try:
        assert watching(table.session.pk) == {wall.link.pk: 1}
        notices._hear("watching", ["another process", table.session.pk, {str(wall.link.pk): 2}])
        assert "open right now in 3 windows" in organizer_of.get(address).content.decode()
        assert "in 3 windows" in b"".join(stream_kind("linksen").hello(table.session.pk, 0)).decode()
    finally:
        hub.leave(listener)
        hub.leave(stranger)
    notices._hear("watching", ["another process", table.session.pk, {}])
    assert watching(table.session.pk) == {}


@pytest.fixture
def organizer_of(table) -> Client:
    client = Client()
    client.force_login(table.session.event.organizers.get())
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_wall_costs_the_same_however_much_it_says(
    table, seat, moderator, wall, count, django_assert_max_num_queries
):
    for n in range(count):
        released(moderator, said(seat, f"Point {n}"), table)
    assert Star.objects.count() == count and Seat(table)
    with django_assert_max_num_queries(10):
        assert len(wall.says()) == count
