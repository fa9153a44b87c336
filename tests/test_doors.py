"""Every address by four hands: the right one, a neighbour's, a stranger's, the wrong verb; and a link that was revoked.

The walk reads Django's resolver and the table of raw routes; an address that it does not know fails it.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from pga.live import journal, routes
from pga.live.gate import gate
from pga.live.projector import project_now
from pga.live.registry import stream_kind
from plenary.access import Watch
from plenary.links import make_moderator_link, moderator_url, revoke_moderator_link, stream_kinds
from plenary.models import ModeratorLink, Star
from plenary.starring import star_point
from plenary.synthesis_vocabulary import text_key
from regions.calling import call_for_help
from regions.commands import new_key, text_update
from regions.layout import make_table, revoke_link, table_url
from regions.models import DiscussionTable, Laptop, Region
from regions.speaking import announce, set_countdown
from reports.choices import Choices
from reports.models import ReportRecord
from sessions.actions.papers import take_paper
from sessions.models import DiscussionSession, Event, GuidingQuestion, Organizer, TickList
from sessions.sample import sample_setup

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ANYBODY = {"set_language", "sign_in", "sign_out", "code_door", "laptop_left", "worker"}
LINKS = {"first_sign_in", "table_door", "moderator_door", "wall_door"}
SIGNED_IN = {"event_list", "event_add"}
AT_TABLE = {"notebook", "table_paper", "answer_history", "answer_erase", "laptop_name", "laptop_leave"}
AT_TABLE |= {"announcement_list", "announcement_read", "help_call", "table_done", "headcount"}
# Pages that moderators change things with, and what those pages send.
WRITING, SENT = {"session_close", "session_reopen"}, {"late_take_in", "star", "star_change"}
SENT |= {"announcement_make", "countdown_set", "countdown_extend", "countdown_stop"}
SENT |= {"question_set", "call_answer", "call_end"}
# After it a moderator's browser opens nothing any more: tests/plenary/test_synthesis_in_browser.py.
LEFT = {"synthesis_leave"}
ON_WALL = {"wall"}
READING = {"board", "questions_board", "question_board", "issue_board", "choice_board", "table_notes"}
READING |= {"speak", "points_after_close", "stars", "activity"} | ON_WALL
READING |= {"synthesis", "synthesis_points", "synthesis_references", "synthesis_history", "speaker"}
REPORTS = {"report_page", "report_pdf", "report_making", "report_record", "report_file", "speaker_pdf"}
WATCHING = READING | REPORTS | {"matrix", "matrix_picture", "feed", "late_points"} | WRITING
VERBS = ("get", "post", "put", "delete", "patch")


def patterns() -> dict[str, URLPattern]:
    found: dict[str, URLPattern] = {}

    def walk(some: Any) -> None:
        for one in some:
            if isinstance(one, URLResolver):
                walk(one.url_patterns)
            else:
                assert one.name and one.name not in found, f"{one.pattern} needs a name of its own"
                found[one.name] = one

    walk(get_resolver().url_patterns)
    return found


class Place:
    """An event with one of everything, its organizer, a laptop at its table, and a moderator."""

    def __init__(self, name: str) -> None:
        self.owner = Organizer.objects.create_user(name, password="a long enough password")
        self.session: DiscussionSession = sample_setup(self.owner)[0]
        self.event: Event = self.session.event
        region = Region.objects.create(event=self.event, name="Asia", hue="asia")
        self.table: DiscussionTable = make_table(session=self.session, region=region, number=1)
        self.link = make_moderator_link(session=self.session, name="M")
        self.wall_link = make_moderator_link(session=self.session, name="W", role=ModeratorLink.Role.WALL)
        draft = take_paper(event=self.event, file_name="new.md", content=b"# New paper\n\n1. What now?\n")
        question = GuidingQuestion.objects.filter(paper=self.session.paper).first()
        tick_list = TickList.objects.filter(event=self.event).first()
        self.organizer, self.laptop, self.moderator, self.wall = Client(), Client(), Client(), Client()
        self.organizer.force_login(self.owner)
        self.laptop.get(path_of(table_url(self.table)))
        self.moderator.get(path_of(moderator_url(self.link)))
        self.wall.get(path_of(moderator_url(self.wall_link)))
        key = new_key("a")
        edit = {"id": 1, "doc": key, "at": 1, "text": text_update("said")}
        journal.append("table", self.table.pk, Laptop.objects.get(table=self.table).grant, [edit])
        project_now("table", self.table.pk)
        star_point(watch=Watch(self.session, self.link, None, may_write=True), table=self.table, key=key)
        self.ids = {
            "key": key,
            "event_id": self.event.pk,
            "session_id": self.session.pk,
            "paper_id": draft.pk,
            "question_id": question.pk,
            "tick_list_id": tick_list.pk,
            "region_id": region.pk,
            "table_id": self.table.pk,
            "laptop_id": Laptop.objects.get(table=self.table).pk,
            "link_id": self.link.pk,
            "text_key": text_key(question.pk),
            "star_id": Star.objects.get(table=self.table).pk,
            "choice_id": tick_list.choices.first().pk,
            "ending": "json",
            "announcement_id": announce(session=self.session, text="Five more minutes").pk,
            "countdown_id": set_countdown(session=self.session, length=timedelta(minutes=5)).pk,
            "call_id": call_for_help(table=self.table).pk,
            "number": kept_report(self.session).number,
            "making": "unknown",
        }

    def address(self, pattern: URLPattern) -> str:
        names = re.findall(r"<\w+:(\w+)>", str(pattern.pattern))
        return reverse(pattern.name, kwargs={name: self.ids[name] for name in names})


def kept_report(session: DiscussionSession) -> ReportRecord:
    choices = Choices((session.pk,)).kept()
    return ReportRecord.objects.create(
        session=session, number=1, made_at=timezone.now(), choices=choices, octets=0, pages=0, finished=True
    )


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


@pytest.fixture
def place() -> Place:
    gate.forget()
    return Place("amina")


@pytest.fixture
def other(place) -> Place:
    return Place("boris")


def guarded() -> list[str]:
    return sorted(set(patterns()) - ANYBODY - LINKS - SIGNED_IN)


def status(client: Client, verb: str, address: str) -> int:
    return getattr(client, verb)(address).status_code


def cookies_of(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


def refused(answer: Any) -> bool:
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")
    return to_sign_in or answer.status_code in {403, 404, 405}


def test_every_address_is_known_to_this_walk():
    assert set(patterns()) >= ANYBODY | LINKS | SIGNED_IN | AT_TABLE | WATCHING | SENT | LEFT
    assert {route.name for route in routes.ROUTES} == {"edits", "here", "snapshot", "rows", "stream"}


def test_strangers_and_neighbours_are_refused_everywhere(place, other):
    for name in guarded():
        address = place.address(patterns()[name])
        hands = {
            "stranger": Client(),
            "organizer": other.organizer,
            "laptop": other.laptop,
            "moderator": other.moderator,
            "wall": other.wall,
        }
        for hand, client in hands.items():
            for verb in VERBS:
                answer = getattr(client, verb)(address)
                assert refused(answer), (name, hand, verb, answer.status_code)
                assert place.event.name not in answer.content.decode(errors="replace"), (name, hand, verb)


def test_a_laptop_opens_its_table_only_a_moderator_the_board_a_wall_the_wall(place):
    for name in guarded():
        address = place.address(patterns()[name])
        for verb in ("get", "post"):
            if name not in AT_TABLE:
                assert refused(getattr(place.laptop, verb)(address)), (name, verb)
            if name not in WATCHING | SENT | LEFT:
                assert refused(getattr(place.moderator, verb)(address)), (name, verb)
            if name not in ON_WALL:
                assert refused(getattr(place.wall, verb)(address)), (name, verb)


def test_a_table_is_not_even_open_to_its_organizer_without_a_card(place):
    for name in AT_TABLE:
        address = place.address(patterns()[name])
        answers = {status(place.organizer, verb, address) for verb in ("get", "post")}
        assert 403 in answers <= {403, 405}, name


def test_a_moderator_who_may_only_read_changes_nothing(place):
    reader = Client()
    link = make_moderator_link(session=place.session, name="R", may_write=False)
    reader.get(path_of(moderator_url(link)))
    for name in WRITING | SENT:
        for verb in ("get", "post"):
            assert status(reader, verb, place.address(patterns()[name])) in {403, 405}, name
    assert DiscussionSession.objects.get(pk=place.session.pk).closed_at is None
    assert status(reader, "get", reverse("late_points", args=[place.session.pk])) == 200


def test_wrong_verbs_are_refused_to_the_right_hand_too(place):
    for name in guarded():
        address = place.address(patterns()[name])
        client = place.laptop if name in AT_TABLE else place.organizer
        for verb in ("put", "delete", "patch"):
            assert status(client, verb, address) == 405, (name, verb)


def test_the_right_hand_opens_every_page_that_can_be_read(place):
    opened = 0
    for name in guarded():
        address = place.address(patterns()[name])
        client = place.laptop if name in AT_TABLE else place.organizer
        answer = client.get(address)
        assert answer.status_code in {200, 302, 405}, (name, answer.status_code)
        opened += answer.status_code == 200
    assert opened >= 15
    for name in WATCHING:
        assert status(place.moderator, "get", place.address(patterns()[name])) in {200, 302}
    assert status(place.wall, "get", reverse("wall", kwargs={"session_id": place.session.pk})) == 200


def test_a_revoked_link_opens_nothing(place):
    address, board = path_of(table_url(place.table)), path_of(moderator_url(place.link))
    wall = path_of(moderator_url(place.wall_link))
    revoke_link(place.table)
    revoke_moderator_link(place.link)
    revoke_moderator_link(place.wall_link)
    gate.forget()
    assert status(Client(), "get", address) == 403
    assert status(Client(), "get", board) == 403
    assert status(place.laptop, "get", reverse("notebook", kwargs={"table_id": place.table.pk})) == 403
    assert status(Client(), "get", wall) == 403
    for name in WATCHING:
        assert status(place.moderator, "get", place.address(patterns()[name])) == 403
    assert status(place.wall, "get", reverse("wall", kwargs={"session_id": place.session.pk})) == 403


def test_a_moderators_address_opens_no_wall_and_a_walls_no_board(place):
    """The same letters under the other door: the signature names the sort."""
    board, wall = path_of(moderator_url(place.link)), path_of(moderator_url(place.wall_link))
    for address in (board, wall):
        sort, token = address.split("/")[1:3]
        other = "w" if sort == "m" else "m"
        for made_up in (f"/{other}/{token}/", f"/{sort}/{other}{token[1:]}/", f"/{other}/{other}{token[1:]}/"):
            assert status(Client(), "get", made_up) == 403, made_up
    board_cookie = place.wall.cookies[f"pga_w{place.session.pk}"].value
    forger = Client()
    forger.cookies[f"pga_m{place.session.pk}"] = board_cookie
    assert status(forger, "get", reverse("board", kwargs={"session_id": place.session.pk})) == 403


def test_every_stream_by_every_hand(place, other):
    """Who may listen to what: the wall's link hears the wall only, the links' states are the organizers' alone."""
    hands = {
        "organizer": place.organizer,
        "moderator": place.moderator,
        "wall": place.wall,
        "laptop": place.laptop,
        "stranger": Client(),
        "neighbour": other.organizer,
        "other moderator": other.moderator,
        "other wall": other.wall,
    }
    may = {"links": {"organizer"}, "wall": {"organizer", "moderator", "wall"}}
    for kind in stream_kinds():
        stream = stream_kind(kind)
        heard = {hand for hand, client in hands.items() if stream.authorize(place.session.pk, cookies_of(client))}
        assert heard == may.get(kind[:-2], {"organizer", "moderator"}), kind
    revoke_moderator_link(place.wall_link)
    revoke_moderator_link(place.link)
    for kind in stream_kinds():
        for client in (place.wall, place.moderator):
            assert stream_kind(kind).authorize(place.session.pk, cookies_of(client)) is None, kind


