"""Is a word lost when the server is killed? `.venv/bin/python -m bench.crash [--kills 20] [--database both]`.

Starts the real server on a database of its own, lets two laptops at each of 50 tables type without a pause, and ends
the server by `kill -9` in the middle, so many times over; on PostgreSQL in half the rounds the database too, and every
other time the database alone. A laptop keeps what is not acknowledged and sends it again, as the notebook does.

After every kill, before any laptop may send again, the tables' snapshots are read: `acked_missing` are edits that had
been acknowledged and are not there. At the end, when all is acknowledged, `typed_missing` are letters that were typed
and stand in no text. All on this machine's own loopback; it ends only what it started, and by itself.
"""

import argparse
import asyncio
import base64
import importlib.util
import json
import os
import random
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.door import ROOT, SEED, Connection, burst
from pga.live.merging import merge, text_of, vector_of
from pga.live.updates import advance, read_update, read_vector

LAPTOPS_A_TABLE = 2
BURSTS_A_POINT = 25
PAUSE = 0.5
MOST_EDITS = 500
PATIENCE = 30.0
MOST_TYPING = 2.5
chance = random.Random()


class Laptop:
    """A laptop that types, keeps what is not acknowledged, and sends it until it is."""

    def __init__(self, hall: "Hall", number: int, table: dict[str, Any]) -> None:
        self.hall, self.number, self.table = hall, number, table["id"]
        self.address = urlsplit(table["url"]).path
        self.line = Connection(hall.port)
        self.waiting: dict[int, dict[str, Any]] = {}
        self.typed_at: dict[int, float] = {}
        # What the server promised: by document and client the next clock, and documents with a register.
        self.promised: dict[tuple[str, int], int] = {}
        self.marked: set[str] = set()
        self.mark = self.last = 0
        self.tokens: list[tuple[str, str]] = []
        self.points = 0

    async def join(self) -> None:
        """By the card, as soon as the server is there; the cookie lives as long as the laptop."""
        until = time.monotonic() + PATIENCE
        while not self.line.cookies:
            try:
                await self.line.ask("GET", self.address)
            except OSError:
                if time.monotonic() > until:
                    raise
                self.line = self._again()
                await asyncio.sleep(0.1)

    async def type(self) -> None:
        """Point after point, every third one together with the neighbour."""
        doc, client, clock, left = "", 0, 0, 0
        while not self.hall.is_over:
            if not left:
                doc, client, clock, left = self._point(), secrets.randbelow(1 << 31) + 1, 0, BURSTS_A_POINT
                self._write({"doc": doc, "set": "kind", "value": "quote"})
            token = f"{self.number}x{len(self.tokens)} "
            update = burst(client, clock, token)
            self._write({"doc": doc, "text": base64.b64encode(update).decode()}, client, clock + len(token))
            self.tokens.append((doc, token))
            clock, left = clock + len(token), left - 1
            await asyncio.sleep(PAUSE * chance.uniform(0.5, 1.5))

    def _point(self) -> str:
        self.points += 1
        if self.points % 3:
            return "a" + base64.b64encode(os.urandom(30)).decode().translate({43: 65, 47: 66})[:21]
        return f"aShared{self.table:07}{self.points:07}"

    def _write(self, edit: dict[str, Any], client: int = 0, clock: int = 0) -> None:
        self.last += 1
        self.waiting[self.last] = {"id": self.last, "at": int(time.time() * 1000) << 11, **edit}
        self.typed_at[self.last] = time.perf_counter()
        if client:
            self.waiting[self.last]["reach"] = (client, clock)

    async def send(self) -> None:
        """One request at a time, with all that waits; after a failure a pause, longer each time."""
        failures = 0
        while not self.hall.is_over or self.waiting:
            if self.hall.is_held or not self.waiting:
                await asyncio.sleep(0.02)
                continue
            try:
                await self._post(list(self.waiting.values())[:MOST_EDITS])
                failures = 0
            except (OSError, EOFError, ValueError, KeyError, TimeoutError):
                self.line.close()
                self.line = self._again()
                failures += 1
                await asyncio.sleep(chance.random() * min(2.0, 0.2 * 2**failures))

    def _again(self) -> Connection:
        line = Connection(self.hall.port)
        line.cookies = self.line.cookies
        return line

    async def _post(self, edits: list[dict[str, Any]]) -> None:
        sent = [{name: value for name, value in edit.items() if name != "reach"} for edit in edits]
        body = json.dumps({"edits": sent, "here": {"doc": sent[-1]["doc"]}}).encode()
        async with asyncio.timeout(PATIENCE):
            status, _headers, answer = await self.line.ask("POST", f"/live/table/{self.table}/edits", body)
        told = json.loads(answer)
        if status >= 500 or "acked" not in told:
            raise ValueError(f"{status}")
        self.hall.refused += len(told["refused"])
        for number in told["acked"]:
            self._acknowledged(number)

    def _acknowledged(self, number: int) -> None:
        edit = self.waiting.pop(number, None)
        if edit is None:
            return
        self.hall.acknowledged(time.perf_counter() - self.typed_at.pop(number))
        self.mark = max(self.mark, number)
        if "reach" in edit:
            client, clock = edit["reach"]
            self.promised[edit["doc"], client] = max(self.promised.get((edit["doc"], client), 0), clock)
        else:
            self.marked.add(edit["doc"])

    async def snapshot(self) -> dict[str, Any]:
        """The table's notes, as soon as the server gives them out."""
        until = time.monotonic() + PATIENCE
        while True:
            line = self._again()
            try:
                status, _headers, body = await line.ask("GET", f"/live/table/{self.table}/snapshot")
                if status == 200:
                    told: dict[str, Any] = json.loads(body)
                    return told
            except (OSError, EOFError, ValueError):
                pass
            finally:
                line.close()
            if time.monotonic() > until:
                raise TimeoutError("The server does not come back.")
            await asyncio.sleep(0.1)


