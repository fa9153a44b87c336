"""From a table's 'stays here' until its words are off the screens: `.venv/bin/python -m bench.wall [--points 60]`.

Starts the real server on a free port with a database of its own, for 12 tables and for 500. So many statements are
starred and released; then, while all tables type as in `bench.board`, one after the other is taken back by its table.
Three screens listen: the wall, the starred statements, the feed. A point has left a screen when its stream brings the
frame that is without it. All on this machine's own loopback; ends by itself.
"""

import argparse
import asyncio
import json
import os
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bench.board import Hall, Round
from bench.door import SEED, Connection
from bench.served import serving

ROUNDS = (Round(12, 0, 1.0), Round(500, 0, 4.0))
PAUSE = 0.4
PATIENCE = 20.0
PARTS = {"p50": 0.5, "p95": 0.95, "longest": 1.0}
MORE = """
import json
from pga.live import journal, projector
from pga.live.clock import clock_now
from plenary.access import Watch
from plenary.models import ModeratorLink, Star
from plenary.star_queries import wording_name
from plenary.starring import release_star, star_point
from regions.commands import new_key, text_update
from regions.models import DiscussionTable, Laptop
link = ModeratorLink.objects.get()
watch = Watch(session, link, None, may_write=True)
question = GuidingQuestion.objects.first().pk
tables = list(DiscussionTable.objects.order_by("number"))
points = []
for n in range({points}):
    table, key = tables[n % len(tables)], new_key("a")
    grant = Laptop.objects.create(table=table, number=n + 100, name="Bench").grant
    edits = [{"id": 1, "doc": key, "set": "question", "value": question, "at": clock_now()},
             {"id": 2, "doc": key, "text": text_update(f"taken{n}back"), "at": clock_now()}]
    journal.append("table", table.pk, grant, edits)
    projector.project_now("table", table.pk)
    star_point(watch=watch, table=table, key=key)
    points.append([n % len(tables), table.pk, key, f"taken{n}back"])
for star in Star.objects.select_related("table"):
    release_star(watch=watch, star=star, seen=wording_name(star.wording))
print(json.dumps([points, list(GuidingQuestion.objects.values_list("pk", flat=True))]))
"""


class Point:
    """A released statement, when it was taken back, and by screen how long it stood there after that."""

    def __init__(self, hall: Hall, at: int, table: int, doc: str, words: str) -> None:
        self.hall, self.at, self.table, self.doc, self.words = hall, at, table, doc, words
        self.begun = 0.0
        self.stood: dict[str, float] = {}
        self.gone = asyncio.Event()

    async def take_back(self) -> None:
        """As a table does: by a laptop that came with the card."""
        line = Connection(self.hall.port)
        _status, headers, _body = await line.ask("GET", urlsplit(self.hall.tables[self.at]).path)
        path = f"/live/table/{headers['location'].split('/')[2]}/edits"
        edit = {"id": 1, "doc": self.doc, "set": "stays", "value": True, "at": int(time.time() * 1000) << 11}
        self.begun = time.perf_counter()
        status, _headers, answer = await line.ask("POST", path, json.dumps({"edits": [edit]}).encode())
        if status != 200 or json.loads(answer)["acked"] != [1]:
            raise RuntimeError(f"It was not taken back: {answer.decode()}")
        line.close()

    def left(self, screen: str) -> None:
        """It is not there any more."""
        if self.begun and screen not in self.stood:
            self.stood[screen] = (time.perf_counter() - self.begun) * 1000
            if len(self.stood) == len(SCREENS):
                self.gone.set()


def off_wall(frame: str, point: Point) -> bool:
    """The wall shows statements, and not this one."""
    return 'id="statements"' in frame and point.words not in frame


def off_stars(frame: str, point: Point) -> bool:
    """All that are starred are named, and this one is not."""
    return "event: stars\n" in frame and f"{point.table}:{point.doc}" not in frame


def off_feed(frame: str, point: Point) -> bool:
    """It is named as gone."""
    return "event: gone\n" in frame and point.doc in frame


SCREENS: dict[str, tuple[str, Callable[[str, Point], bool]]] = {
    "wall": ("wallen", off_wall),
    "stars": ("deedsen", off_stars),
    "feed": ("feeden", off_feed),
}


async def listen(hall: Hall, screen: str, points: list[Point]) -> None:
    """A screen: each frame as it comes, until it is cancelled."""
    stream, is_off = SCREENS[screen]
    cookies, place = await hall.watch()
    reader, writer = await asyncio.open_connection("127.0.0.1", hall.port, limit=1 << 22)
    lines = [f"GET /live/{stream}/{place.split('/')[2]}/stream HTTP/1.1", f"Host: localhost:{hall.port}"]
    writer.write("\r\n".join([*lines, f"Cookie: {cookies}"]).encode() + b"\r\n\r\n")
    try:
        while True:
            frame = (await reader.readuntil(b"\n\n")).decode()
            for point in points:
                if is_off(frame, point):
                    point.left(screen)
    finally:
        writer.close()


async def take_back_all(hall: Hall, points: list[Point]) -> None:
    """One after the other; one that stays on a screen ends the benchmark."""
    for point in points:
        begun = time.perf_counter()
        await point.take_back()
        await asyncio.wait_for(point.gone.wait(), PATIENCE)
        await asyncio.sleep(max(0.0, begun + PAUSE - time.perf_counter()))
    hall.until = time.perf_counter()


async def run(hall: Hall, told: list[list[Any]]) -> list[Point]:
    """All tables type, the screens listen, and the points go."""
    points = [Point(hall, *one) for one in told]
    screens = [asyncio.create_task(listen(hall, screen, points)) for screen in SCREENS]
    begun = asyncio.Event()
    typing = asyncio.create_task(hall.run(len(points) * 2 * PAUSE + PATIENCE, begun.set))
    try:
        await begun.wait()
        await take_back_all(hall, points)
        await typing
    finally:
        for task in (*screens, typing):
            task.cancel()
        await asyncio.gather(*screens, typing, return_exceptions=True)
    return points


def measured(of: Round, count: int) -> dict[str, Any]:
    """One round against a server of its own; times in ms."""
    with serving((SEED + MORE).replace("{tables}", str(of.tables)).replace("{points}", str(count))) as served:
        told, questions = json.loads(served.said)
        hall = Hall(served.port, served.links | {"questions": questions}, of)
        points = asyncio.run(run(hall, told))
    row: dict[str, Any] = {"tables": of.tables, "points": len(points), "not_acknowledged": hall.faults}
    for screen in SCREENS:
        times = sorted(point.stood[screen] for point in points)
        row |= {f"{screen}_{name}_ms": round(times[int((len(times) - 1) * part)]) for name, part in PARTS.items()}
    return row


def main() -> None:
    """Print a table, then one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=60, help="how many statements are taken back (at most 200)")
    count = max(1, min(parser.parse_args().points, 200))
    rounds = [measured(of, count) for of in ROUNDS]
    print("".join(f"{head.replace('_', ' '):>18}" for head in rounds[0]))
    for one in rounds:
        print("".join(f"{value:>18}" for value in one.values()))
    told = {f"{screen}_p95_ms_{one['tables']}": one[f"{screen}_p95_ms"] for one in rounds for screen in SCREENS}
    print(json.dumps({**told, "load": os.getloadavg()[0], "rounds": rounds}))


if __name__ == "__main__":
    main()
