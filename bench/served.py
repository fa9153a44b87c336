"""The real server on a free port of this machine's own loopback, with a database of its own, for a benchmark."""

import contextlib
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 30


class Served(NamedTuple):
    """Its process, its port, every link of its events, and what the seed printed."""

    pid: int
    port: int
    links: dict[str, Any]
    said: str


@contextlib.contextmanager
def serving(seed: str) -> Iterator[Served]:
    """Until the block ends. `seed` are statements for Django's shell."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="rapporteur-bench-") as folder:
        env = {**os.environ, "DATA_DIR": folder, "PORT": str(port), "DATABASE_URL": os.environ.get("DATABASE_URL", "")}

        def manage(*words: str) -> str:
            command = [sys.executable, "manage.py", *words]
            return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout

        manage("migrate", "-v0")
        said, links = manage("shell", "-v0", "-c", seed), json.loads(manage("links", "--json"))
        serve = [sys.executable, "manage.py", "serve", "--no-sample"]
        server = subprocess.Popen(serve, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        try:
            _wait(port)
            yield Served(server.pid, port, links, said)
        finally:
            server.terminate()
            server.wait(timeout=20)


def free_port() -> int:
    """One that nobody listens at just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def cpu_seconds(pid: int) -> float:
    """What a process has used of its processors."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def own_cpu_seconds() -> float:
    """The same of this process: the load's own part."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _wait(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