class Texts:
    """What a snapshot says of a table."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.parts: dict[str, list[bytes]] = {}
        self.registers: dict[str, set[str]] = {}
        for doc in told["docs"]:
            self.parts[doc["doc"]] = [base64.b64decode(doc["state"])]
            self.registers[doc["doc"]] = set(doc["registers"])
        for row in told["rows"]:
            if "text" in row:
                self.parts.setdefault(row["doc"], []).append(base64.b64decode(row["text"]))
            else:
                self.registers.setdefault(row["doc"], set()).add(row["set"])
        self.mark: int = told["mark"]

    def clocks(self, doc: str) -> dict[int, int]:
        """The next clock of every client."""
        state, *rows = self.parts.get(doc, [b""])
        clocks = read_vector(vector_of(state)) if state else {}
        for row in rows:
            advance(clocks, read_update(row))
        return clocks

    def words(self, doc: str) -> str:
        """The text."""
        return text_of(merge(b"", self.parts.get(doc, [])))


class Hall:
    """Tables, their laptops, and what came of it."""

    def __init__(self, port: int, tables: list[dict[str, Any]]) -> None:
        self.port = port
        self.is_over = self.is_held = False
        self.acks: list[float] = []
        self.missing = self.refused = 0
        self.first_ack: asyncio.Event = asyncio.Event()
        numbers = range(LAPTOPS_A_TABLE * len(tables))
        self.laptops = [Laptop(self, n, tables[n // LAPTOPS_A_TABLE]) for n in numbers]

    def acknowledged(self, seconds: float) -> None:
        """One edit more is on disk, so long after it was typed."""
        self.acks.append(seconds)
        self.first_ack.set()

    async def check(self) -> None:
        """Count what was promised and is not there, before anybody sends again."""
        for laptop in self.laptops:
            texts = Texts(await laptop.snapshot())
            for (doc, client), clock in laptop.promised.items():
                self.missing += texts.clocks(doc).get(client, 0) < clock
            self.missing += sum("kind" not in texts.registers.get(doc, ()) for doc in laptop.marked)
            self.missing += texts.mark < laptop.mark

    async def typed_missing(self) -> int:
        """Letters that were typed and stand in no text."""
        missing = 0
        for laptop in self.laptops:
            texts = Texts(await laptop.snapshot())
            known = {doc: f" {texts.words(doc)}" for doc in {doc for doc, _token in laptop.tokens}}
            missing += sum(len(token) for doc, token in laptop.tokens if known[doc].count(token) < 1)
        return missing


class Server:
    """The served app, and on PostgreSQL its own cluster."""

    def __init__(self, folder: Path, cluster: Any, tables: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.cluster = cluster
        self.env = {**os.environ, "DATA_DIR": str(folder), "PORT": str(self.port)}
        self.env["DATABASE_URL"] = cluster.address if cluster else ""
        self.process: subprocess.Popen[bytes] | None = None
        self.log = (folder / "server.log").open("ab")
        self._manage("migrate", "-v0")
        self._manage("shell", "-v0", "-c", SEED.replace("{tables}", str(tables)))
        self.tables: list[dict[str, Any]] = json.loads(self._manage("links", "--json"))["sessions"][0]["tables"]

    def _manage(self, *command: str) -> bytes:
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.env, check=True, stdout=subprocess.PIPE
        )
        return done.stdout

    def start(self) -> None:
        """Start; laptops notice when it answers."""
        serve = [sys.executable, "manage.py", "serve", "--no-sample"]
        self.process = subprocess.Popen(
            serve, cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def kill(self) -> None:
        """As a power cut would; its session is its own, so this reaches nobody else."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


