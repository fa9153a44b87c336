"""Closing, erasing and leaving from outside: what laptops are told, and what is left on the server's disk."""

import base64
import json
import os
import re
import threading
from urllib.parse import urlencode, urlsplit

import pytest

from pga.live.errors import CLOSED, ERASED_HERE, PUT_OUT
from pga.live.merging import vector_of
from regions.commands import new_key
from tests.live.test_door import Laptop, Stream
from tests.notebooks import until
from tests.running import RunningApp, running_app
from tests.searching import files_with, server_tables_with

SEED = (
    "from plenary.links import make_moderator_link, moderator_url",
    "from regions.layout import make_table, table_url",
    "from regions.models import *",
    "from sessions.models import *",
    "event = Event.objects.create(name='The end')",
    "sessions = [DiscussionSession.objects.create(event=event, code=f'{n}A', grace_minutes=n) for n in range(3)]",
    "region = Region.objects.create(event=event, name='Asia')",
    "tables = [make_table(session=sessions[n % 3], region=region, number=n) for n in range(1, 7)]",
    "moderators = [make_moderator_link(session=session, name='Ines Carvalho') for session in sessions]",
)
SECRETS = {n: f"Rehana {n} was deported in May" for n in range(1, 7)}

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TOKEN = "x" * 32


@pytest.fixture(scope="module")
def served():
    with running_app() as app:
        links = "[[table_url(table) for table in tables], [moderator_url(link) for link in moderators]]"
        app.links, app.boards = app.evaluate(links, *SEED)
        yield app


class Moderator(Laptop):
    """A browser with a moderator's link to the board of the n-th session."""

    def __init__(self, app: RunningApp, n: int) -> None:
        super().__init__(app, 0, join=False)
        headers = self.ask("GET", urlsplit(app.boards[n]).path)[1]
        self.session = n + 1
        self.cookie = headers["Set-Cookie"].split(";")[0]

    def does(self, what: str, **fields: object) -> None:
        assert send(self, f"/sessions/{self.session}/{what}/", **fields)[0] == 302


class Board(Stream):
    """A board's stream; `laptops` is what its last frame says of a table."""

    html = ""

    def run(self) -> None:
        while raw := self.answer.readline():
            self.html += raw.decode()
        self.ended.set()

    def laptops(self, table: int) -> str:
        piece = self.html.rpartition(f'id="p{table}"')[2]
        return piece.partition(">")[2].partition("<")[0]


def send(laptop: Laptop, path: str, **fields: object):
    """A form of a page, sent."""
    form = urlencode({"csrfmiddlewaretoken": TOKEN, **fields}).encode()
    return laptop.ask("POST", path, form, Cookie=f"{laptop.cookie}; csrftoken={TOKEN}", **FORM)


def heard(stream: Stream, name: str) -> list[dict]:
    return [data for event, data in list(stream.events) if event == name]


def statuses(laptop: Laptop) -> list[int]:
    """Of edit door, snapshot, rows, stream and notebook."""
    live = f"/live/table/{laptop.table}"
    asked = [laptop.ask("GET", address)[0] for address in (f"{live}/snapshot", f"{live}/rows", f"{live}/stream")]
    return [laptop.post(laptop.set(new_key("a"), "kind", "quote"))[0], *asked, laptop.ask("GET", page(laptop))[0]]


def page(laptop: Laptop) -> str:
    return f"/tables/{laptop.table}/"


def left_of(served, *secrets: str) -> list[str]:
    """Tables of the database, and on SQLite files on the disk (the database, its log, print parts), that hold them."""
    on_disk = [] if os.environ.get("DATABASE_URL") else files_with(served.folder, *secrets)
    return server_tables_with(served, *secrets) + on_disk


