"""How long an acknowledgement takes while organizers click: `.venv/bin/python -m bench.door [--rate 200]`.

Starts the real server on a free port with a database of its own (SQLite, synchronous=FULL), lets so many laptops as the
rate join by their cards, three at a table, and posts one burst of typing a second from each: first with Django's pool
idle, then with three browsers asking for the board, once a second each and without a pause. Acknowledged means: on
disk. All on this machine's own loopback; ends by itself.
"""

import argparse
import asyncio
import base64
import json
import os
import time
from typing import Any
from urllib.parse import urlsplit

from bench.served import Served, cpu_seconds, serving

CLICKERS = 3
# Nobody clicks; each clicks once a second; each as fast as the board comes.
PAUSES = (None, 1.0, 0.0)
SEED = """
from plenary.links import make_moderator_link
from regions.layout import make_table
from regions.models import Region
from sessions.models import BackgroundPaper, DiscussionSession, Event, GuidingQuestion
event = Event.objects.create(name="Bench")
paper = BackgroundPaper.objects.create(event=event, file_name="bench.md", content=b"")
session = DiscussionSession.objects.create(event=event, paper=paper, code="B")
for n in range(6):
    GuidingQuestion.objects.create(paper=paper, order=n, label=str(n + 1), text="What was said?")
region = Region.objects.create(event=event, name="Bench", hue="asia")
for n in range({tables}):
    make_table(session=session, region=region, number=n + 1)
make_moderator_link(session=session, name="Bench")
"""


class Connection:
    """One kept-alive HTTP/1.1 connection, just enough for this."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        """Status, headers, body."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self.reader is not None
        host = f"localhost:{self.port}"
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body:
            lines += [f"Origin: http://{host}", "Content-Type: application/json"]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in head[1:]:
            name, _colon, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _semicolon, _rest = value.partition(";")
                self.cookies.update([cookie.split("=", 1)])
            headers[name.lower()] = value
        return int(head[0].split()[1]), headers, await self.reader.readexactly(int(headers.get("content-length", 0)))

    def close(self) -> None:
        """Hang up."""
        if self.writer:
            self.writer.close()


def burst(client: int, clock: int, words: str) -> bytes:
    """A Yjs update: `words` typed by `client` after its letter number `clock`, as a browser would send it."""

    def number(value: int) -> bytes:
        out = bytearray()
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        return bytes([*out, value])

    text = number(len(words)) + words.encode()
    start = b"\x04\x01\x01t" if clock == 0 else b"\x84" + number(client) + number(clock - 1)
    return b"\x01\x01" + number(client) + number(clock) + start + text + b"\x00"


async def laptop(port: int, address: str, seconds: float, offset: float, times: list[float], faults: list[int]) -> None:
    """Join by the card, then a burst a second; a new answer after ten of them."""
    line = Connection(port)
    _status, headers, _body = await line.ask("GET", urlsplit(address).path)
    path = f"/live/table/{headers['location'].split('/')[2]}/edits"
    client, clock, number, doc = 1000 + id(line) % 1_000_000_000, 0, 0, ""
    await asyncio.sleep(offset)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        if number % 10 == 0:
            doc, clock = "a" + base64.b64encode(os.urandom(30)).decode().translate({43: 65, 47: 66})[:21], 0
            client += 1
        number += 1
        update = base64.b64encode(burst(client, clock, "word ")).decode()
        clock += 5
        at = int(time.time() * 1000) << 11
        body = json.dumps({"edits": [{"id": number, "doc": doc, "text": update, "at": at}], "here": {"doc": doc}})
        begun = time.perf_counter()
        status, _headers, answer = await line.ask("POST", path, body.encode())
        times.append((time.perf_counter() - begun) * 1000)
        if status != 200 or json.loads(answer)["acked"] != [number]:
            faults.append(status)
        await asyncio.sleep(max(0.0, begun + 1 - time.perf_counter()))
    line.close()


async def clicker(port: int, address: str, seconds: float, pause: float, clicks: list[float]) -> None:
    """An organizer who asks for the board, and rests for `pause` seconds."""
    line = Connection(port)
    _status, headers, _body = await line.ask("GET", urlsplit(address).path)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        begun = time.perf_counter()
        await line.ask("GET", headers["location"])
        clicks.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(pause)
    line.close()


async def load(port: int, links: dict[str, Any], rate: int, seconds: float, pause: float | None) -> dict[str, Any]:
    """One round; times in ms."""
    times: list[float] = []
    clicks: list[float] = []
    faults: list[int] = []
    tables = [table["url"] for table in links["sessions"][0]["tables"]]
    board = links["sessions"][0]["moderators"][0]["url"]
    await asyncio.gather(
        *(laptop(port, tables[n % len(tables)], seconds, 1 + n / rate, times, faults) for n in range(rate)),
        *(clicker(port, board, seconds + 1, pause, clicks) for _ in range(CLICKERS if pause is not None else 0)),
    )
    times.sort()

    def part(share: float) -> float:
        return round(times[min(len(times) - 1, int(len(times) * share))], 2)

    return {
        "clickers": 0 if pause is None else CLICKERS,
        "pause_s": pause,
        "edits": len(times),
        "edits_a_second": round(len(times) / seconds),
        "p50_ms": part(0.5),
        "p95_ms": part(0.95),
        "p99_ms": part(0.99),
        "longest_ms": round(times[-1], 2),
        "not_acknowledged": len(faults),
        "clicks": len(clicks),
        "click_p50_ms": round(sorted(clicks)[len(clicks) // 2], 1) if clicks else None,
    }


def run(rate: int, seconds: float) -> dict[str, Any]:
    """Both rounds against a fresh server."""
    with serving(SEED.replace("{tables}", str(max(1, rate // 3)))) as served:
        rounds = [_round(served, rate, seconds, pause) for pause in PAUSES]
    return {"rate": rate, "rounds": rounds}


def _round(served: Served, rate: int, seconds: float, pause: float | None) -> dict[str, Any]:
    before = cpu_seconds(served.pid)
    told = asyncio.run(load(served.port, served.links, rate, seconds, pause))
    return {**told, "server_cpu_ms_an_edit": round((cpu_seconds(served.pid) - before) / told["edits"] * 1000, 2)}


def main() -> None:
    """Print a table, then one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=200, help="laptops, each with one burst a second (at most 1,000)")
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    told = run(min(options.rate, 1_000), min(options.seconds, 60))
    heads = ("edits/s", "p50 ms", "p95 ms", "p99 ms", "longest", "CPU ms", "faults", "clicks")
    print(f"{'pool':<22}" + "".join(f"{head:>9}" for head in heads))
    for one in told["rounds"]:
        pool = "idle" if one["pause_s"] is None else f"{one['clickers']} click, rest {one['pause_s']:.0f} s"
        names = ("edits_a_second", "p50_ms", "p95_ms", "p99_ms", "longest_ms", "server_cpu_ms_an_edit")
        values = [*(one[name] for name in names), one["not_acknowledged"], one["clicks"]]
        print(f"{pool:<22}" + "".join(f"{value:>9}" for value in values))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
