"""The edit door from outside: what it takes, what it answers, whom it refuses."""

import base64
import contextlib
import http.client
import json
import socket
import threading
from urllib.parse import urlsplit

import pytest

from pga.live.clock import clock_now
from pga.live.errors import REVOKED
from regions.commands import new_key, text_update
from tests.notebooks import until
from tests.running import RunningApp, running_app

SEED = (
    "from plenary.links import make_moderator_link",
    "from regions.layout import make_table, revoke_link, put_out, table_url",
    "from regions.models import *",
    "from sessions.models import *",
    "event = Event.objects.create(name='Door')",
    "session = DiscussionSession.objects.create(event=event, code='1A')",
    "region = Region.objects.create(event=event, name='Asia')",
    "tables = [make_table(session=session, region=region, number=n) for n in (1, 2, 3)]",
)


@pytest.fixture(scope="module")
def served():
    with running_app() as app:
        app.links = app.evaluate("[table_url(table) for table in tables]", *SEED)
        yield app


class Laptop:
    """A laptop without a browser."""

    def __init__(self, app: RunningApp, table: int, *, join: bool = True) -> None:
        self.app, self.table, self.cookie, self.number = app, table, "", 0
        if join:
            status, headers, _ = self.ask("GET", urlsplit(app.links[table - 1]).path)
            assert status == 302
            self.cookie = headers["Set-Cookie"].split(";")[0]

    def ask(self, method: str, path: str, body: object = None, **headers: str):
        """Status, headers, body as bytes."""
        line = http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=20)
        sent = {"Cookie": self.cookie, "Origin": self.app.url, "Content-Type": "application/json", **headers}
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        line.request(method, path, data, {name: value for name, value in sent.items() if value})
        answer = line.getresponse()
        told = answer.status, answer.headers, answer.read()
        line.close()
        return told

    def text(self, doc: str, words: str) -> dict:
        self.number += 1
        update = base64.b64encode(text_update(words)).decode()
        return {"id": self.number, "doc": doc, "text": update, "at": clock_now()}

    def set(self, doc: str, name: str, value: object, **more: object) -> dict:
        self.number += 1
        return {"id": self.number, "doc": doc, "set": name, "value": value, "at": clock_now(), **more}

    def post(self, *edits: dict, table: int | None = None, **headers: str) -> tuple[int, dict]:
        path = f"/live/table/{table or self.table}/edits"
        status, _, body = self.ask("POST", path, {"edits": edits}, **headers)
        return status, json.loads(body)

    def snapshot(self) -> dict:
        return json.loads(self.ask("GET", f"/live/table/{self.table}/snapshot")[2])


class Stream(threading.Thread):
    """An open stream, read until it ends."""

    def __init__(self, laptop: Laptop, path: str) -> None:
        super().__init__(daemon=True)
        self.events: list[tuple[str, dict]] = []
        self.ended = threading.Event()
        self.line = http.client.HTTPConnection("127.0.0.1", laptop.app.port, timeout=30)
        self.line.request("GET", path, headers={"Cookie": laptop.cookie})
        self.answer = self.line.getresponse()
        laptop.app.leaving.callback(self.close)
        self.start()

    def close(self) -> None:
        """Leave, as a page does that is closed; twice is once."""
        # Not connected any more, where the server ended first.
        with contextlib.suppress(OSError):
            if self.line.sock and not self.ended.is_set():
                self.line.sock.shutdown(socket.SHUT_RDWR)
        self.join(5)
        self.answer.close()
        self.line.close()

    def run(self) -> None:
        name = ""
        while raw := self.answer.readline():
            line = raw.decode().rstrip("\n")
            if line.startswith("event: "):
                name = line[7:]
            elif not line:
                name = ""
            elif line.startswith("data: ") and name:
                # Pieces of a page are no JSON.
                self.events.append((name, line[6:] if name == "cells" else json.loads(line[6:])))
        self.ended.set()

    def rows(self) -> list[dict]:
        return [row for name, data in list(self.events) if name == "rows" for row in data["rows"]]


def test_what_is_acknowledged_is_in_the_snapshot_of_the_next_device(served):
    laptop, doc = Laptop(served, 1), new_key("a")
    status, told = laptop.post(laptop.set(doc, "stays", True), laptop.text(doc, "We walked for nine days"))
    assert (status, told["acked"], told["mark"], told["refused"]) == (200, [1, 2], 2, [])
    whole = Laptop(served, 1).snapshot()
    assert whole["epoch"] == told["epoch"]
    assert doc in {one["doc"] for one in whole["docs"] + whole["rows"]}


