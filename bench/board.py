"""From a keystroke at a table to the cell on the board: `.venv/bin/python -m bench.board [--seconds 20]`.

Starts the real server on a free port with a database of its own, for 12 tables and for 500; 20 boards listen. Each
table's laptop types a burst a second where there are 12, every four seconds where there are 500 (as if half of them
wrote, a burst every two seconds). A burst carries a word of its own: it has arrived when a board's stream brings that
word. The boards' page is asked for as well: first byte, and its weight with styles and scripts. All on this machine's
own loopback; ends by itself. What is measured begins when every table has written its first word. The load and the
server share its processors: each one's part is told.
"""

import argparse
import asyncio
import base64
import contextlib
import gzip
import json
import os
import re
import time
from collections.abc import Callable
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bench.door import SEED, Connection, burst
from bench.served import cpu_seconds, own_cpu_seconds, serving

# A link is open in twelve windows at most.
BOARDS = 20
MORE = f"""
import json
for n in range({BOARDS - 1}):
    make_moderator_link(session=session, name=str(n))
print(json.dumps(list(GuidingQuestion.objects.values_list("pk", flat=True))))
"""
BURSTS_A_POINT = 10
WORD = re.compile(rb"w\d+x\d+z")
ASKED = 7
# Every so many boards one is read closely; the others only take what comes.
CLOSELY = 5
# Until all boards are open, and all that was written first stands on them.
OPENING = 5.0
# Before the page is asked for.
REST = 5.0


class Round(NamedTuple):
    """So many tables, boards, and seconds between two bursts of a laptop."""

    tables: int
    boards: int
    pause: float


ROUNDS = (Round(12, BOARDS, 1.0), Round(500, 0, 4.0), Round(500, BOARDS, 4.0))


