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
import importlib.util
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.door import SEED
from bench.hall import PATIENCE, Hall
from bench.served import ROOT, free_port

MOST_TYPING = 2.5
chance = random.Random()


class Server:
    """The served app, and on PostgreSQL its own cluster."""

    def __init__(self, folder: Path, cluster: Any, tables: int) -> None:
        self.port = free_port()
        self.cluster = cluster
        self.env = {**os.environ, "DATA_DIR": str(folder), "PORT": str(self.port)}
        self.env["DJANGO_SETTINGS_MODULE"] = "pga.settings"
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
