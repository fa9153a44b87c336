"""The real app in processes of its own: `manage.py serve` on a free port, with its own data folder and database.

    with running_app() as app:
        app.run("make_organizer", "amina")
        app.evaluate("__import__('sessions.models').models.Event.objects.count()")
        page.goto(app.url + "/sign-in/")

Every process shares `app.environment`; `app.start()` and `app.stop()` restart the server, `app.kill()` is a power cut.
On SQLite the database is a file in the data folder, with DATABASE_URL a fresh database on that cluster.
"""

import atexit
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 15
COMMAND_SECONDS = 300
# Nobody's proxy stands between a test and its own server.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))

# One process answers them all: to start Django takes a second. It keeps no connection, so each sees what is there now.
EVALUATE = """
import contextlib, json, sys, traceback
import django
django.setup()
from django.db import connections
for line in sys.stdin:
    *statements, expression = json.loads(line)
    names = {}
    with contextlib.redirect_stdout(sys.stderr):
        try:
            for statement in statements:
                exec(statement, names)
            told = {"value": eval(expression, names)}
        except BaseException:
            told = {"error": traceback.format_exc()}
        connections.close_all()
    print(json.dumps(told, default=str), flush=True)
"""


@dataclass
class RunningApp:
    """A served app: where it answers, and what its own processes see."""

    folder: Path
    port: int
    environment: dict[str, str]
    server: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    beside: "subprocess.Popen[str] | None" = field(default=None, repr=False)
    # What is closed before the server ends, also when a test fails half-way.
    leaving: ExitStack = field(default_factory=ExitStack, repr=False)

    @property
    def url(self) -> str:
        """The address without a slash at its end; also its PUBLIC_URL."""
        return self.environment["PUBLIC_URL"]

    @property
    def log(self) -> str:
        """What the server has said so far."""
        path = self.folder / "server.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def run(self, *command: str, stdin: str = "") -> str:
        """Run a management command beside the server and return what it prints."""
        return self._python("manage.py", *command, stdin=stdin)

    def evaluate(self, expression: str, *before: str) -> Any:
        """The value, through JSON, of a Python expression inside the app, after the statements in `before`."""
        self.beside = beside = self.beside or self._open_beside()
        assert beside.stdin and beside.stdout
        beside.stdin.write(json.dumps([*before, expression]) + "\n")
        beside.stdin.flush()
        told = json.loads(beside.stdout.readline() or '{"error": "the process ended"}')
        if "error" in told:
            raise RuntimeError(told["error"])
        return told["value"]

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--no-sample"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.server.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"The server did not start:\n{self.log}")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Does the server answer at all?"""
        try:
            with DIRECT.open(f"{self.url}/sign-in/", timeout=5):
                return True
        except urllib.error.HTTPError as refusal:
            refusal.close()
            return True
        except OSError:
            return False

    def stop(self) -> int | None:
        """Stop the server as Ctrl+C does; its exit code, None if it was not running."""
        if self.server is None:
            return None
        self.server.send_signal(signal.SIGINT)
        try:
            self.server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"The server did not stop within {STOP_SECONDS} s:\n{self.log}") from None
        code, self.server = self.server.returncode, None
        return code

    def kill(self) -> None:
        """End the server and its workers at once, without asking them."""
        if self.server is not None:
            # Its session is its own, so this reaches nobody else.
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def _open_beside(self) -> "subprocess.Popen[str]":
        with (self.folder / "beside.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-c", EVALUATE],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def close_beside(self) -> None:
        """End the process that evaluates."""
        if self.beside is not None:
            self.beside.communicate(timeout=STOP_SECONDS)
            self.beside = None

    def _python(self, *arguments: str, stdin: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{arguments[:2]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout


@contextmanager
def running_app(*, start: bool = True, **environment: str) -> Iterator[RunningApp]:
    """A running app of one's own; `environment` holds further variables of docs/settings.md."""
    folder = Path(tempfile.mkdtemp(prefix="rapporteur-running-"))
    port = free_port()
    with fresh_database(folder) as database:
        variables = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PYTEST_CURRENT_TEST"}
        }
        variables |= {"DJANGO_SETTINGS_MODULE": "pga.settings", "PYTHONUNBUFFERED": "1", "HOST": "127.0.0.1"}
        variables |= {"DATA_DIR": str(folder), "PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
        app = RunningApp(folder, port, variables | database | environment)
        try:
            if start:
                app.start()
            yield app
        finally:
            app.leaving.close()
            # As a test ends. How a server ends that is asked to is a story of its own.
            app.kill()
            app.close_beside()
            shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def fresh_database(folder: Path) -> Iterator[dict[str, str]]:
    """The variables that name a database without rows: none on SQLite, else one made on the cluster of DATABASE_URL."""
    cluster = os.environ.get("DATABASE_URL")
    if not cluster:
        shutil.copy(_migrated() / "rapporteur.sqlite3", folder)
        yield {}
        return
    name = f"running_{secrets.token_hex(6)}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {_migrated_on(cluster)}")
        try:
            yield {"DATABASE_URL": _named(cluster, name)}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


# Made once for all apps of a test run: to lay all tables takes longer than most tests.


@cache
def _migrated() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="rapporteur-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _migrate({"DATA_DIR": str(folder)})
    return folder


@cache
def _migrated_on(cluster: str) -> str:
    name = f"migrated_{secrets.token_hex(6)}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    _migrate({"DATABASE_URL": _named(cluster, name)})
    return name


def _named(cluster: str, name: str) -> str:
    return urlunsplit(urlsplit(cluster)._replace(path=f"/{name}"))


def _migrate(where: dict[str, str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "pga.settings"} | where
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
