"""From a keystroke at a table to the cell on the board: `.venv/bin/python -m bench.board [--seconds 20]`.

Starts the real server on a free port with a database of its own, for 12 tables and for 500; 20 boards listen. Each
table's laptop types a burst a second where there are 12, every four seconds where there are 500 (as if half of them
wrote, a burst every two seconds). A burst carries a word of its own: it has arrived when a board's stream brings that
word. The boards' page is asked for as well: first byte, and its weight with styles and scripts. All on this machine's
own loopback; ends by itself. The load and the server share its processors: each one's part is told.
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


class Round(NamedTuple):
    """So many tables, boards, and seconds between two bursts of a laptop."""

    tables: int
    boards: int
    pause: float


ROUNDS = (Round(12, BOARDS, 1.0), Round(500, 0, 4.0), Round(500, BOARDS, 4.0))


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

    async def laptop(self, number: int, address: str) -> None:
        """Join by the card, then a burst after each pause, a new point after some of them."""
        line = Connection(self.port)
        _status, headers, _body = await line.ask("GET", urlsplit(address).path)
        path = f"/live/table/{headers['location'].split('/')[2]}/edits"
        await asyncio.sleep(1 + self.of.pause * number / len(self.tables))
        count = 0
        doc, clock, client = "", 0, 0
        while time.perf_counter() < self.until:
            edits: list[dict[str, Any]] = []
            if count % BURSTS_A_POINT == 0:
                doc, clock, client = "a" + base64.urlsafe_b64encode(os.urandom(16)).decode()[:21], 0, number + 10_000
                doc = doc.replace("-", "A").replace("_", "B")
                client += 1000 * count
                edits.append(
                    {"set": "question", "value": self.questions[count // BURSTS_A_POINT % len(self.questions)]}
                )
            word = f"w{number}x{count}z "
            edits.append({"text": base64.b64encode(burst(client, clock, word)).decode()})
            clock, begun = clock + len(word), time.perf_counter()
            self.sent[word.strip().encode()] = begun
            await self._post(line, path, doc, edits, 2 * count)
            count += 1
            await asyncio.sleep(max(0.0, begun + self.of.pause - time.perf_counter()))
        line.close()

    async def _post(self, line: Connection, path: str, doc: str, edits: list[dict[str, Any]], last: int) -> None:
        at = int(time.time() * 1000) << 11
        whole = [{"id": last + n + 1, "doc": doc, "at": at, **edit} for n, edit in enumerate(edits)]
        status, _headers, body = await line.ask(
            "POST", path, json.dumps({"edits": whole, "here": {"doc": doc}}).encode()
        )
        self.edits += len(whole)
        self.faults += status != 200 or len(json.loads(body)["acked"]) != len(whole)

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

    async def run(self, seconds: float) -> None:
        """Let everybody type and look."""
        self.until = time.perf_counter() + seconds + 1
        boards = [self.board(n) for n in range(self.of.boards)]
        await asyncio.gather(*boards, *(self.laptop(n, url) for n, url in enumerate(self.tables)))


def _asking(path: str, port: int, cookies: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}", f"Cookie: {cookies}", "Accept-Encoding: gzip"]
    return "\r\n".join([*lines, "Connection: close"]).encode() + b"\r\n\r\n"


def measured(of: Round, seconds: float) -> dict[str, Any]:
    """One round against a server of its own."""
    with serving(SEED.replace("{tables}", str(of.tables)) + MORE) as (pid, port, links, questions):
        hall = Hall(port, links | {"questions": json.loads(questions)}, of)
        begun, server, load = time.perf_counter(), cpu_seconds(pid), own_cpu_seconds()
        asyncio.run(hall.run(seconds))
        passed = time.perf_counter() - begun
        server, load = cpu_seconds(pid) - server, own_cpu_seconds() - load
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