def test_a_closed_session_takes_late_edits_and_says_so_and_a_moderator_takes_them_in(served):
    laptop, other, moderator = Laptop(served, 1), Laptop(served, 1), Moderator(served, 1)
    doc = new_key("a")
    told = laptop.post(laptop.text(doc, "in time"), laptop.set(doc, "kind", "quote"))[1]
    assert (told["acked"], told["late"], told["closed"]) == ([1, 2], [], None)
    stream = Stream(other, f"/live/table/1/stream?after={other.snapshot()['number']}")
    assert until(lambda: heard(stream, "session")) == [{"closed": None}]
    board = Board(moderator, f"/live/boarden/{moderator.session}/stream")
    until(lambda: board.html)
    moderator.does("close")
    until(lambda: "Closed at" in board.html)
    closed = until(lambda: heard(stream, "session")[1:])[0]["closed"]
    assert closed["until"] - closed["at"] == 24 * 3_600_000
    late = laptop.text(new_key("a"), "too late")
    told = laptop.post(late, laptop.set(doc, "stays", True))[1]
    assert (told["acked"], told["late"], told["closed"]) == ([3, 4], [3], closed)
    assert until(lambda: [row.get("late") for row in stream.rows() if row["id"] in (3, 4)]) == [True, None]
    again = laptop.post(late)[1]
    assert (again["acked"], again["late"]) == ([3], [3])
    until(lambda: len(other.snapshot()["rows"]) == 1)
    until(lambda: "1 came late" in board.html)
    board.close()
    whole = other.snapshot()
    assert (whole["closed"], whole["rows"][0]["late"], [one["doc"] for one in whole["docs"]]) == (closed, True, [doc])
    page = moderator.ask("GET", f"/sessions/{moderator.session}/late/")[2].decode()
    assert "too late" in page and "in time" not in page
    moderator.does("late/take-in", table=1, key=late["doc"])
    assert until(lambda: heard(stream, "taken")) == [{"docs": [late["doc"]]}]
    assert {one["doc"] for one in other.snapshot()["docs"]} == {doc, late["doc"]}
    assert other.snapshot()["rows"] == []
    moderator.does("reopen")
    assert until(lambda: heard(stream, "session")[2:]) == [{"closed": None}]
    assert laptop.post(laptop.set(doc, "kind", "point"))[1]["late"] == []
    stream.close()


def test_after_the_grace_the_door_is_shut_and_what_is_there_can_still_be_read(served):
    laptop, moderator = Laptop(served, 6), Moderator(served, 0)
    laptop.post(laptop.set(new_key("a"), "kind", "quote"))
    moderator.does("close")
    assert laptop.post(laptop.set(new_key("a"), "kind", "quote")) == (403, {"why": CLOSED})
    assert (laptop.snapshot()["mark"], laptop.snapshot()["closed"] is None) == (1, False)
    moderator.does("reopen")
    assert laptop.post(laptop.set(new_key("a"), "kind", "quote"))[0] == 200


def test_an_erased_point_goes_from_laptops_that_listen_or_come_back_and_from_the_disk(served):
    laptop, away, doc = Laptop(served, 2), Laptop(served, 2), new_key("a")
    stream = Stream(laptop, "/live/table/2/stream?after=0")
    typed = laptop.text(doc, SECRETS[2])
    laptop.post(typed, laptop.set(doc, "attribution", SECRETS[2]))
    assert "pga_live_journalrow" in left_of(served, SECRETS[2])
    number = away.snapshot()["number"]
    until(lambda: away.snapshot()["docs"])
    assert send(laptop, f"/tables/2/erase/{doc}/")[0] == 409
    laptop.post(
        laptop.set(doc, "deleted", True, sv=base64.b64encode(vector_of(base64.b64decode(typed["text"]))).decode())
    )
    assert send(laptop, f"/tables/2/erase/{doc}/")[0] == 302
    assert left_of(served, SECRETS[2]) == []
    assert until(lambda: heard(stream, "erased")) == [{"doc": doc}]
    stream.close()
    late = Stream(away, f"/live/table/2/stream?after={number}")
    assert until(lambda: heard(late, "erased")) == [{"doc": doc}]
    late.close()
    assert json.loads(away.ask("GET", f"/live/table/2/rows?after={number}")[2])["erased"] == [doc]
    assert away.snapshot()["docs"] == [{"doc": doc, "state": "", "registers": {}, "erased": True}]
    status, told = laptop.post(laptop.set(doc, "kind", "quote"))
    assert (status, told["acked"], told["refused"][0]["status"]) == (410, [], 410)


