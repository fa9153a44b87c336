"""The synthesis: who may write it, the draft, and that a reference lives and dies with the point it is of."""

import base64
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from pga.live import journal
from pga.live.clock import clock_now
from pga.live.errors import Refused
from pga.live.gate import admit, gate
from pga.live.projector import project_now
from plenary import synthesis_vocabulary as words
from plenary.links import make_moderator_link, moderator_url, renew_moderator_link, revoke_moderator_link
from plenary.models import ModeratorLink, SynthesisLaptop, SynthesisReference, SynthesisText
from plenary.referring import forget_all_wordings_that_stay
from plenary.synthesis_access import synthesis_key
from plenary.synthesis_queries import synthesis_of
from plenary.synthesis_scopes import SynthesisScopes
from regions.commands import text_update
from regions.erasing import erase_table
from regions.models import Answer
from regions.vocabulary import digest
from sessions.models import DiscussionSession, Event, Organizer
from tests.plenary.front import PART, SECRET, Front, said
from tests.plenary.test_stars import WAYS, withdraw
from tests.regions.seats import Point, Seat, Steps
from tests.regions.test_history import question
from tests.searching import tables_with
from tests.test_doors import Place, cookies_of, path_of

pytestmark = pytest.mark.django_db


class Desk(Front):
    """A moderator who writes the synthesis."""

    def __init__(self, session: DiscussionSession, *, may_write: bool = True) -> None:
        super().__init__(session, may_write=may_write)
        self.page, self.edits = self.sees("synthesis"), 0
        self.grant = SynthesisLaptop.objects.get(link=self.link).grant

    def beside(self, key: str) -> str:
        return unescape(self.sees(f"synthesis/{key}/points"))

    def token(self, key: str, point: Point) -> tuple[str, str, str]:
        """(of, token, seen) of a point as it stands beside a text."""
        item = re.search(rf'data-point="r{point.key[1:]}" (.*?)>', self.beside(key))
        return tuple(re.findall(r'data-(?:of|token|seen)="(.*?)"', item[1]))

    def does(self, doc: str, **edit: object) -> None:
        self.edits += 1
        edit |= {"id": self.edits, "at": clock_now(), "doc": doc}
        refusals = journal.append("synthesis", self.session.pk, self.grant, [edit]).refusals
        assert refusals == []
        project_now("synthesis", self.session.pk)

    def writes(self, doc: str, text: str) -> None:
        self.does(doc, text=base64.b64encode(text_update(text)).decode())

    def refers(self, doc: str, point: Point, text: str = "They said {}") -> str:
        """Writes a text that rests on a point; returns how it names it."""
        of, token, seen = self.token(doc, point)
        self.does(f"r{point.key[1:]}", set="of", value=of)
        self.does(f"r{point.key[1:]}", set="seen", value=seen)
        self.writes(doc, text.format(token))
        return token

    def rests(self) -> str:
        return unescape(self.sees("synthesis/references"))


@pytest.fixture
def desk(table) -> Desk:
    return Desk(table.session)


@pytest.fixture
def key(table) -> str:
    return words.text_key(question(table, "3").pk)


def test_what_the_rapporteur_writes_becomes_the_synthesis_with_the_points_it_rests_on(table, seat, desk, key):
    point = said(seat, "Fee caps exist on paper", "3")
    desk.refers(key, point, "Law is there.\n\nIt is not kept {}.")
    desk.writes(words.WHOLE, "One thing runs through all regions.")
    synthesis = synthesis_of(table.session)
    part = next(one for one in synthesis.questions if one.key == key)
    assert part.paragraphs == ["Law is there.", "It is not kept [1]."] and not part.is_draft
    told = [(one.number, one.table, one.text, one.state) for one in part.references]
    assert told == [(1, table, "Fee caps exist on paper", "same")]
    assert synthesis.whole.paragraphs == ["One thing runs through all regions."]
    seat.types(point, "Fee caps exist on paper only")
    project_now("table", table.pk)
    assert "paper<ins> only</ins>" in desk.rests() and "has changed the words since" in desk.rests()
    assert SynthesisScopes().standing([table.session.pk])[table.session.pk]["references"] == {
        f"r{point.key[1:]}": "changed"
    }
    desk.does(f"r{point.key[1:]}", set="seen", value=desk.token(key, point)[2])
    assert "<ins>" not in desk.rests() and 'data-state="same"' in desk.rests()


