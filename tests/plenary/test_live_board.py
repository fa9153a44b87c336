"""The board as a page has it: whole by itself, kept up to date by pieces, whole again after a gap."""

import json
import re
from collections.abc import Iterator

import pytest

from regions.commands import new_key
from tests.live.test_door import Laptop, Stream
from tests.notebooks import until
from tests.running import RunningApp, running_app

pytestmark = [pytest.mark.slow]
SEED = (
    "from regions.layout import *",
    "from regions.models import *",
    "from sessions.models import GuidingQuestion",
    "from sessions.sample import sample_setup",
    "from plenary.links import make_moderator_link, moderator_url",
    "session = sample_setup(None)[0]",
    "regions = [Region.objects.create(event=session.event, name=n, hue=h) for n, h in (('A', 'asia'), ('B', 'mena'))]",
    "tables = [make_table(session=session, region=regions[n % 2], number=n + 1) for n in range(4)]",
    "questions = list(GuidingQuestion.objects.filter(paper=session.paper).order_by('order'))",
    "told = {'tables': [table_url(t) for t in tables], 'session': session.pk, 'questions': [q.pk for q in questions]}",
    "told['board'] = moderator_url(make_moderator_link(session=session, name='M'))",
)
PIECE = re.compile(r'<(t[dh]|section)\b[^>]*?\bid="(\w[\w-]*)".*?</\1>', re.DOTALL)


@pytest.fixture(scope="module")
def served() -> Iterator[RunningApp]:
    with running_app() as app:
        app.told = app.evaluate("told", *SEED)
        app.links = app.told["tables"]
        yield app


def pieces(html: str) -> dict[str, str]:
    return {found[2]: found[0] for found in PIECE.finditer(html)}


class Board:
    """A moderator's page: its pieces, and the stream that changes them."""

    def __init__(self, app: RunningApp) -> None:
        self.app, self.address = app, f"/sessions/{app.told['session']}/board/"
        self.moderator = Laptop(app, 1, join=False)
        door = self.moderator.ask("GET", "/" + app.told["board"].split("/", 3)[3])
        self.moderator.cookie = door[1]["Set-Cookie"].split(";")[0]
        page = self.moderator.ask("GET", self.address)[2].decode()
        self.shown = pieces(page)
        self.since = int(re.search(r"since=(\d+)", page)[1])
        self.listen()

    def listen(self) -> None:
        path = f"/live/boarden/{self.app.told['session']}/stream"
        self.stream = PieceStream(self.moderator, f"{path}?since={self.since}")

    def take(self) -> dict[str, str]:
        """What has come by now, in place."""
        for at, html in self.stream.frames:
            self.shown |= pieces(html)
            self.since = at
        self.stream.frames = []
        return self.shown

    def cut(self) -> None:
        self.take()
        self.stream.close()

    def fresh(self) -> dict[str, str]:
        """As a page that is opened now."""
        return pieces(self.moderator.ask("GET", self.address)[2].decode())

    def cell(self, table: int, question: int) -> str:
        return re.sub(r"<[^>]*>", "", self.take()[f"c{table}-{question}"]).strip()


class PieceStream(Stream):
    """Frames of pieces, each with its time."""

    def run(self) -> None:
        self.frames: list[tuple[int, str]] = []
        self.others: list[str] = []
        at, html, is_cells = 0, [], False
        while raw := self.answer.readline():
            line = raw.decode().rstrip("\n")
            if line.startswith("event: "):
                is_cells = line == "event: cells"
            elif line.startswith("id: "):
                at = int(line[4:])
            elif line.startswith("data: "):
                html.append(line[6:])
            elif not line:
                if is_cells and html:
                    self.frames.append((at, "\n".join(html)))
                self.others += [] if is_cells else html
                html, is_cells = [], False
        self.ended.set()


def write(laptop: Laptop, question: int, words: str, **registers: object) -> str:
    doc = new_key("a")
    edits = [laptop.set(doc, name, value) for name, value in {"question": question, **registers}.items()]
    assert laptop.post(*edits, laptop.text(doc, words))[0] == 200
    return doc


def steady(shown: dict[str, str]) -> dict[str, str]:
    """Without who is there, which no page that opens later can know the same way."""
    return {name: html for name, html in shown.items() if name[0] != "p" and name != "sum"}


