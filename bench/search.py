"""How fast the search is with 50,000 answers: `.venv/bin/python -m bench.search`.

Fills a database of its own with answers in five scripts (500 tables of 100, invented words, a few of them everywhere),
on SQLite and, where a PostgreSQL server is installed, on a private cluster; then asks what people ask: one word, two,
three, beginnings of one to four letters, words that are everywhere and words that are nowhere, with and without a
filter. `found` is until the items are known, `page` until their HTML is there, as htmx gets it. Then two answers at
each table are typed in, and what changed is indexed. No network; ends by itself.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TABLES = 500
TYPED_AT_A_TABLE = 2
ALPHABETS = (
    ("abcdefghijklmnopqrstuvwxyzéñ", " ", 10),
    ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", " ", 4),
    (["ক", "খ", "গা", "ঘি", "চে", "জ", "ট", "ড়", "ত", "দ", "ন", "প", "বু", "ম", "র", "ল", "স", "হ", "ক্ষ", "ন্ত"], " ", 3),
    ("абвгдежзийклмнопрстуфхцчшщыьэюя", " ", 2),
    ("東京都移民権利守政策国境労働者子供女性難民申請会議", "", 1),
)
WORDS = 8_000
PART = {"HX-Request-Type": "partial"}


class Speech:
    """Invented texts: in each script 8,000 words, a few of them in almost every text."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.scripts = [self._words(alphabet, short=not space) for alphabet, space, _weight in ALPHABETS]
        self.weights = [1 / (n + 4) for n in range(WORDS)]

    def _words(self, alphabet: Any, *, short: bool) -> list[str]:
        most = 3 if short else 9
        return [
            "".join(self.dice.choices(alphabet, k=self.dice.randint(1 if short else 2, most))) for _ in range(WORDS)
        ]

    def text(self) -> str:
        """Eight to sixteen words of one script."""
        script = self.dice.choices(range(len(ALPHABETS)), [weight for *_rest, weight in ALPHABETS])[0]
        words = self.dice.choices(self.scripts[script], self.weights, k=self.dice.randint(8, 16))
        return ALPHABETS[script][1].join(words)

    def queries(self, texts: list[str], count: int) -> list[str]:
        """What people type, in equal parts."""
        asked: list[str] = []
        while len(asked) < count:
            words = self.dice.choice(texts).split()
            some = self.dice.sample(words, min(len(words), self.dice.randint(1, 3)))
            asked.append(" ".join(some))
            asked.append(self.dice.choice(words)[: self.dice.randint(1, 4)])
            asked.append(f"{some[0]} {self.dice.choice(words)[:2]}")
            asked.append(self.dice.choice(self.scripts[0][:5]))
            asked.append("zzznowhere")
        return asked[:count]


def fill(answers: int) -> tuple[Any, list[str]]:
    """A session with so many answers, as they would be after they were projected; and their texts."""
    from plenary.links import make_moderator_link  # noqa: PLC0415 Django first
    from regions.models import Answer, DiscussionTable, Region  # noqa: PLC0415
    from sessions.models import BackgroundPaper, DiscussionSession, Event, GuidingQuestion  # noqa: PLC0415

    event = Event.objects.create(name="Bench")
    paper = BackgroundPaper.objects.create(event=event, file_name="bench.md", content=b"")
    session = DiscussionSession.objects.create(event=event, paper=paper, code="B")
    asked = [GuidingQuestion.objects.create(paper=paper, order=n, label=str(n), text="What?") for n in range(6)]
    regions = [Region.objects.create(event=event, name=f"Region {n}", order=n) for n in range(6)]
    tables = DiscussionTable.objects.bulk_create(
        DiscussionTable(session=session, region=regions[n % 6], number=n + 1) for n in range(TABLES)
    )
    make_moderator_link(session=session, name="Bench")
    speech, begun = Speech(1), datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    texts = [speech.text() for _ in range(answers)]
    rows = (
        Answer(
            table=tables[n % TABLES], key=f"a{n:021d}", text=text, question=asked[n % 6],
            created_at=begun + timedelta(milliseconds=140 * n), changed_at=begun + timedelta(milliseconds=140 * n),
        )
        for n, text in enumerate(texts)
    )  # fmt: skip
    Answer.objects.bulk_create(rows, batch_size=2_000)
    return session, texts


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what came of it."""
    begun = time.perf_counter()
    value = what()
    return (time.perf_counter() - begun) * 1000, value


def spread(times: list[float], name: str) -> dict[str, float]:
    """Median, p95 and longest."""
    times.sort()
    return {
        f"{name}_p50_ms": round(times[len(times) // 2], 1),
        f"{name}_p95_ms": round(times[int(len(times) * 0.95)], 1),
        f"{name}_longest_ms": round(times[-1], 1),
    }


def ask(session: Any, queries: list[str]) -> dict[str, Any]:
    """Each query by itself: until its items are known, and until the page's part is there."""
    from django.test import Client  # noqa: PLC0415

    from plenary.feed import feed_page  # noqa: PLC0415
    from plenary.feed_filter import FeedFilter  # noqa: PLC0415
    from plenary.links import moderator_url  # noqa: PLC0415
    from plenary.models import ModeratorLink  # noqa: PLC0415

    client = Client()
    client.get("/" + moderator_url(ModeratorLink.objects.get()).split("/", 3)[3])
    address = f"/sessions/{session.pk}/feed/"
    region = str(session.tables.first().region_id)
    found, pages, hits = [], [], 0
    for n, query in enumerate(queries):
        asked = FeedFilter(q=query, region=region if n % 7 == 0 else "")
        cost, page = timed(lambda asked=asked: feed_page(session, asked))
        found.append(cost)
        hits += bool(page.items)
        cost, answer = timed(lambda asked=asked: client.get(address + asked.address(), headers=PART))
        assert answer.status_code == 200
        pages.append(cost)
    newest, _page = timed(lambda: feed_page(session, FeedFilter()))
    return {
        "queries": len(queries), "with_hits": hits, **spread(found, "found"), **spread(pages, "page"),
        "newest_ms": round(newest, 1),
    }  # fmt: skip


