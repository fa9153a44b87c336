"""What the plenary must hear: starred, put in order, reworded, and forgotten when its table takes it back."""

import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pga.live.projector import project_now
from plenary.access import Watch
from plenary.links import make_moderator_link
from plenary.models import Activity, ModeratorLink, Star
from plenary.star_queries import starred, wording_name
from plenary.star_streams import stars_frame
from plenary.starring import forget_all_that_stays, place_star, star_point, step_star
from regions.erasing import erase_point, erase_table
from regions.layout import make_table
from regions.models import Answer
from sessions.models import DiscussionSession, Event
from tests.plenary.front import PART, SECRET, Front, said
from tests.regions.seats import Point, Seat
from tests.regions.test_history import question
from tests.searching import tables_with

pytestmark = pytest.mark.django_db


def test_a_point_and_an_issue_are_starred_and_listed_in_their_tables_own_words(table, seat, moderator):
    point, issue = said(seat, "Fee caps exist on <paper>", "3"), said(seat, "Locked passports", sort="i")
    told = moderator.stars(table, point, **PART)
    assert (told.status_code, 'aria-pressed="true"' in told.content.decode()) == (200, True)
    organizer = Client()
    organizer.force_login(table.session.event.organizers.get())
    assert organizer.post(f"/tables/{table.pk}/star/{issue.key}/", {"on": "1"}).status_code == 302
    page = moderator.sees("stars")
    assert moderator.order() == [point.key, issue.key]
    assert "Fee caps exist on <paper>" in page and "Table 4" in page and ">Asia<" in page and "2 points starred" in page
    assert "<bdi>3 " in page and "Priority issue" in page and "0 on the wall" in page
    stars = {star.key: (star.link, star.organizer) for star in Star.objects.all()}
    assert stars == {point.key: (moderator.link, None), issue.key: (None, table.session.event.organizers.get())}
    moderator.stars(table, point)
    moderator.stars(table, issue, "0")
    assert moderator.order() == [point.key]
    assert [one.deed for one in Activity.objects.order_by("pk")] == ["starred", "starred", "unstarred"]
    assert Activity.objects.order_by("pk").first().question == question(table, "3")


def test_whoever_may_write_stars_and_a_reader_sees_the_stars(table, seat, moderator):
    point = said(seat, "Fee caps exist", "1")
    reader = Front(table.session, may_write=False)
    rapporteur = Front(table.session)
    ModeratorLink.objects.filter(pk=rapporteur.link.pk).update(role=ModeratorLink.Role.RAPPORTEUR)
    other = DiscussionSession.objects.create(event=table.session.event, code="9Z")
    for hand in (reader, Front(other), Seat(table)):
        assert hand.client.post(f"/tables/{table.pk}/star/{point.key}/", {"on": "1"}).status_code == 403
    assert Star.objects.count() == 0
    where = f"questions/{question(table, '1').pk}"
    assert 'aria-pressed="false"' in rapporteur.sees(where) and 'class="star-seen"' in reader.sees(where)
    rapporteur.stars(table, point)
    assert 'aria-pressed="true"' in moderator.sees(where)
    page = reader.sees(where)
    assert "<button" not in page and re.search(r'class="star-seen" data-star="\d+:\w+">', page)
    assert "Fee caps" in reader.sees("stars") and "<button" not in reader.sees("stars")
    address = f"/sessions/{table.session.pk}/stars/{Star.objects.get().pk}/"
    for do in ("release", "unstar", "up"):
        assert reader.client.post(address, {"do": do}).status_code == 403
    elsewhere = f"/sessions/{other.pk}/stars/{Star.objects.get().pk}/"
    assert Front(other).client.post(elsewhere, {"do": "unstar"}, headers=PART).status_code == 409
    assert moderator.client.post(address, {"do": "burn"}).status_code == 404
    assert Star.objects.get().released_at is None


def test_old_and_new_words_are_shown_until_somebody_has_read_them(table, seat, moderator):
    point = said(seat, "Fee caps exist")
    moderator.stars(table, point)
    seat.types(point, "Fee caps exist on paper")
    project_now("table", table.pk)
    page = moderator.sees("stars")
    assert "Fee caps exist<ins> on paper</ins>" in page and re.search(r"Last read at \d\d:\d\d", page)
    told = moderator.changes(point, "release", seen=wording_name("Fee caps exist"))
    assert (told.status_code, "has just changed the words" in told.content.decode()) == (409, True)
    assert Star.objects.get().released_at is None
    moderator.changes(point, "reread")
    assert "<ins>" not in moderator.sees("stars")
    moderator.changes(point, "release")
    seat.types(point, "Fee caps exist on paper only")
    project_now("table", table.pk)
    page = moderator.sees("stars")
    assert "Changed since, and on the wall" in page and "on paper<ins> only</ins>" in page and "1 on the wall" in page
    moderator.changes(point, "withhold")
    assert "0 on the wall" in moderator.sees("stars")
    deeds = [one.deed for one in Activity.objects.order_by("pk")]
    assert deeds == ["starred", "reread", "released", "withheld"]


def withdraw(way: str, seat: Seat, point: Point, issue: Point) -> None:
    if way == "stays":
        seat.sets(point, "stays", True)
    elif way == "deleted":
        seat.sets(point, "deleted", True, sv=point.vector)
    elif way == "emptied":
        seat.types(point, "")
    elif way == "its issue stays":
        seat.sets(issue, "stays", True)
    elif way == "moved to an issue that stays":
        hidden = Point("i")
        seat.types(hidden, "hidden")
        seat.sets(hidden, "stays", True)
        seat.sets(point, "issue", hidden.key)
    else:
        erase_point(table=seat.table, key=point.key)


