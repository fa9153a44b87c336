"""What stands between tables and the front, from outside: told at every connection, and as it changes."""

import pytest

from tests.live.test_closed_and_erased import SEED, Board, Moderator, heard, send
from tests.live.test_door import Laptop, Stream
from tests.notebooks import until
from tests.running import running_app

HERE = ("from plenary.models import *",)


@pytest.fixture(scope="module")
def served():
    with running_app() as app:
        links = "[[table_url(table) for table in tables], [moderator_url(link) for link in moderators]]"
        app.links, app.boards = app.evaluate(links, *SEED)
        yield app


def stands(stream: Stream, **wanted: object):
    """The last thing that a stream told of what stands, once it is so."""

    def last() -> dict | None:
        told = heard(stream, "standing")
        return told[-1] if told and all(told[-1][name] == value for name, value in wanted.items()) else None

    return until(last)


def test_every_laptop_hears_at_once_what_the_front_says_and_after_a_gap_what_it_has_missed(served):
    laptop, neighbour, moderator = Laptop(served, 1), Laptop(served, 4), Moderator(served, 1)
    stream, other = (Stream(one, f"/live/table/{one.table}/stream") for one in (laptop, neighbour))
    first = stands(stream, unread=[], countdowns=[], closed={}, help=None, done=None)
    assert [name for name, _data in stream.events[:2]] == ["session", "standing"]
    moderator.does("speak/announce", text="خمس دقائق أخرى")
    for one in (stream, other):
        said = until(lambda one=one: heard(one, "standing")[-1]["unread"])
        assert [announced["text"] for announced in said] == ["خمس دقائق أخرى"]
    assert send(laptop, f"/tables/{laptop.table}/announcements/{said[0]['id']}/")[0] == 302
    assert stands(stream, unread=[])["now"] >= first["now"]
    assert heard(other, "standing")[-1]["unread"], "another table has not read it"
    stream.close()
    moderator.does("speak/countdown", minutes=5)
    moderator.does("speak/announce", text="Please finish", to=f"table:{laptop.table}")
    missed = laptop.snapshot()["standing"]
    assert ([one["text"] for one in missed["unread"]], len(missed["countdowns"])) == (["Please finish"], 1)
    stream = Stream(laptop, f"/live/table/{laptop.table}/stream")
    assert stands(stream, unread=missed["unread"])["countdowns"] == missed["countdowns"]
    assert [one["text"] for one in heard(other, "standing")[-1]["unread"]] == ["خمس دقائق أخرى"]
    for one in (stream, other):
        one.close()


def test_a_laptop_without_a_stream_is_told_with_the_rows(served):
    laptop, moderator = Laptop(served, 2), Moderator(served, 2)
    moderator.does("speak/announce", text="Come to the plenary")
    body = laptop.ask("GET", f"/live/table/{laptop.table}/rows")[2]
    assert "Come to the plenary" in body.decode()


def test_the_front_hears_calls_reads_and_read_backs_and_a_stranger_nothing(served):
    laptop, moderator = Laptop(served, 3), Moderator(served, 0)
    address = f"/live/speak/{moderator.session}/stream"
    assert Laptop(served, 0, join=False).ask("GET", address)[0] == 401
    assert laptop.ask("GET", address)[0] == 401
    assert Moderator(served, 1).ask("GET", address)[0] == 401
    front = Board(moderator, address)
    until(lambda: "event: everything" in front.html and "event: clock" in front.html)
    send(laptop, f"/tables/{laptop.table}/help/", do="call", reason="which question?")
    until(lambda: "event: calls" in front.html)
    moderator.does("speak/announce", text="Five more minutes")
    until(lambda: "event: announcements" in front.html)
    send(laptop, f"/tables/{laptop.table}/done/", done="true")
    until(lambda: "event: tables" in front.html)
    told = front.html.count("event: tables")
    laptop.post(laptop.text("a" + "C" * 21, "Confiscated passports"))
    until(lambda: front.html.count("event: tables") > told)
    assert "passports" not in front.html and "which question" not in front.html
    served.evaluate("revoke_moderator_link(ModeratorLink.objects.first())", "from plenary.links import *", *HERE)
    until(front.ended.is_set)
    assert "event: refused" in front.html
    front.close()
