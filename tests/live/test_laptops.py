"""Simulated laptops that run the notebook's own modules, against the real server: nothing that was typed is lost.

Each laptop has a disk and a network of its own (tests/laptops/world.mjs). Every letter typed is unlike any other, so
that each can be looked for: what was typed and not cut out by somebody stands on every laptop and on the server, once.
"""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.running import RunningApp, running_app

pytestmark = [pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 10
SEED = (
    "from regions.access import join",
    "from regions.layout import make_table",
    "from regions.models import *",
    "from sessions.sample import sample_setup",
    "from pga.live import tokens",
    "session = sample_setup(None)[0]",
    "region = Region.objects.create(event=session.event, name='Asia', hue='asia')",
    "tables = [make_table(session=session, region=region, number=n) for n in range(1, 41)]",
    "key = session.event.signing_key",
    "held = lambda t, l: (t.pk, l.grant, tokens.laptop_cookie(l.grant, f'table:{t.pk}', 1, key))",
    "laptops = [[held(t, l) for l in [join(t) for _ in range(5)]] for t in tables]",
)


class Laptops:
    """The process with the laptops."""

    def __init__(self, app: RunningApp, seed: int) -> None:
        self.process = subprocess.Popen(
            ["tools/node", "tests/laptops/laptops.mjs"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.do("setup", origin=app.url, seed=seed)

    def do(self, deed: str, **rest: Any) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps({"deed": deed, **rest}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the laptops ended"
        told: dict[str, Any] = json.loads(line)
        return told

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


class Hall:
    """A served app with many tables, each with five laptops that have joined."""

    def __init__(self, app: RunningApp) -> None:
        self.app = app
        self.tables: list[list[tuple[int, str, str]]] = app.evaluate("laptops", *SEED)

    @contextmanager
    def table(self, count: int, seed: int) -> Iterator[Laptops]:
        laptops = Laptops(self.app, seed)
        try:
            for n, (table, grant, cookie) in enumerate(self.tables.pop()[:count]):
                self.number = table
                laptops.do("join", laptop=n, table=table, grant=grant, cookie=f"pga_t{table}={cookie}")
            yield laptops
        finally:
            laptops.end()

    def check(self, laptops: Laptops, seconds: float = 30) -> None:
        """All laptops and the server say the same, and nothing that was typed is missing or there twice."""
        told = laptops.do("settle", seconds=seconds)
        assert told["settled"], told["waiting"]
        docs = [laptop["docs"] for laptop in told["laptops"]]
        assert all(one == docs[0] for one in docs)
        letters = Counter("".join(doc["words"] for doc in docs[0].values()))
        assert letters == Counter(told["typed"])
        assert self._server() == {
            key: [doc["words"].strip(), doc["kind"] or "point", doc["stays"]]
            for key, doc in docs[0].items()
            if doc["words"] and not doc["deleted"]
        }

    def _server(self) -> dict[str, list[Any]]:
        """Points as the projector wrote them."""
        answers = (
            f"__import__('pga.live.projector').live.projector.wait_for('table', {self.number}) and "
            "{one.key: [one.text, one.kind, one.stays] for one in __import__('regions.models').models.Answer.objects"
            f".filter(table={self.number}, deleted=False).exclude(text='')}}"
        )
        found: dict[str, list[Any]] = self.app.evaluate(answers)
        return found


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    with running_app() as app:
        yield Hall(app)


parts = st.floats(0, 0.999)
who = {"laptop": st.integers(0, 4), "tab": parts, "doc": parts}
typing = st.fixed_dictionaries({"deed": st.just("type"), **who, "at": parts, "count": st.integers(1, 9)})
cutting = st.fixed_dictionaries({"deed": st.just("cut"), **who, "at": parts, "count": st.integers(1, 4)})
setting = st.builds(
    lambda base, register: {**base, "deed": "set", "name": register[0], "value": register[1]},
    st.fixed_dictionaries(who),
    st.sampled_from(
        [
            ("deleted", True),
            ("deleted", False),
            ("stays", True),
            ("stays", False),
            ("kind", "quote"),
            ("kind", "action"),
        ]
    ),
)
trouble = st.one_of(
    st.fixed_dictionaries(
        {
            "deed": st.sampled_from(["part", "join_again", "reload", "type_reload", "crash", "tab"]),
            "laptop": who["laptop"],
        }
    ),
    st.fixed_dictionaries({"deed": st.just("loss"), "laptop": who["laptop"], "loss": st.sampled_from([0.0, 0.2, 0.4])}),
    st.fixed_dictionaries({"deed": st.just("wait"), "ms": st.integers(1, 250)}),
)
deeds = st.lists(st.one_of(typing, typing, typing, cutting, setting, trouble), min_size=20, max_size=70)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(count=st.integers(2, 5), deeds=deeds, seed=st.integers(0, 2**31), restart=st.integers(0, 2), full=st.booleans())
def test_laptops_come_together_whatever_happens(
    hall: Hall, count: int, deeds: list[dict[str, Any]], seed: int, restart: int, full: bool
) -> None:
    # A failing example is told by its seed and deeds; the network's timing is not repeated, so none is shrunk.
    with hall.table(count, seed) as laptops:
        middle = len(deeds) // 2
        for n, deed in enumerate(deeds):
            if n == middle and restart == 1:
                hall.app.kill()
                hall.app.start()
            if n == middle and full:
                laptops.do("full", laptop=0)
            laptops.do(**{**deed, "laptop": deed["laptop"] % count} if "laptop" in deed else deed)
        hall.check(laptops)


def test_a_server_restored_from_a_backup_gets_back_what_the_backup_lacked(hall: Hall) -> None:
    restore = (PostgresCopy if "DATABASE_URL" in hall.app.environment else FileCopy)(hall.app)
    with hall.table(3, 7) as laptops:
        write(laptops, 3)
        laptops.do("wait", ms=800)
        restore.take()
        write(laptops, 3)
        laptops.do("set", laptop=1, doc=0.1, name="kind", value="quote")
        laptops.do("set", laptop=2, doc=0.5, name="stays", value=True)
        # One is closed when it happens, and comes back to a database of another life.
        before = laptops.do("settle", seconds=20)
        assert before["settled"], before["waiting"]
        laptops.do("part", laptop=0)
        laptops.do("type", laptop=0, doc=0.9, at=0.5, count=4)
        hall.app.kill()
        restore.put_back()
        hall.app.start()
        laptops.do("crash", laptop=0)
        hall.check(laptops)


def test_a_snapshot_that_comes_late_takes_nothing_back(hall: Hall) -> None:
    with hall.table(2, 3) as laptops:
        write(laptops, 2)
        assert laptops.do("settle", seconds=20)["settled"]
        laptops.do("slow", laptop=0, path="/snapshot")
        laptops.do("full", laptop=0)
        laptops.do("type", laptop=0, doc=0.1, at=0.5, count=2)
        laptops.do("wait", ms=500)
        laptops.do("again", laptop=1, doc=0.1)
        laptops.do("wait", ms=1500)
        hall.check(laptops, seconds=5)


def test_two_windows_of_a_browser_that_keeps_nothing_give_no_id_twice(hall: Hall) -> None:
    with hall.table(2, 5) as laptops:
        laptops.do("no_disk", laptop=0)
        laptops.do("tab", laptop=0)
        laptops.do("wait", ms=600)
        for n in range(6):
            laptops.do("type", laptop=0, tab=n % 2 / 2, doc=0.9, at=0.5, count=2)
            laptops.do("wait", ms=150)
        hall.check(laptops)


def test_a_laptop_whose_profile_was_copied_to_another_machine_loses_nothing(hall: Hall) -> None:
    with hall.table(1, 6) as laptops:
        write(laptops, 1)
        laptops.do("wait", ms=600)
        laptops.do("copied", laptop=0, to=1)
        for n in range(6):
            laptops.do("wait", ms=400)
            # Both have the same last id here, and write into old points and new ones.
            for laptop in (0, 1):
                laptops.do("part", laptop=laptop)
                for doc in (0.3, 0.9):
                    laptops.do("type", laptop=laptop, tab=0, doc=doc, at=n / 6, count=3)
                laptops.do("cut", laptop=laptop, tab=0, doc=0.2, at=0.1 + 0.5 * laptop, count=2)
                laptops.do("set", laptop=laptop, tab=0, doc=0.5, name="kind", value=("quote", "action")[laptop])
            for laptop in (0, 1):
                laptops.do("join_again", laptop=laptop)
        hall.check(laptops)


def write(laptops: Laptops, count: int) -> None:
    for n in range(12):
        laptops.do("type", laptop=n % count, doc=(n * 37 % 100) / 100, at=0.5, count=4)
        laptops.do("wait", ms=20)


class FileCopy:
    """A backup of SQLite, and the way back."""

    def __init__(self, app: RunningApp) -> None:
        self.app = app
        self.file = app.folder / "backup.sqlite3"

    def take(self) -> None:
        self.app.run("backup", str(self.file))

    def put_back(self) -> None:
        for name in ("rapporteur.sqlite3-wal", "rapporteur.sqlite3-shm"):
            (self.app.folder / name).unlink(missing_ok=True)
        shutil.copy(self.file, self.app.folder / "rapporteur.sqlite3")


class PostgresCopy:
    """The same on PostgreSQL, with its own tools."""

    def __init__(self, app: RunningApp) -> None:
        self.app = app
        self.url = app.environment["DATABASE_URL"]
        self.file = app.folder / "backup.dump"

    def take(self) -> None:
        subprocess.run(["pg_dump", "--format=custom", f"--file={self.file}", self.url], check=True)

    def put_back(self) -> None:
        subprocess.run(["pg_restore", "--clean", "--if-exists", f"--dbname={self.url}", self.file], check=True)
        self.app.run("restored")