def test_whoever_may_write_writes_and_a_reader_reads(table, desk):
    reader = Desk(table.session, may_write=False)
    key = synthesis_key(table.session.pk)
    assert (desk.grant in key.readers, reader.grant in key.readers) == (False, True)
    assert "readonly" in reader.page and "readonly" not in desk.page
    assert '"reads": true' in reader.page and "Refer to this" not in reader.beside(words.WHOLE)
    cookie = desk.client.cookies[f"pga_s{table.session.pk}"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    desk.sees("synthesis")
    assert SynthesisLaptop.objects.filter(link=desk.link).count() == 1
    wall = make_moderator_link(session=table.session, name="W", role=ModeratorLink.Role.WALL)
    assert wall.may_write is False
    assert Seat(table).client.get(f"/sessions/{table.session.pk}/synthesis/").status_code == 403


@pytest.mark.parametrize("do", [revoke_moderator_link, renew_moderator_link])
def test_with_a_link_goes_the_grant_that_came_by_it(do, table, desk):
    cookies = {name: one.value for name, one in desk.client.cookies.items()}
    other = Desk(table.session)
    assert admit("synthesis", table.session.pk, synthesis_key(table.session.pk), cookies).name == "Ines"
    do(desk.link)
    with pytest.raises(Refused) as refused:
        admit("synthesis", table.session.pk, synthesis_key(table.session.pk), cookies)
    assert refused.value.status == 403
    assert other.grant not in synthesis_key(table.session.pk).put_out


def test_an_organizer_who_signs_out_leaves_no_key_behind(table):
    address = f"/sessions/{table.session.pk}/synthesis/"
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(table.session.event.organizers.get())
        assert client.get(address).status_code == 200
    held = [{name: one.value for name, one in client.cookies.items()} for client in (here, there)]
    here.post("/sign-out/")
    assert admit("synthesis", table.session.pk, synthesis_key(table.session.pk), held[1]).name == "amina"
    with pytest.raises(Refused) as refused:
        admit("synthesis", table.session.pk, synthesis_key(table.session.pk), held[0])
    assert refused.value.status == 403


def test_where_nobody_has_written_stands_a_draft_that_says_so_until_somebody_edits_it(table, seat, desk, key):
    issue, plain = said(seat, "Locked passports", sort="i"), said(seat, "Fee caps exist", "3")
    starred = said(seat, "Wages are stolen", "3")
    desk.stars(table, starred)
    part = next(one for one in synthesis_of(table.session).questions if one.key == key)
    assert part.is_draft and [one.text for one in part.references] == ["Wages are stolen"]
    assert part.paragraphs == ["Points: 2. Tables: 1. Regions: 1.", "What the plenary must hear: [1]"]
    beside = desk.beside(key)
    assert "Start from this draft" in beside and beside.index("Wages are") < beside.index("Fee caps")
    naming = next(one for one in synthesis_of(table.session).questions if one.question.names_issues)
    assert [one.text for one in naming.references] == ["Locked passports"]
    draft = unescape(re.search(r'data-draft="(.*?)"', desk.sees(f"synthesis/{key}/points"), re.DOTALL)[1])
    address = f"/sessions/{table.session.pk}/synthesis/{key}/points/"
    assert "\u200e[" in desk.client.get(address, headers={"Accept-Language": "ar"}).content.decode()
    assert "Wages" not in draft and plain.key[1:4] not in draft and issue.key[1:4] not in draft
    desk.refers(key, starred, draft.replace(desk.token(key, starred)[1], "{}"))
    desk.does(key, set="drafted", value=digest(draft))
    assert SynthesisText.objects.get(key=key).is_draft
    desk.writes(key, "And more. ")
    assert not SynthesisText.objects.get(key=key).is_draft


@pytest.mark.parametrize("way", WAYS)
def test_with_a_point_go_the_words_that_a_reference_rests_on(
    way, table, seat, desk, key, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        issue = said(seat, "Passports", sort="i")
        point, other = said(seat, SECRET, "3", issue=issue), said(seat, "Fee caps exist", "3")
        desk.refers(key, point)
        desk.stars(table, other)
        desk.refers(words.WHOLE, other)
    seat.types(point, "A woman was deported")
    project_now("table", table.pk)
    assert SECRET[:6] in desk.rests() and "A woman" in desk.rests() and SECRET in tables_words()
    with django_capture_on_commit_callbacks(execute=way != "erased"):
        withdraw(way, seat, point, issue)
        project_now("table", table.pk)
    part = next(one for one in synthesis_of(table.session).questions if one.key == key)
    assert [(one.state, one.text, one.wording) for one in part.references] == [("gone", "", "")]
    for page in (desk.rests(), desk.beside(key), desk.sees("speaker"), desk.sees("synthesis"), str(part)):
        assert SECRET not in page and "A woman" not in page
    assert "took this point back" in desk.rests() and "Fee caps exist" in desk.rests()
    told = b"".join(bytes(row.payload) for row in journal.rows_between(f"synthesis:{table.session.pk}", 1, 99))
    assert SECRET.encode() not in told and b"Fee caps" not in told
    assert not [name for name in tables_with(SECRET, "A woman") if "synthesis" in name]


def tables_words() -> str:
    return " ".join(SynthesisReference.objects.values_list("wording", flat=True))


def test_what_stays_from_before_it_was_typed_cannot_be_referred_to(table, seat, desk, key):
    point = Point()
    seat.sets(point, "stays", True)
    seat.sets(point, "question", question(table, "3").pk)
    seat.types(point, SECRET)
    project_now("table", table.pk)
    assert SECRET not in desk.beside(key) and point.key[1:] not in desk.beside(key)
    desk.does(f"r{point.key[1:]}", set="of", value=f"{table.pk}:{point.key}")
    assert SynthesisReference.objects.get().wording == "" and SECRET not in desk.rests()


def test_a_reference_to_another_sessions_point_is_none(table, seat, desk, key):
    other = Desk(DiscussionSession.objects.create(event=table.session.event, code="9Z", paper=table.session.paper))
    point = said(seat, "Fee caps exist", "3")
    other.does(f"r{point.key[1:]}", set="of", value=f"{table.pk}:{point.key}")
    assert SynthesisReference.objects.count() == 0 and "Fee caps" not in other.rests()
    for doc, name, value in (
        (f"r{point.key[1:]}", "of", f"{table.pk}:a{'b' * 21}"),
        (f"r{point.key[1:]}", "seen", "Fee caps"),
        (key, "of", f"{table.pk}:{point.key}"),
        (key, "stays", True),
        (point.key, "kind", "quote"),
    ):
        with pytest.raises(Refused):
            words.check(doc, {"set": name, "value": value})


def test_a_wording_that_outlived_its_point_goes_when_the_app_starts(table, seat, desk, key):
    desk.refers(key, said(seat, SECRET, "3"))
    Answer.objects.update(stays=True)
    assert SECRET not in desk.rests()
    forget_all_wordings_that_stay()
    assert tables_words() == ""


def test_with_a_tables_notes_go_the_wordings_and_with_the_event_all_of_it(table, seat, desk, key):
    from reports.erasing import erase_event

    desk.refers(key, said(seat, SECRET, "3"), "Rehana's story {}")
    erase_table(table=table)
    assert SECRET not in tables_words() and "took this point back" in desk.rests()
    cookies = {name: one.value for name, one in desk.client.cookies.items()}
    erase_event(event=table.session.event)
    assert not tables_with(SECRET, "Rehana's story") and not Event.objects.exists()
    with pytest.raises(Refused) as refused:
        admit("synthesis", table.session.pk, synthesis_key(table.session.pk), cookies)
    assert refused.value.status == 410


def test_the_history_of_a_text_can_be_read_and_brought_back(table, desk, key):
    desk.writes(key, "First words")
    other = Desk(table.session)
    other.does(key, text=base64.b64encode(text_update("Second ")).decode())
    steps = Steps(
        desk.client.get(f"/sessions/{table.session.pk}/synthesis/{key}/history/", headers=PART).content.decode()
    )
    assert steps.who == ["Ines", "Ines"] and "First words" in steps.then[0] + steps.then[1]
    nowhere = desk.client.get(f"/sessions/{table.session.pk}/synthesis/{words.text_key(10**9)}/history/")
    assert nowhere.status_code == 404


def test_the_speaker_holds_one_page(table, seat, desk):
    point = said(seat, "Wages are stolen", "3")
    desk.stars(table, point)
    page = desk.sees("speaker")
    assert "Draft:" in page and "Wages are stolen" in page and "Table 4" in page
    desk.refers(words.TWO_MINUTES, point, "Friends, hear this: {}")
    page = desk.sees("speaker")
    assert "Friends, hear this: [1]" in page and "Draft:" not in page and "is-large" in page
    desk.writes(words.TWO_MINUTES, "word " * 400)
    page = desk.sees("speaker")
    assert "is-small" in page and "longer than two minutes" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_parts_cost_the_same_however_many_points(table, seat, desk, key, count, django_assert_max_num_queries):
    for n in range(count):
        point = said(seat, f"Point {n}", "3")
        desk.stars(table, point)
        desk.refers(key, point)
    with django_assert_max_num_queries(40):
        assert desk.beside(key).count("Refer to this") == count
    with django_assert_max_num_queries(10):
        assert desk.rests().count('data-state="same"') == count
    with django_assert_max_num_queries(30):
        assert len(synthesis_of(table.session).whole.starred) == count


def test_the_edit_door_of_a_synthesis_by_every_hand(db):
    """The page gives the grant; what a reader's may not do is told in test_synthesis_door."""
    gate.forget()
    place, other = Place("amina"), Place("boris")
    reader = Client()
    reader.get(path_of(moderator_url(make_moderator_link(session=place.session, name="R", may_write=False))))
    hands = [place.organizer, place.moderator, reader, place.wall, place.laptop, other.moderator, other.organizer]
    for client in hands:
        for session in (place.session, other.session):
            client.get(reverse("synthesis", kwargs={"session_id": session.pk}))
    cookie = f"pga_s{place.session.pk}"

    def admitted(client: Client) -> bool:
        try:
            return bool(admit("synthesis", place.session.pk, synthesis_key(place.session.pk), cookies_of(client)))
        except Refused:
            return False

    assert [admitted(client) for client in hands] == [True, True, True, False, False, False, False]
    for held in (place.laptop.cookies[f"pga_t{place.table.pk}"], place.moderator.cookies[f"pga_m{place.session.pk}"]):
        forger = Client()
        forger.cookies[cookie] = held.value
        assert not admitted(forger)
    place.event.organizers.clear()
    revoke_moderator_link(place.link)
    assert [admitted(client) for client in hands[:3]] == [False, False, True]


@pytest.mark.parametrize("comes_by_link", [False, True])
def test_who_leaves_a_browser_leaves_it_with_all_that_was_given_to_it(table, comes_by_link):
    """Neither what one signed in with nor a link opens the synthesis any more, nor does a copy of the grant."""
    session = table.session
    browser, organizer = Client(), Organizer.objects.create_user("amparo", password="ten letters and more")
    session.event.organizers.add(organizer)
    browser.force_login(organizer)
    page, leaves = (reverse(name, args=[session.pk]) for name in ("synthesis", "synthesis_leave"))
    browser.get(page)
    copies = cookies_of(browser)
    if comes_by_link:
        browser.get(path_of(moderator_url(make_moderator_link(session=session, name="Ines"))))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.load(copies)
    assert (strict.post(leaves).status_code, browser.get(leaves).status_code) == (403, 405)
    assert (browser.post(leaves).status_code, browser.get(page).status_code) == (204, 403)
    assert browser.post(leaves).status_code == 403
    with pytest.raises(Refused):
        admit("synthesis", session.pk, synthesis_key(session.pk), copies)