def test_an_acknowledged_edit_survives_the_kill_of_the_server(served):
    laptop, doc = Laptop(served, 1), new_key("a")
    assert laptop.post(laptop.text(doc, "never lost"))[0] == 200
    served.kill()
    served.start()
    again = laptop.snapshot()
    assert doc in {one["doc"] for one in again["docs"] + again["rows"]}
    assert again["mark"] == 1


def test_the_same_request_twice_is_acknowledged_twice(served):
    laptop, doc = Laptop(served, 1), new_key("a")
    edits = [laptop.text(doc, "once"), laptop.set(doc, "kind", "quote")]
    first, again = laptop.post(*edits), laptop.post(*edits)
    assert (first[1]["acked"], again[1]["acked"]) == ([1, 2], [1, 2])
    assert first[1]["number"] == again[1]["number"]


def test_the_neighbours_at_the_table_hear_it_and_other_tables_do_not(served):
    laptop, other, far = Laptop(served, 1), Laptop(served, 1), Laptop(served, 2)
    number = laptop.snapshot()["number"]
    near = Stream(other, f"/live/table/1/stream?after={number}")
    away = Stream(far, "/live/table/2/stream?after=0")
    doc = new_key("a")
    laptop.post(laptop.text(doc, "only here"))
    until(lambda: [row for row in near.rows() if row["doc"] == doc])
    assert away.rows() == []
    near.close()
    away.close()


def test_a_stream_begins_with_what_was_missed(served):
    laptop, doc = Laptop(served, 1), new_key("a")
    number = laptop.snapshot()["number"]
    laptop.post(laptop.text(doc, "while away"))
    stream = Stream(laptop, f"/live/table/1/stream?after={number}")
    assert until(stream.rows)[0]["doc"] == doc
    stream.close()


def test_a_clock_from_the_future_is_lowered_and_told(served):
    laptop, doc = Laptop(served, 1), new_key("a")
    ahead = {**laptop.set(doc, "kind", "quote"), "at": clock_now() + (3_600_000 << 11)}
    _, told = laptop.post(ahead)
    assert told["clocks"]["1"] < ahead["at"]


@pytest.mark.parametrize(
    ("name", "headers", "status"),
    [
        ("another site's page", {"Origin": "https://example.org"}, 403),
        ("no origin", {"Origin": ""}, 403),
        ("a form's content type", {"Content-Type": "text/plain"}, 415),
        ("another host", {"Host": "example.org"}, 400),
        ("a host with a port that is none", {"Host": "localhost:80.example"}, 400),
        ("another site by the browser's own word", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("no cookie", {"Cookie": ""}, 401),
        ("a made-up cookie", {"Cookie": "pga_t1=x.1.yyyyyyyyyyyyyyyyyyyyyy"}, 403),
    ],
)
def test_who_may_not_write_is_told_why(served, name, headers, status):
    laptop = Laptop(served, 1)
    answered, told = laptop.post(laptop.set(new_key("a"), "kind", "quote"), **headers)
    assert (name, answered) == (name, status)
    assert told["why"].endswith(".")


def test_a_neighbours_grant_opens_no_other_table(served):
    laptop = Laptop(served, 2)
    assert laptop.post(laptop.set(new_key("a"), "kind", "quote"), table=1)[0] == 401
    stolen = laptop.cookie.replace("pga_t2", "pga_t1")
    assert laptop.post(laptop.set(new_key("a"), "kind", "quote"), table=1, Cookie=stolen)[0] == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b"[]", 400),
        (b'{"edits": 3}', 422),
        (b'{"edits": [{"id": "x"}]}', 422),
        (b"[" * 100_000, 400),
        (b" " * 1_600_000, 413),
    ],
    ids=["no json", "a list", "no list of edits", "no id", "deep", "huge"],
)
def test_a_bad_body_gets_a_sentence(served, body, status):
    answered, _, told = Laptop(served, 1).ask("POST", "/live/table/1/edits", body)
    assert answered == status
    assert json.loads(told)["why"]


def test_a_revoked_link_ends_the_open_stream_and_the_writing(served):
    laptop = Laptop(served, 3)
    stream = Stream(laptop, "/live/table/3/stream?after=0")
    until(lambda: stream.events)
    served.evaluate("revoke_link(DiscussionTable.objects.get(number=3))", *SEED[:4])
    until(stream.ended.is_set)
    stream.close()
    assert ("refused", {"why": REVOKED, "status": 403}) in stream.events
    assert laptop.post(laptop.set(new_key("a"), "kind", "quote"))[0] == 403
    assert laptop.ask("GET", urlsplit(served.links[2]).path)[0] == 403