class Laptop:
    """A table's laptop: joins by the card, then types bursts into one point after the other."""

    def __init__(self, hall: "Hall", number: int) -> None:
        self.hall, self.number, self.line = hall, number, Connection(hall.port)
        self.path = self.doc = ""
        # Points do not begin at all tables at the same time.
        self.count, self.last, self.clock, self.client = number % BURSTS_A_POINT, 0, 0, 0

    async def join(self) -> None:
        """By the card."""
        _status, headers, _body = await self.line.ask("GET", urlsplit(self.hall.tables[self.number]).path)
        self.path = f"/live/table/{headers['location'].split('/')[2]}/edits"

    async def type(self) -> None:
        """A burst after each pause."""
        pause = self.hall.of.pause
        await asyncio.sleep(pause * self.number / len(self.hall.tables))
        while time.perf_counter() < self.hall.until:
            begun = time.perf_counter()
            await self.burst(self.hall.sent)
            await asyncio.sleep(max(0.0, begun + pause - time.perf_counter()))

    async def burst(self, sent: dict[bytes, float]) -> None:
        """One more word; noted when it was typed."""
        edits: list[dict[str, Any]] = []
        if not self.doc or self.count % BURSTS_A_POINT == 0:
            letters = base64.urlsafe_b64encode(os.urandom(16)).decode()[:21]
            self.doc, self.clock = "a" + letters.replace("-", "A").replace("_", "B"), 0
            self.client = 10_000 + self.number + 1000 * (self.count + 1)
            questions = self.hall.questions
            edits.append({"set": "question", "value": questions[self.count // BURSTS_A_POINT % len(questions)]})
        word = f"w{self.number}x{self.count}z "
        edits.append({"text": base64.b64encode(burst(self.client, self.clock, word)).decode()})
        self.clock, self.count = self.clock + len(word), self.count + 1
        sent[word.strip().encode()] = time.perf_counter()
        await self._post(edits)

    async def _post(self, edits: list[dict[str, Any]]) -> None:
        at = int(time.time() * 1000) << 11
        whole = [{"id": self.last + n + 1, "doc": self.doc, "at": at, **edit} for n, edit in enumerate(edits)]
        self.last += len(whole)
        body = json.dumps({"edits": whole, "here": {"doc": self.doc}}).encode()
        status, _headers, answer = await self.line.ask("POST", self.path, body)
        self.hall.edits += len(whole)
        self.hall.faults += status != 200 or len(json.loads(answer)["acked"]) != len(whole)


class Hall:
    """When each word was sent, and how long after that a board had it."""

    def __init__(self, port: int, links: dict[str, Any], of: Round) -> None:
        self.port, self.of = port, of
        session = links["sessions"][0]
        self.tables = [table["url"] for table in session["tables"][: of.tables]]
        self.doors = [link["url"] for link in session["moderators"]]
        self.sent: dict[bytes, float] = {}
        self.delays: list[float] = []
        self.edits = self.faults = 0
        self.until = 0.0
        self.questions: list[int] = links["questions"]

    async def board(self, number: int) -> None:
        """Open the page and listen."""
        cookies, place = await self.watch(number)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        since = int(time.time() * 1000)
        stream = f"/live/boarden/{place.split('/')[2]}/stream?since={since}"
        writer.write(f"GET {stream} HTTP/1.1\r\nHost: localhost:{self.port}\r\nCookie: {cookies}\r\n\r\n".encode())
        rest, seen = b"", set[bytes]()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + self.until - time.perf_counter() + 3):
                while some := await reader.read(1 << 18):
                    if number % CLOSELY == 0:
                        rest = self._take(rest + some, seen)
        writer.close()

    def _take(self, heard: bytes, seen: set[bytes]) -> bytes:
        now = time.perf_counter()
        for word in WORD.findall(heard):
            if word not in seen and word in self.sent:
                seen.add(word)
                self.delays.append(now - self.sent[word])
        return heard[-40:]

    async def watch(self, number: int = 0) -> tuple[str, str]:
        """A moderator's cookies, and where the board is."""
        line = Connection(self.port)
        _status, headers, _body = await line.ask("GET", urlsplit(self.doors[number]).path)
        line.close()
        return "; ".join(f"{name}={value}" for name, value in line.cookies.items()), headers["location"]

    async def page(self) -> dict[str, Any]:
        """The board's page, asked for some times at rest: first byte in ms; weight in kB with what it brings along."""
        await asyncio.sleep(REST)
        cookies, place = await self.watch()
        first = []
        for _ in range(ASKED):
            begun = time.perf_counter()
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(_asking(place, self.port, cookies))
            await reader.read(1)
            first.append((time.perf_counter() - begun) * 1000)
            await reader.read()
            writer.close()
        page = await self._whole(place, cookies)
        found = re.findall(rb'(?:href|src)="(/static/[^"]+\.(?:css|js))"', gzip.decompress(page))
        parts = [await self._whole(path.decode(), cookies) for path in dict.fromkeys(found)]
        weight = sum(map(len, (page, *parts))) / 1000
        return {
            "first_byte_ms": round(median(first)),
            "page_kb": round(len(page) / 1000, 1),
            "weight_kb": round(weight, 1),
        }

    async def _whole(self, path: str, cookies: str) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(_asking(path, self.port, cookies))
        head, _blank, body = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        return body if b"gzip" in head.lower() else gzip.compress(body)

    async def run(self, seconds: float, begin: Callable[[], None]) -> None:
        """Everybody joins, writes a first word, and looks; then, from `begin` on, everybody types."""
        laptops = [Laptop(self, number) for number in range(len(self.tables))]
        for laptop in laptops:
            await laptop.join()
            await laptop.burst({})
        self.until = time.perf_counter() + seconds + OPENING
        boards = [asyncio.create_task(self.board(n)) for n in range(self.of.boards)]
        await asyncio.sleep(OPENING)
        self.edits = 0
        begin()
        await asyncio.gather(*(laptop.type() for laptop in laptops), *boards)


def _asking(path: str, port: int, cookies: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}", f"Cookie: {cookies}", "Accept-Encoding: gzip"]
    return "\r\n".join([*lines, "Connection: close"]).encode() + b"\r\n\r\n"


def measured(of: Round, seconds: float) -> dict[str, Any]:
    """One round against a server of its own."""
    with serving(SEED.replace("{tables}", str(of.tables)) + MORE) as (pid, port, links, questions):
        hall = Hall(port, links | {"questions": json.loads(questions)}, of)
        marks: list[tuple[float, float, float]] = []
        mark = lambda: marks.append((time.perf_counter(), cpu_seconds(pid), own_cpu_seconds()))  # noqa: E731
        asyncio.run(hall.run(seconds, mark))
        mark()
        passed, server, load = (after - before for before, after in zip(*marks, strict=True))
        page = asyncio.run(hall.page())
    delays = sorted(hall.delays)
    closely = -(-of.boards // CLOSELY)
    return {
        **of._asdict(),
        "edits_a_second": round(hall.edits / passed),
        "not_acknowledged": hall.faults,
        "p50_ms": _part(delays, 0.5),
        "p95_ms": _part(delays, 0.95),
        "longest_ms": _part(delays, 1),
        "never_seen": len(hall.sent) * closely - len(delays),
        "server_cpu_ms_an_edit": round(server / hall.edits * 1000, 2),
        "server_cores": round(server / passed, 2),
        "load_cores": round(load / passed, 2),
        **page,
    }


def _part(delays: list[float], share: float) -> float | None:
    return round(delays[min(len(delays) - 1, int(len(delays) * share))] * 1000) if delays else None


def main() -> None:
    """Print a table, then one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="how long each round types (at most 120)")
    rounds = [measured(one, min(parser.parse_args().seconds, 120)) for one in ROUNDS]
    heads = [name for name in rounds[0] if name != "pause"]
    print("".join(f"{head.replace('_', ' ')[-13:]:>14}" for head in heads))
    for one in rounds:
        print("".join(f"{one[head] if one[head] is not None else '–':>14}" for head in heads))
    small, unwatched, large = rounds
    told = {
        "p95_ms_12": small["p95_ms"],
        "p95_ms_500": large["p95_ms"],
        "first_byte_ms": large["first_byte_ms"],
        "weight_kb": large["weight_kb"],
        "cpu_ms_an_edit_unwatched_500": unwatched["server_cpu_ms_an_edit"],
        "cpu_ms_an_edit_watched_500": large["server_cpu_ms_an_edit"],
        "load": os.getloadavg()[0],
        "rounds": rounds,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
