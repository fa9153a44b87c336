"""The feed and its search from outside: what arrives, what is found, and what of all that is at no table's expense."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.management import call_command

from pga.live.clock import clock_now
from pga.live.gate import gate
from pga.live.projector import project_now
from plenary.feed_stream import FeedStream
from plenary.indexing import catch_up
from plenary.models import SearchEntry, SearchMark
from regions.erasing import erase_point, erase_table
from regions.layout import make_table
from regions.models import Answer, DiscussionTable, PriorityIssue, Region
from sessions.models import DiscussionSession, TickChoice, TickList
from sessions.sample import sample_setup
from tests.conftest import make_organizer
from tests.plenary.test_late_points import Moderator
from tests.regions.seats import Point, Seat
from tests.regions.test_history import question

pytestmark = pytest.mark.django_db
PART = {"HX-Request-Type": "partial"}


@pytest.fixture
def session(db) -> DiscussionSession:
    gate.forget()
    return sample_setup(make_organizer("amina"))[0]


@pytest.fixture
def table(session) -> DiscussionTable:
    region = Region.objects.create(event=session.event, name="Asia", hue="asia", order=2)
    return make_table(session=session, region=region, number=4, language="bn")


@pytest.fixture
def far(session) -> DiscussionTable:
    region = Region.objects.create(event=session.event, name="Europe", hue="europe", order=1)
    return make_table(session=session, region=region, number=7)


@pytest.fixture
def moderator(session) -> Moderator:
    return Moderator(session)


class Said(Seat):
    """A laptop whose words are projected as they come, each a second after the one before."""

    def says(self, words: str, sort: str = "a", **registers: object) -> Point:
        point = Point(sort)
        for name, value in registers.items():
            self.sets(point, name.replace("_", ":"), value)
        self.types(point, words)
        self.done()
        for model in (Answer, PriorityIssue):
            now = model.objects.filter(key=point.key)
            for row in now:
                at = row.created_at + timedelta(seconds=Answer.objects.count() + PriorityIssue.objects.count())
                now.update(created_at=at, changed_at=at)
        return point

    def done(self) -> None:
        project_now("table", self.table.pk)


def feed(moderator: Moderator, part: bool = False, **asked: object) -> list[str]:
    """The words of the items that the page shows, from the top."""
    answer = moderator.client.get(f"/sessions/{moderator.session.pk}/feed/", asked, headers=PART if part else {})
    assert answer.status_code == 200
    return words_in(answer.content.decode())


def words_in(page: str) -> list[str]:
    found = re.findall(r'<div class="item-words" dir="auto">(.*?)</div>', page, re.DOTALL)
    return [unescape(re.sub(r"<br>", "\n", words)) for words in found]


def hello(session: DiscussionSession) -> str:
    return b"".join(FeedStream("en").hello(session.pk, 0)).decode()


def test_the_newest_come_first_and_a_change_does_not_move_them(table, far, moderator):
    one, other = Said(table), Said(far)
    first = one.says("Fee caps exist")
    other.says("Inspect\nthe <homes>")
    assert feed(moderator) == ["Inspect\nthe <homes>", "Fee caps exist"]
    one.types(first, "Fee caps exist on paper")
    one.done()
    assert feed(moderator) == ["Inspect\nthe <homes>", "Fee caps exist on paper"]
    page = moderator.sees("feed")
    assert f'href="/sessions/{table.session_id}/board/"' in page and '<a href="/sessions/' in page
    assert 'aria-current="page">Feed' in page and "feed" in moderator.sees("board")
    item = page[page.index("Fee caps") - 900 : page.index("Fee caps")]
    assert "Asia" in item and "Table 4" in item and "not placed yet" in item and "<time" in item


def test_everything_by_which_it_can_be_filtered(table, far, moderator):
    one, other = Said(table), Said(far)
    level = TickChoice.objects.get(tick_list__name="Level", name="national")
    issue = one.says("Recruitment debts", "i", **{f"tick_{level.pk}": True})
    ask = question(table, "4")
    about = one.says("Cap the fees", question=ask.pk, issue=issue.key, kind="action", **{f"tick_{level.pk}": True})
    other.says("Nobody is asked", kind="quote")
    everything = ["Nobody is asked", "Cap the fees", "Recruitment debts"]
    assert feed(moderator) == everything
    known = PriorityIssue.objects.get(key=issue.key)
    naming = question(table, "2")
    for asked, found in (
        ({"region": table.region_id}, everything[1:]),
        ({"table": far.pk}, everything[:1]),
        ({"question": ask.pk}, everything[1:2]),
        ({"question": naming.pk}, everything[2:]),
        ({"question": "none"}, everything[:1]),
        ({"issue": known.pk}, everything[1:]),
        ({"tick": level.pk}, everything[1:]),
        ({"kind": "quote"}, everything[:1]),
        ({"kind": "issue"}, everything[2:]),
        ({"language": "bn"}, everything[1:]),
        ({"language": "none"}, everything[:1]),
        ({"q": "fees"}, everything[1:2]),
        ({"q": "FEE", "region": far.region_id}, []),
        ({"q": "a", "table": far.pk, "kind": "quote"}, everything[:1]),
        ({"q": ")"}, []),
        ({"region": "٣"}, []),
        ({"tick": "1 OR 1"}, []),
        ({"kind": "point'--"}, []),
    ):
        assert feed(moderator, **asked) == found, asked
        assert feed(moderator, part=True, **asked) == found, asked
    page = moderator.client.get(f"/sessions/{table.session_id}/feed/", {"issue": known.pk, "q": "cap"}).content.decode()
    assert f'<option value="{known.pk}" selected>4 · Recruitment debts' in page and 'value="cap"' in page
    assert "Cap the fees" in page and f'href="?issue={known.pk}"' in page and about.key in page


def test_the_address_of_a_part_is_the_state_and_earlier_ones_are_a_step_away(table, moderator, monkeypatch):
    monkeypatch.setattr("plenary.feed_views.PAGE", 2)
    seat = Said(table)
    for n in range(5):
        seat.says(f"point {n}")
    address = f"/sessions/{table.session_id}/feed/"
    part = moderator.client.get(address, {"q": "point", "kind": ""}, headers=PART)
    assert part.headers["HX-Replace-Url"] == f"{address}?q=point" and "<html" not in part.content.decode()
    assert moderator.client.get(address, {"q": ""}, headers=PART).headers["HX-Replace-Url"] == address
    seen: list[str] = []
    for _ in range(3):
        page = part.content.decode()
        seen += words_in(page)
        earlier = re.search(r'href="(\?[^"]*before=[^"]*)"', page)
        part = moderator.client.get(address + unescape(earlier[1]), headers=PART) if earlier else None
    assert (seen, part) == ([f"point {n}" for n in (4, 3, 2, 1, 0)], None)
    assert feed(moderator, count=4) == [f"point {n}" for n in (4, 3, 2, 1)]


def test_who_said_it_is_shown_only_where_the_event_allows_it_and_never_found(table, moderator):
    Said(table).says("Wages are stolen", attribution="Nasreen of the union")
    assert "Nasreen" not in moderator.sees("feed") + hello(table.session)
    type(table.session.event).objects.update(attribution_allowed=True)
    assert "Nasreen of the union" in moderator.sees("feed")
    assert feed(moderator, q="Nasreen") == []


def test_free_words_of_tick_lists_are_shown_and_found(table, moderator):
    benchmark = TickList.objects.get(name="Benchmark", event=table.session.event)
    Said(table).says("Build shelters", **{f"words_{benchmark.pk}": "Beds in 2027"})
    assert feed(moderator, q="beds 2027") == ["Build shelters"]
    assert "Beds in 2027" in moderator.sees("feed")


def everywhere(moderator: Moderator, words: str) -> str:
    """Every page and frame of the feed, and the index."""
    session = moderator.session
    pages = [moderator.sees("feed"), hello(session)]
    pages += [" ".join(feed(moderator, q=word)) for word in [words, *words.split()]]
    return " ".join([*pages, *SearchEntry.objects.values_list("words", flat=True)])


def test_what_stays_was_deleted_or_emptied_is_nowhere(table, moderator, django_capture_on_commit_callbacks):
    seat = Said(table)
    issue = seat.says("Rehana's house", "i")
    seat.says("Rehana hides", stays=True)
    points = [seat.says(f"Rehana {what}") for what in ("stays", "goes", "fades")]
    about = seat.says("Rehana is about it", issue=issue.key)
    assert feed(moderator, q="rehana")[-1] == "Rehana's house" and "hides" not in everywhere(moderator, "Rehana hides")
    assert len(feed(moderator, q="Rehana")) == 5
    seat.sets(points[0], "stays", True)
    seat.sets(points[1], "deleted", True, sv=points[1].vector)
    seat.types(points[2], "")
    with django_capture_on_commit_callbacks(execute=True):
        seat.done()
    # At once, before anybody has searched.
    assert sorted(SearchEntry.objects.values_list("words", flat=True)) == ["about is it rehana", "house rehana s"]
    assert feed(moderator, q="rehana") == ["Rehana is about it", "Rehana's house"]
    seat.sets(issue, "stays", True)
    with django_capture_on_commit_callbacks(execute=True):
        seat.done()
    assert not SearchEntry.objects.exists() and "ehana" not in everywhere(moderator, "Rehana's about")
    assert about.key not in moderator.sees("feed")
    # The table lets it go again.
    seat.sets(issue, "stays", False, saw=clock_now())
    seat.done()
    assert feed(moderator, q="rehana") == ["Rehana is about it", "Rehana's house"]


def test_an_index_that_knows_too_much_gives_nothing_away(table, moderator, monkeypatch):
    monkeypatch.setattr("plenary.feed_views.PAGE", 1)
    seat = Said(table)
    seat.says("Rehana is known")
    hidden = seat.says("Rehana hides", stays=True)
    catch_up([table.pk])
    SearchEntry.objects.create(answer=Answer.objects.get(key=hidden.key), words="hides rehana")
    # Not even by taking the place of another.
    assert feed(moderator, q="rehana") == ["Rehana is known"] == feed(moderator)
    assert "before=" not in moderator.sees("feed") and SearchEntry.objects.count() == 2


def test_the_index_follows_what_is_typed_late_and_taken_in(table, moderator):
    seat = Said(table)
    point = seat.says("Fee caps")
    assert feed(moderator, q="caps") == ["Fee caps"] and feed(moderator, q="paper") == []
    seat.types(point, "Fees on paper")
    seat.done()
    assert feed(moderator, q="caps") == [] and feed(moderator, q="on paper") == ["Fees on paper"]
    moderator.does("close")
    seat.types(point, "Fees on paper, late")
    fresh = seat.says("late as well")
    assert feed(moderator, q="late") == [] and feed(moderator) == ["Fees on paper"]
    moderator.takes_in(table, fresh)
    assert feed(moderator, q="late") == ["late as well"]
    moderator.does("reopen")
    seat.done()
    assert sorted(feed(moderator, q="late")) == ["Fees on paper, late", "late as well"]


def test_a_session_finds_its_own_only(table, moderator):
    Said(table).says("Fee caps")
    other = DiscussionSession.objects.create(event=table.session.event, paper=table.session.paper, code="9Z")
    Said(make_table(session=other, region=table.region, number=1)).says("Fee caps elsewhere")
    assert feed(moderator, q="fee") == ["Fee caps"] == feed(moderator)
    assert feed(Moderator(other), q="fee") == ["Fee caps elsewhere"] == feed(Moderator(other))
    assert feed(moderator, table=other.tables.get().pk) == []


def test_what_is_erased_leaves_the_index_with_it(table, moderator):
    seat = Said(table)
    point = seat.says("Rehana was deported")
    seat.says("Another point")
    assert len(feed(moderator, q="")) == 2 and feed(moderator, q="deported") != []
    erase_point(table=table, key=point.key)
    assert list(SearchEntry.objects.values_list("words", flat=True)) == ["another point"]
    assert feed(moderator, q="deported") == []
    erase_table(table=table)
    assert not SearchEntry.objects.exists() and feed(moderator) == []
    DiscussionTable.objects.filter(pk=table.pk).delete()
    assert not SearchMark.objects.exists()


def test_the_index_can_be_made_anew(table, moderator, capsys):
    Said(table).says("Fee caps")
    Said(table).says("Rehana hides", stays=True)
    assert feed(moderator, q="fee") == ["Fee caps"]
    SearchEntry.objects.update(words="wrong")
    call_command("reindex")
    assert capsys.readouterr().out.startswith("1 points and issues are indexed")
    assert list(SearchEntry.objects.values_list("words", flat=True)) == ["caps fee"]
    assert feed(moderator, q="fee") == ["Fee caps"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_much_it_shows(table, moderator, count, django_assert_num_queries):
    seat = Said(table)
    issue = seat.says("Debts", "i")
    for n in range(count):
        seat.says(f"point {n}", question=question(table, "3a").pk, issue=issue.key)
    feed(moderator, q="point")
    with django_assert_num_queries(17):
        assert len(feed(moderator)) == count + 1
    with django_assert_num_queries(9):
        assert len(feed(moderator, part=True, q="poi")) == count
    with django_assert_num_queries(2):
        catch_up([table.pk])