def test_one_laptop_is_put_out_and_the_other_goes_on(served):
    out, stays = Laptop(served, 2), Laptop(served, 2)
    streams = [Stream(one, "/live/table/2/stream?after=0") for one in (out, stays)]
    until(lambda: all(stream.events for stream in streams))
    grant = out.cookie.split("=")[1].split(".")[0]
    served.evaluate(f"put_out(Laptop.objects.get(grant={grant!r}))", *SEED[:4])
    until(streams[0].ended.is_set)
    streams[0].close()
    assert out.post(out.set(new_key("a"), "kind", "quote"))[0] == 403
    assert stays.post(stays.set(new_key("a"), "kind", "quote"))[0] == 200
    assert not streams[1].ended.is_set()
    streams[1].close()


def test_a_laptop_that_sends_without_end_is_slowed_and_its_neighbour_is_not(served):
    laptop, neighbour = Laptop(served, 1), Laptop(served, 1)
    answers = {laptop.ask("POST", "/live/table/1/here", {"doc": None})[0] for _ in range(200)}
    assert answers == {200, 429}
    assert neighbour.ask("POST", "/live/table/1/here", {"doc": None})[0] == 200


def test_no_address_and_no_token_stands_in_the_log(served):
    laptop = Laptop(served, 1)
    laptop.ask("GET", "/live/table/1/nothing")
    assert urlsplit(served.links[0]).path not in served.log
    assert "127.0.0.1" not in served.log.replace(f"http://127.0.0.1:{served.port}", "")


def test_an_edit_without_a_clock_is_refused_beside_good_ones(served):
    laptop, doc = Laptop(served, 1), new_key("a")
    bad = {"id": 50, "doc": doc, "set": "kind", "value": "quote"}
    status, told = laptop.post(laptop.set(doc, "kind", "action"), bad)
    assert (status, told["acked"], [one["id"] for one in told["refused"]]) == (200, [1], [50])


@pytest.mark.parametrize("value", ["a\x00b", "half \ud83d"])
def test_a_letter_that_is_none_takes_nobody_else_along(served, value):
    laptop, doc = Laptop(served, 1), new_key("a")
    status, told = laptop.post(laptop.set(doc, "attribution", value), laptop.text(doc, "with\x00out"))
    assert (status, told["acked"], told["refused"][0]["status"]) == (200, [2], 422)
    words = f"[a.text for a in Answer.objects.filter(key={doc!r})]"
    until(lambda: served.evaluate(words, "from regions.models import *") == ["without"])


def test_a_laptop_has_so_many_streams_and_no_more(served):
    laptop = Laptop(served, 2)
    streams = [Stream(laptop, "/live/table/2/stream?after=0") for _ in range(13)]
    assert [stream.answer.status for stream in streams] == [200] * 12 + [429]
    for stream in streams:
        stream.close()


@pytest.mark.parametrize("kind", ["boarden", "changesar"])
def test_a_revoked_moderators_stream_ends_and_a_stranger_hears_nothing(served, kind):
    told = "(link.pk, link.session_id, moderator_url(link))"
    link, session, address = served.evaluate(
        told,
        "from plenary.links import *",
        "from sessions.models import *",
        "link = make_moderator_link(session=DiscussionSession.objects.get(code='1A'), name='M')",
    )
    moderator, stranger = Laptop(served, 1, join=False), Laptop(served, 1)
    moderator.cookie = moderator.ask("GET", urlsplit(address).path)[1]["Set-Cookie"].split(";")[0]
    stream = Stream(moderator, f"/live/{kind}/{session}/stream")
    assert stranger.ask("GET", f"/live/{kind}/{session}/stream")[0] == 401
    assert moderator.ask("POST", f"/live/{kind}/{session}/stream")[0] == 405
    served.evaluate(
        f"revoke_moderator_link(ModeratorLink.objects.get(pk={link}))",
        "from plenary.links import *",
        "from plenary.models import *",
    )
    until(stream.ended.is_set)
    stream.close()
    assert moderator.ask("GET", f"/live/{kind}/{session}/stream")[0] == 401


def test_the_server_ends_when_it_is_asked_to_though_streams_are_open(served):
    streams = [Stream(Laptop(served, table), f"/live/table/{table}/stream?after=0") for table in (1, 2)]
    assert served.stop() == 0
    for stream in streams:
        until(stream.ended.is_set)
        stream.close()
    served.start()
    assert Laptop(served, 1).ask("GET", "/live/table/1/rows?after=0")[0] == 200