@pytest.mark.parametrize("name", sorted(LINKS))
def test_a_made_up_link_is_refused_with_a_sentence(place, name):
    for token in (
        "x",
        "t1-1-AAAAAAAAAAAAAAAAAAAAAA",
        "m1-1-AAAAAAAAAAAAAAAAAAAAAA",
        "w2-1-AAAAAAAAAAAAAAAAAAAAAA",
        "1-abc",
        "t0-0-",
        "%00",
    ):
        answer = Client().get(reverse(name, kwargs={"token": token}))
        assert answer.status_code in {403, 404}, (token, answer.status_code)
        assert b"Traceback" not in answer.content


def test_the_door_of_codes_takes_the_right_one_however_many_were_wrong(place):
    # On a slow machine some are forgiven meanwhile.
    wrong = (Client().post("/code/", {"code": f"WRONG{n}"}).status_code for n in range(800))
    assert 429 in wrong
    answer = Client().post("/code/", {"code": f" {place.table.code[:4].lower()}-{place.table.code[4:]} "})
    assert answer.headers["Location"] == f"/tables/{place.table.pk}/"


def test_signed_in_pages_ask_strangers_to_sign_in():
    for name in SIGNED_IN:
        assert Client().get(reverse(name)).headers["Location"].startswith("/sign-in/")


def test_every_page_forbids_inline_code_and_framing(place):
    for name in guarded():
        answer = place.organizer.get(place.address(patterns()[name]))
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "script-src 'self'" in policy and "unsafe" not in policy, name
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_refusal_is_a_page_that_leads_on(place):
    form_only = place.organizer.get(reverse("region_add", kwargs={"event_id": place.event.pk}))
    assert (form_only.status_code, form_only.headers["Allow"]) == (405, "POST")
    assert "only takes what a form sends" in form_only.content.decode()
    wrong_card = Client().get("/t/t1-1-AAAAAAAAAAAAAAAAAAAAAA/").content.decode()
    assert f'href="{reverse("code_door")}"' in wrong_card
    assert 'href="/"' in place.laptop.get("/nowhere/").content.decode()
