"""200,000 hostile edits against the real door of a real server: it refuses or takes each, by name, and goes on.

What it takes is merged afterwards. Then every document can be read, what honest laptops wrote is what they wrote, and
the server is no bigger and answers no later than before.
"""

import base64
import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pga.live.clock import clock_now
from pga.live.edits import MOST_EDITS
from regions.commands import new_key
from tests.live.hostile import dear, item, number, said
from tests.live.test_door import SEED, Laptop
from tests.live.typed import Typed, typed
from tests.notebooks import until
from tests.running import RunningApp, running_app

pytestmark = pytest.mark.slow
# SQLite sees all of them; the door and its reader are the same in front of PostgreSQL.
REQUESTS = 20 if os.environ.get("DATABASE_URL") else 102
LAPTOPS = 12
# Hundreds of edits each, on a machine that does other things: what is dear to merge would take minutes.
MOST_SECONDS, MOST_MEGABYTES = 15.0, 150
HUGE = (0, 1, 127, 128, 2**28, 2**31 - 2, 2**31, 2**32 - 1, 2**53 - 1, 2**53, 2**63, 2**64 - 1, 2**70)
ODD = (None, True, -1, 0, 1.5, 2**53, 2**70, "", "x" * 30, "\ud800", "a\x00b", [], [[]], {}, {"a": 1}, "9" * 5_000)