WAYS = ["stays", "deleted", "emptied", "its issue stays", "moved to an issue that stays", "erased"]


@pytest.mark.parametrize("way", WAYS)
def test_with_a_point_go_its_star_and_the_wording_that_was_kept(
    way, table, seat, moderator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        issue = said(seat, "Passports", sort="i")
        point, other = said(seat, SECRET, issue=issue), said(seat, "Fee caps exist")
        for one in (point, other):
            moderator.stars(table, one)
            moderator.changes(one, "release")
    seat.types(point, "A woman was deported")
    project_now("table", table.pk)
    assert SECRET in moderator.sees("stars") and "A woman" in moderator.sees("wall")
    # An erasure takes all with it in one transaction; what it does to the disk afterwards is no part of this story.
    with django_capture_on_commit_callbacks(execute=way != "erased"):
        withdraw(way, seat, point, issue)
        project_now("table", table.pk)
    for page in (moderator.sees("stars"), moderator.sees("wall"), stars_frame(table.session.pk).decode()):
        assert SECRET not in page and "A woman" not in page and point.key not in page
        assert other.key in page or "Fee caps" in page
    assert [star.key for star in Star.objects.all()] == [other.key]
    assert "pga_plenary_star" not in tables_with(SECRET, point.key)


def test_what_stays_from_before_it_was_typed_takes_no_star(table, seat, moderator):
    point = Point()
    seat.sets(point, "stays", True)
    seat.types(point, SECRET)
    project_now("table", table.pk)
    told = moderator.stars(table, point, **PART)
    assert (told.status_code, SECRET in told.content.decode()) == (404, False)
    assert moderator.stars(table, Point(), **PART).status_code == 404
    assert Star.objects.count() == 0 and "Nothing is starred yet" in moderator.sees("stars")


def test_a_star_that_outlived_its_point_shows_nothing_and_goes_when_the_app_starts(table, seat, moderator):
    """The plug was pulled between the withdrawal and what follows from it."""
    point = said(seat, SECRET)
    moderator.stars(table, point)
    Answer.objects.update(stays=True)
    assert SECRET not in moderator.sees("stars") and starred(table.session.pk).places == frozenset()
    assert moderator.changes(point, "release").status_code == 409
    forget_all_that_stays()
    assert Star.objects.count() == 0


def test_with_a_tables_notes_and_with_its_event_go_all_stars(table, seat, moderator):
    moderator.stars(table, said(seat, SECRET))
    erase_table(table=table)
    assert Star.objects.count() == 0
    from reports.erasing import erase_event

    other = make_table(session=table.session, region=table.region, number=5)
    moderator.stars(other, said(Seat(other), SECRET))
    erase_event(event=table.session.event)
    assert not tables_with(SECRET) and not Event.objects.exists()


@pytest.fixture
def watch(table, seat) -> Watch:
    link = make_moderator_link(session=table.session, name="Ines")
    watch = Watch(table.session, link, None, may_write=True)
    for n in range(6):
        star_point(watch=watch, table=table, key=said(seat, f"Point {n}").key)
    return watch


MOVES = st.lists(st.tuples(st.integers(0, 5), st.integers(-2, 5)), max_size=40)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=MOVES)
def test_the_order_is_what_a_list_would_be_whatever_is_moved(watch, moves):
    """A step down (-1), a step up (-2), or a place right after another star, or first (its own number)."""
    model = [star.pk for star in Star.objects.all()]
    for which, where in moves:
        star = Star.objects.get(pk=sorted(model)[which])
        here = model.index(star.pk)
        if where < 0:
            way = 1 if where == -1 else -1
            step_star(watch=watch, star=star, way=way)
            to = min(max(here + way, 0), len(model) - 1)
            model.insert(to, model.pop(here))
        else:
            above = sorted(model)[where]
            after = None if above == star.pk else Star.objects.get(pk=above)
            place_star(watch=watch, star=star, after=after)
            model.remove(star.pk)
            model.insert(model.index(above) + 1 if after else 0, star.pk)
    stars = list(Star.objects.all())
    assert [star.pk for star in stars] == model
    assert len({star.position for star in stars}) == len(stars) and max(len(star.position) for star in stars) <= 60


def test_the_page_moves_stars_by_step_and_by_place(table, watch):
    front = Front(table.session)
    one, two, three = (Star.objects.all()[n] for n in range(3))
    address = f"/sessions/{table.session.pk}/stars/{{}}/".format
    front.client.post(address(three.pk), {"do": "up"})
    front.client.post(address(one.pk), {"do": "place", "after": three.pk})
    assert front.order()[:3] == [three.key, one.key, two.key]
    front.client.post(address(two.pk), {"do": "place", "after": ""})
    assert front.order()[:3] == [two.key, three.key, one.key]
    assert front.client.post(address(two.pk), {"do": "place", "after": "999"}, headers=PART).status_code == 409
    assert Activity.objects.filter(deed="reordered").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_stars(table, seat, moderator, count, django_assert_max_num_queries):
    for n in range(count):
        moderator.stars(table, said(seat, f"Point {n}", "3"))
    moderator.sees("stars")
    with django_assert_max_num_queries(9):
        assert moderator.sees("stars").count("Release to the wall") == count