def test_an_erased_tables_laptops_are_told_so_for_good_and_the_new_card_opens_an_empty_notebook(served):
    laptop, neighbour = Laptop(served, 3), Laptop(served, 2)
    laptop.post(laptop.text(new_key("a"), SECRETS[3]))
    stream = Stream(laptop, "/live/table/3/stream?after=0")
    until(lambda: heard(stream, "rows"))
    served.run("erase", "--table", "3", "--yes")
    until(stream.ended.is_set)
    stream.close()
    assert heard(stream, "refused") == [{"why": ERASED_HERE, "status": 410}]
    assert statuses(laptop) == [410] * 5
    assert 'data-erased-table="3"' in laptop.ask("GET", page(laptop))[2].decode()
    assert left_of(served, SECRETS[3]) == []
    assert laptop.ask("GET", urlsplit(served.links[2]).path)[0] == 403
    served.links[2] = json.loads(served.run("links", "--json"))["sessions"][0]["tables"][0]["url"]
    # This browser's own cookie is replaced, and the page knows which grant's copies have to go.
    old = re.search(r"=([^.]+)\.", laptop.cookie)[1]
    headers = laptop.ask("GET", urlsplit(served.links[2]).path)[1]
    laptop.cookie = "; ".join(cookie.split(";")[0] for cookie in headers.get_all("Set-Cookie"))
    assert f'"erased": "{old}"' in laptop.ask("GET", page(laptop))[2].decode()
    assert (laptop.snapshot()["docs"], laptop.snapshot()["rows"]) == ([], [])
    assert laptop.post(laptop.text(new_key("a"), "begun anew"))[0] == 200
    assert neighbour.post(neighbour.set(new_key("a"), "kind", "quote"))[0] == 200


def test_nothing_that_is_sent_while_a_table_is_erased_is_left(served):
    laptops = [Laptop(served, 4) for _ in range(3)]
    ended = threading.Event()

    def write(laptop: Laptop) -> None:
        while not ended.is_set():
            if laptop.post(laptop.text(new_key("a"), SECRETS[4]))[0] == 410:
                break

    writers = [threading.Thread(target=write, args=(laptop,)) for laptop in laptops]
    for writer in writers:
        writer.start()
    served.run("erase", "--table", "4", "--yes")
    for writer in writers:
        writer.join(10)
    ended.set()
    assert not any(writer.is_alive() for writer in writers)
    assert left_of(served, SECRETS[4]) == []


def test_a_laptop_that_leaves_is_out_for_good_and_its_neighbour_is_not(served):
    laptop, stays, moderator = Laptop(served, 5), Laptop(served, 5), Moderator(served, 2)
    streams = [Stream(one, "/live/table/5/stream?after=0") for one in (laptop, stays)]
    until(lambda: all(heard(stream, "here") for stream in streams))
    board = Board(moderator, "/live/boarden/3/stream")
    assert until(lambda: board.laptops(5)) == "2"
    status, headers, _ = send(laptop, "/tables/5/leave/")
    assert (status, headers["Location"]) == (302, "/left/")
    assert 'pga_t5=""' in headers["Set-Cookie"] and "Max-Age=0" in headers["Set-Cookie"]
    assert b"scan the card" in laptop.ask("GET", "/left/", Cookie="")[2]
    until(streams[0].ended.is_set)
    assert heard(streams[0], "refused") == [{"why": PUT_OUT, "status": 403}]
    assert until(lambda: board.laptops(5) == "1")
    assert statuses(laptop) == [403] * 5
    assert stays.post(stays.set(new_key("a"), "kind", "quote"))[0] == 200
    until(lambda: [one["name"] for one in heard(streams[1], "here")[-1]["here"]] == ["2"])
    for stream in (*streams, board):
        stream.close()


def test_an_erased_event_is_gone_and_its_sleeping_laptops_are_told_so(served):
    """The last one here: nothing is left for others."""
    laptop, stranger, moderator = Laptop(served, 5), Laptop(served, 5, join=False), Moderator(served, 2)
    laptop.post(laptop.text(new_key("a"), SECRETS[5]))
    board = Stream(moderator, "/live/boarden/3/stream")
    served.run("erase", "--event", "1", "--yes")
    until(board.ended.is_set)
    board.close()
    assert (statuses(laptop), moderator.ask("GET", "/sessions/3/board/")[0]) == ([410] * 5, 403)
    assert stranger.ask("GET", "/live/table/5/snapshot")[0] == 401
    assert left_of(served, *SECRETS.values(), "The end", "Ines Carvalho", "begun anew", "in time", "too late") == []
    # Ids are never given again: a laptop's copy must not find another table under its number.
    left, fresh = served.evaluate(
        "[[s.pk, s.below > 0] for s in Scope.objects.order_by('pk')], (event.pk, sessions[0].pk, tables[0].pk)",
        "from pga.live.models import Scope",
        *SEED,
    )
    assert left == [*([f"synthesis:{n}", True] for n in range(1, 4)), *([f"table:{n}", True] for n in range(1, 7))]
    assert (fresh[0] > 1, fresh[1] > 3, fresh[2] > 6) == (True, True, True)
    assert statuses(laptop) == [410] * 5