class Hostile:
    """A laptop that sends all that it can think of, from a chance with a seed."""

    def __init__(self, app: RunningApp, table: int, texts: list[Typed], chance: random.Random) -> None:
        self.laptop, self.texts, self.chance = Laptop(app, table), texts, chance
        self.docs = [new_key("a") for _ in texts]
        self.pool = [update for text in texts for update in text.updates]
        self.slowest = 0.0
        self.answers: Counter[int] = Counter()

    def begin(self) -> None:
        """Its own points begin as anybody's, so that not everything is refused for what is missing."""
        for doc, text in zip(self.docs, self.texts, strict=True):
            self._post([self._text(doc, update) for update in text.updates[: len(text.updates) // 2]])

    def post(self) -> None:
        """One request as full as the door takes it."""
        self._post([self._edit() for _ in range(MOST_EDITS)])

    def _text(self, doc: str, update: bytes) -> dict:
        self.laptop.number += 1
        text = base64.b64encode(update).decode()
        return {"id": self.laptop.number, "doc": doc, "text": text, "at": clock_now()}

    def _edit(self) -> dict:
        chance = self.chance
        if chance.random() < 0.05:
            return self._odd()
        n = chance.randrange(len(self.docs))
        doc = self.docs[n] if chance.random() < 0.98 else new_key("a")
        return self._text(doc, chance.choice(MUTATIONS)(chance.choice(self.texts[n].updates), self.pool, chance))

    def _odd(self) -> dict:
        """A command, or what looks like one."""
        chance = self.chance
        name = chance.choice(
            ["kind", "position", "stays", "deleted", "attribution", "question", "issue", "nothing", ""]
        )
        name = chance.choice([name, f"tick:{chance.randrange(10**6)}", f"words:{chance.randrange(10**6)}", "tick:0"])
        edit = self._text(chance.choice(self.docs), b"") | {"set": name, "value": chance.choice(ODD)}
        edit |= {chance.choice(["saw", "sv", "value", "at", "doc", "set", "text"]): chance.choice(ODD)}
        if chance.random() < 0.8:
            del edit["text"]
        return edit

    def _post(self, edits: list[dict]) -> None:
        begun = time.perf_counter()
        here = {"doc": self.chance.choice(ODD)}
        path = f"/live/table/{self.laptop.table}/edits"
        status, _headers, body = self.laptop.ask("POST", path, {"edits": edits, "here": here})
        self.slowest = max(self.slowest, time.perf_counter() - begun)
        told = json.loads(body)
        assert status < 500, told
        named = Counter(told.get("acked", [])) + Counter(one["id"] for one in told.get("refused", []))
        assert named == Counter(one["id"] for one in edits), told.get("why")
        self.answers.update([200] * len(told["acked"]), refused=0)
        self.answers.update(one["status"] for one in told["refused"])


def _flipped(update: bytes, pool: list[bytes], chance: random.Random) -> bytes:
    mutated = bytearray(update)
    for _ in range(chance.choice((1, 1, 2, 5))):
        mutated[chance.randrange(len(mutated))] ^= 1 << chance.randrange(8)
    return bytes(mutated)


def _spliced(update: bytes, pool: list[bytes], chance: random.Random) -> bytes:
    other = chance.choice(pool)
    return update[: chance.randrange(len(update))] + other[chance.randrange(len(other)) :]


def _huge(update: bytes, pool: list[bytes], chance: random.Random) -> bytes:
    at = chance.randrange(len(update))
    return update[:at] + number(chance.choice(HUGE)) + update[at + chance.randrange(2) :]


def _clocked(update: bytes, pool: list[bytes], chance: random.Random) -> bytes:
    """Well formed: letters anywhere among the letters of another."""
    client, end = chance.randrange(1, 9), chance.randrange(1, 40)
    words = chance.choice(["a", "😀", "কা", "x" * 300])
    left = chance.choice([None, (client, chance.randrange(end))])
    return said([(client, chance.randrange(3), [item(words), item(words, left, (client, 0))])])


MUTATIONS: list[Callable[[bytes, list[bytes], random.Random], bytes]] = [
    lambda update, pool, chance: chance.randbytes(chance.randrange(40)),
    lambda update, pool, chance: update[: chance.randrange(len(update))],
    lambda update, pool, chance: chance.choice(pool),
    _flipped,
    _flipped,
    _spliced,
    _huge,
    _clocked,
]
ENORMOUS = [
    dear(2_500),
    said([(7, 0, [item("x" * 60_000)])]),
    said([(n, 0, [item("x")]) for n in range(200)]),
    said([(7, 0, [item("x")] * 5_900)]),
    said([(7, 0, [item("x" * 20_000)])], b"\x01\x07" + number(4_000) + b"\x01\x02" * 4_000),
    said([(7, 0, [b"\x00" + number(2**31 - 5)])]),
    b"\x01" * 63_000,
    b"\xff" * 63_000,
    bytes([1, 1, 1, 0, 8, 1, 1, 116, 1]) + b"\x75\x01" * 20_000,
]


def megabytes(pid: int) -> float:
    """The most memory that the process ever had."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


@pytest.fixture(scope="module")
def served():
    with running_app() as app:
        app.links = app.evaluate("[table_url(table) for table in tables]", *SEED)
        yield app


def test_hostile_edits_end_nothing_and_harm_nothing(served):
    texts = typed(11, 16, 40)
    honest = {new_key("a"): text for text in texts}
    writer = Laptop(served, 1)
    for doc, text in honest.items():
        edits = [writer.text(doc, "") | {"text": base64.b64encode(update).decode()} for update in text.updates]
        assert writer.post(*edits)[1]["refused"] == []
    before, pid = megabytes(served.server.pid), served.server.pid
    laptops = [Hostile(served, n % 3 + 1, texts, random.Random(n)) for n in range(LAPTOPS)]
    for one in laptops:
        one.begin()
    for n in range(REQUESTS):
        laptops[n % LAPTOPS].post()
    for n, update in enumerate(ENORMOUS):
        one = laptops[n % LAPTOPS]
        one._post([one._text(new_key("a"), update) for _ in range(1 + 600_000 // len(update) // 2)][:20])
    answers = sum((one.answers for one in laptops), Counter())
    assert sum(answers.values()) > REQUESTS * MOST_EDITS and len(answers) > 4
    check(served, honest, pid, before, max(one.slowest for one in laptops))


def check(served: RunningApp, honest: dict[str, Typed], pid: int, before: float, slowest: float) -> None:
    caught_up = "all(projector.wait_for('table', n, timeout=0.1) for n in (1, 2, 3))"
    until(lambda: served.evaluate(caught_up, "from pga.live import projector"), 60)
    assert served.server.pid == pid and served.server.poll() is None
    # Every document of everybody can be read, and the honest ones say what they said.
    unreadable = (
        "from pga.live.models import *",
        "from pga.live.merging import *",
        "from regions.models import *",
        "states = Document.objects.values_list('state', flat=True)",
        # At their best: the machine does other things.
        "read_all = [min((read(bytes(state)) for _ in range(3)), key=lambda one: one.seconds) for state in states]",
    )
    words = "dict(Answer.objects.values_list('key', 'text'))"
    slow, docs, told = served.evaluate(f"(max(one.seconds for one in read_all), len(read_all), {words})", *unreadable)
    assert docs > len(honest) and slow < 0.1
    assert {doc: told[doc] for doc in honest} == {doc: text.text.strip() for doc, text in honest.items()}
    laptop = Laptop(served, 1)
    assert laptop.post(laptop.text(new_key("a"), "still here"))[0] == 200
    assert laptop.ask("GET", f"/tables/1/history/{next(iter(honest))}/")[0] == 200
    assert slowest < MOST_SECONDS and megabytes(pid) < before + MOST_MEGABYTES
    assert "Traceback" not in served.log, served.log[:3_000]