async def rounds(server: Server, kills: int) -> dict[str, Any]:
    """All of it on one database."""
    hall = Hall(server.port, server.tables)
    server.start()
    await asyncio.gather(*(laptop.join() for laptop in hall.laptops))
    tasks = [asyncio.create_task(work) for one in hall.laptops for work in (one.type(), one.send())]
    downtimes: list[float] = []
    database_kills = 0
    for n in range(kills):
        await asyncio.sleep(chance.uniform(0.5, MOST_TYPING))
        begun = time.perf_counter()
        database_kills += await _kill(server, hall, n)
        await hall.check()
        hall.is_held = False
        hall.first_ack.clear()
        await asyncio.wait_for(hall.first_ack.wait(), PATIENCE)
        downtimes.append(time.perf_counter() - begun)
    hall.is_over = True
    # Where acknowledged edits were lost, what came after them is refused for ever: it counts as missing.
    _done, left = await asyncio.wait(tasks, timeout=PATIENCE)
    for task in left:
        task.cancel()
    letters = sum(len(token) for laptop in hall.laptops for _doc, token in laptop.tokens)
    return {
        "kills": kills,
        "database_kills": database_kills,
        "acked": len(hall.acks),
        "typed_letters": letters,
        "acked_missing": hall.missing,
        "typed_missing": await hall.typed_missing(),
        "refused": hall.refused,
        "downtime_median_s": round(statistics.median(downtimes), 2),
        "downtime_longest_s": round(max(downtimes), 2),
        "ack_median_ms": round(statistics.median(hall.acks) * 1000, 1),
        "ack_longest_s": round(max(hall.acks), 2),
    }


async def _kill(server: Server, hall: Hall, n: int) -> bool:
    """End the server, or the database, or both, and start what was ended; whether the database was among it."""
    is_database = server.cluster is not None and n % 2 == 1
    is_server = not is_database or n % 4 == 1
    if is_server:
        server.kill()
    if is_database:
        server.cluster.kill()
    # What is under way is answered, or breaks off; nothing more is sent until all is counted.
    hall.is_held = True
    if is_database:
        await asyncio.to_thread(server.cluster.start)
    if is_server:
        server.start()
    return is_database


def run(database: str, kills: int, tables: int) -> dict[str, Any]:
    """A fresh server and database."""
    # A socket's path holds about 100 letters, so not under a long TMPDIR.
    folder = Path(tempfile.mkdtemp(prefix="rapporteur-crash-", dir="/tmp"))
    folder.chmod(0o755)
    cluster = _cluster(folder / "cluster") if database == "postgresql" else None
    server = None
    try:
        (folder / "data").mkdir()
        server = Server(folder / "data", cluster, tables)
        told = asyncio.run(rounds(server, kills))
        return {"database": database, **told}
    finally:
        if server:
            server.kill()
        if cluster:
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _cluster(folder: Path) -> Any:
    """The tests' own cluster, but with a disk: what is acknowledged has to outlive the postmaster."""
    spec = importlib.util.spec_from_file_location("with_postgres", ROOT / "tools" / "with_postgres.py")
    assert spec and spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    folder.mkdir()
    cluster = tool.Cluster(folder, fsync="on", synchronous_commit="on", full_page_writes="on")
    cluster.start()
    cluster.make_database()
    return cluster


def main() -> None:
    """Print a line for each database, then one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="on each database (at most 100)")
    parser.add_argument("--tables", type=int, default=50, help="each with two laptops (at most 200)")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    names = ["sqlite", "postgresql"] if options.database == "both" else [options.database]
    told = []
    for name in names:
        told.append(run(name, min(options.kills, 100), min(options.tables, 200)))
        print(", ".join(f"{key} {value}" for key, value in told[-1].items()), flush=True)
    totals = {key: sum(one[key] for one in told) for key in ("kills", "acked", "acked_missing", "typed_missing")}
    print(json.dumps({**totals, "databases": told}))


if __name__ == "__main__":
    main()