def test_a_point_stands_in_its_cell_within_a_second_and_nothing_else_is_sent(served):
    board, laptop = Board(served), Laptop(served, 1)
    board.take()
    write(laptop, served.told["questions"][0], "Fee caps exist on paper")
    until(lambda: board.cell(1, 0) == "1")
    assert "Fee caps exist on paper" in board.shown["w1"]
    until(lambda: "tables have written" in board.take()["sum"])
    board.cut()
    ids = {name for _at, html in board.stream.frames for name in pieces(html)}
    assert not {name for name in ids if name[1:].partition("-")[0] in {"2", "3", "4"}}


def test_a_board_whose_stream_was_cut_is_whole_again_without_a_reload(served):
    board, laptops = Board(served), [Laptop(served, n) for n in (2, 3)]
    questions = served.told["questions"]
    first = write(laptops[0], questions[0], "said before the gap")
    until(lambda: board.cell(2, 0) == "1")
    board.cut()
    write(laptops[0], questions[2], "said in the gap")
    write(laptops[1], questions[3], "said at another table in the gap")
    laptops[0].post(laptops[0].set(first, "deleted", True, sv=""), laptops[0].set(first, "stays", True))
    until(lambda: "said at another table in the gap" in board.fresh()["w3"])
    until(lambda: re.sub("<.*?>", "", board.fresh()["c2-0"]) == "–")
    board.listen()
    until(lambda: steady(board.take()) == steady(board.fresh()))
    assert board.cell(2, 0) == "–" and board.cell(2, 2) == "1"
    board.cut()


def test_a_board_is_whole_again_after_the_server_was_killed(served):
    board, laptop = Board(served), Laptop(served, 4)
    write(laptop, served.told["questions"][0], "before the kill")
    until(lambda: board.cell(4, 0) == "1")
    board.cut()
    write(Laptop(served, 1), served.told["questions"][3], "while nobody looked")
    until(lambda: "while nobody looked" in board.fresh()["w1"])
    served.kill()
    served.start()
    write(laptop, served.told["questions"][4], "after it")
    board.listen()
    until(lambda: (board.cell(1, 3), board.cell(4, 4)) == ("1", "1"))
    assert until(lambda: steady(board.take()) == steady(board.fresh()))
    board.cut()


def test_a_point_that_is_marked_as_staying_is_off_the_board_within_a_second(served):
    board, laptop = Board(served), Laptop(served, 4)
    doc = write(laptop, served.told["questions"][5], "a name that must not leave")
    until(lambda: "a name that must not leave" in board.take()["w4"])
    laptop.post(laptop.set(doc, "stays", True))
    until(lambda: "a name that must not leave" not in json.dumps(board.take(), ensure_ascii=False), 1.0)
    board.cut()


def test_what_stays_at_its_table_is_never_shown_as_being_written(served):
    board, laptop = Board(served), Laptop(served, 3)
    question = served.told["questions"][1]
    hidden = write(laptop, question, "stays", stays=True)
    laptop.ask("POST", "/live/table/3/here", {"doc": hidden, "unsent": 2})
    until(lambda: "2 unsent" in board.take()["p3"])
    assert "typing" not in json.dumps(board.take())
    shown = write(laptop, question, "leaves")
    laptop.ask("POST", "/live/table/3/here", {"doc": shown, "unsent": 0})
    until(lambda: "typing" in board.take()["c3-1"])
    board.cut()


def test_a_call_for_help_a_table_that_is_done_and_a_clock_come_to_the_board(served):
    board = Board(served)
    served.evaluate(
        "None",
        "from datetime import timedelta",
        "from regions.calling import call_for_help, say_done",
        "from regions.models import DiscussionTable",
        "from regions.speaking import set_countdown",
        "two, three = DiscussionTable.objects.get(pk=2), DiscussionTable.objects.get(pk=3)",
        "call_for_help(table=two, reason='Two <people> do not agree')",
        "say_done(table=three, done=True)",
        "set_countdown(session=two.session, length=timedelta(minutes=5), label='Until lunch')",
    )
    until(lambda: "calls for help" in board.take()["h2"] and "Two &lt;people&gt;" in board.take()["h2"])
    until(lambda: 'class="done"' in board.take()["h3"])
    until(lambda: "table calls for help" in board.take()["sum"] and "1 is done" in board.take()["sum"])
    until(lambda: any("Until lunch" in html for html in board.stream.others))
    say_people = "say_headcount(table=DiscussionTable.objects.get(pk=3), headcount={})".format
    known = "from regions.calling import say_headcount", "from regions.models import DiscussionTable"
    for people in (9, 12):
        served.evaluate("None", *known, say_people(people))
        until(lambda people=people: f"{people} people" in board.take()["h3"])
    assert steady(board.take()) == steady(board.fresh())
    board.cut()