def type_on(session: Any) -> dict[str, Any]:
    """Two answers at each table are typed in; what that costs the index, an answer."""
    from pga.live import journal  # noqa: PLC0415
    from pga.live.clock import clock_now  # noqa: PLC0415
    from pga.live.projector import project_now  # noqa: PLC0415
    from plenary.indexing import catch_up  # noqa: PLC0415
    from regions.access import join  # noqa: PLC0415
    from regions.commands import text_update  # noqa: PLC0415

    speech, tables = Speech(2), list(session.tables.all())
    for table in tables:
        edits = [
            {"id": n + 1, "doc": f"a{table.pk:010d}{n:011d}", "at": clock_now(), "text": text_update(speech.text())}
            for n in range(TYPED_AT_A_TABLE)
        ]
        journal.append("table", table.pk, join(table).grant, edits)
    ids = [table.pk for table in tables]
    # From here on every table has its mark: what follows is the usual case.
    for table in ids:
        project_now("table", table)
    catch_up(ids)
    for table in tables:
        doc = {"doc": f"a{table.pk:010d}{0:011d}", "at": clock_now(), "set": "kind", "value": "quote", "id": 9}
        text = {"doc": f"a{table.pk:010d}{7:011d}", "at": clock_now(), "text": text_update(speech.text()), "id": 10}
        journal.append("table", table.pk, table.laptops.get().grant, [doc, text])
    projecting, _none = timed(lambda: [project_now("table", table) for table in ids])
    indexing, _none = timed(lambda: catch_up(ids))
    again, _none = timed(lambda: catch_up(ids))
    changed = len(ids) * 2
    return {
        "project_ms_an_answer": round(projecting / changed, 2),
        "index_ms_an_answer": round(indexing / changed, 2),
        "nothing_to_index_ms": round(again, 1),
    }


def size() -> dict[str, float]:
    """Megabytes of the folded words, and of the database's own index over them."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE %s"
            names = ("pga_plenary_searchentry%", "pga_plenary_searchwords%")
        else:
            sql = "SELECT pg_relation_size(%s)"
            names = ("pga_plenary_searchentry", "pga_plenary_searchwords")
        sizes = []
        for name in names:
            cursor.execute(sql, [name])
            sizes.append(round(cursor.fetchone()[0] / 1e6, 1))
    return {"words_mb": sizes[0], "index_mb": sizes[1]}


def measure(answers: int, queries: int) -> dict[str, Any]:
    """All of it on the database that the environment names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pga.settings"
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from plenary.indexing import reindex  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    session, texts = fill(answers)
    building, count = timed(reindex)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "answers": count,
        "build_ms_an_answer": round(building / count, 3),
        **size(),
        **type_on(session),
        **ask(session, Speech(3).queries(texts, queries)),
    }


def run(answers: int, queries: int) -> dict[str, Any]:
    """Each database in a process of its own, one after the other."""
    one = [sys.executable, "-m", "bench.search", "--one", "--answers", str(answers), "--queries", str(queries)]
    told: dict[str, Any] = {}
    commands = {"sqlite": one, "postgresql": [sys.executable, "tools/with_postgres.py", *one]}
    for name, command in commands.items():
        with tempfile.TemporaryDirectory(prefix="rapporteur-bench-") as folder:
            env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"DATA_DIR": folder}
            done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            told[name] = json.loads(done.stdout.splitlines()[-1])
        elif "No PostgreSQL server here" in done.stderr:
            print(done.stderr.strip(), file=sys.stderr)
        else:
            sys.exit(done.stderr)
    return told


def main() -> None:
    """Print a table, then one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=50_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--one", action="store_true", help="only the database that the environment names")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.answers, options.queries)))
        return
    told = run(options.answers, options.queries)
    print(f"{'':<24}" + "".join(f"{name:>12}" for name in told))
    for key in next(iter(told.values())):
        print(f"{key:<24}" + "".join(f"{one[key]:>12}" for one in told.values()))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
