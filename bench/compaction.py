"""What compaction saves: `.venv/bin/python -m bench.compaction`.

One table writes 3,000 words at 20 words a minute into 250 points, three bursts a word, and goes back to every fifth
point; then the journal is compacted. All in a database of its own (SQLite), which is gone afterwards.
"""

import atexit
import json
import os
import shutil
import statistics
import tempfile
import time
from itertools import count, islice
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

FOLDER = Path(tempfile.mkdtemp(prefix="rapporteur-bench-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ |= {"DATA_DIR": str(FOLDER), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "pga.settings"}
django.setup()

from bench.door import burst  # noqa: E402 Django first
from pga.live import compaction, journal  # noqa: E402
from pga.live.clock import now_ms  # noqa: E402
from pga.live.models import JournalRow, SettledIds  # noqa: E402
from pga.live.projector import project_now  # noqa: E402
from regions.commands import new_key  # noqa: E402
from regions.history import history_of  # noqa: E402
from regions.layout import make_table  # noqa: E402
from regions.models import DiscussionTable, Laptop, Region  # noqa: E402
from sessions.models import DiscussionSession, Event  # noqa: E402

WORDS, WORDS_A_POINT, MS_A_WORD = 3_000, 12, 3_000


def _edits() -> list[tuple[int, dict[str, Any]]]:
    """Edits with the millisecond at which they are made."""
    edits: list[tuple[int, dict[str, Any]]] = []
    ids = count(1)

    def add(at: int, doc: str, **what: Any) -> None:
        edits.append((at, {"id": next(ids), "doc": doc, "at": at + 1 << 11, **what}))

    at = 0
    for point in range(WORDS // WORDS_A_POINT):
        doc, clock = new_key("a"), 0
        for name, value in (("position", "i"), ("question", 1), ("kind", "point")):
            add(at, doc, set=name, value=value)
        # Every fifth point is gone back to, two minutes later.
        words = WORDS_A_POINT if point % 5 else WORDS_A_POINT - 2
        for n in range(WORDS_A_POINT):
            at += 120_000 if n == words else 0
            for letters in ("dis", "cus", "sed "):
                add(at, doc, text=burst(1_000_000 + point, clock, letters))
                clock, at = clock + len(letters), at + MS_A_WORD // 3
    return edits


def _size() -> int:
    """Bytes of the database, without what is free in it."""
    copy = FOLDER / "copy.sqlite3"
    copy.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    return copy.stat().st_size


def _history_ms(table: DiscussionTable, laptop: Laptop, key: str) -> float:
    begun = time.perf_counter()
    for _ in range(20):
        history_of(table, key, reader=laptop)
    return round((time.perf_counter() - begun) * 50, 2)


def _measure() -> dict[str, Any]:
    event = Event.objects.create(name="Bench")
    session = DiscussionSession.objects.create(event=event, code="B")
    region = Region.objects.create(event=event, name="Bench", hue="asia")
    table = make_table(session=session, region=region, number=1)
    laptop = Laptop.objects.create(table=table, number=1)
    empty, edits = _size(), _edits()
    left = iter(edits)
    while some := list(islice(left, 500)):
        journal.append("table", table.pk, laptop.grant, [edit for _at, edit in some])
    begun = now_ms() - edits[-1][0] - 3_600_000
    rows = list(JournalRow.objects.order_by("number"))
    for row, (at, _edit) in zip(rows, edits, strict=True):
        row.at = begun + at
    JournalRow.objects.bulk_update(rows, ["at"], batch_size=500)
    project_now("table", table.pk)
    before = (len(rows), _size() - empty, _history_ms(table, laptop, edits[0][1]["doc"]))
    times: list[float] = []
    more = True
    while more:
        planned = compaction.plan(f"table:{table.pk}")
        clock = time.perf_counter()
        compaction.carry_out(planned)
        times.append((time.perf_counter() - clock) * 1000)
        more = bool(planned.heads)
    after = (JournalRow.objects.count(), _size() - empty, _history_ms(table, laptop, edits[0][1]["doc"]))
    return {
        "rows": [before[0], after[0]],
        "kilobytes": [before[1] // 1000, after[1] // 1000],
        "history_ms": [before[2], after[2]],
        "transactions": len(times),
        "median_transaction_ms": round(statistics.median(times), 1),
        "longest_transaction_ms": round(max(times), 1),
        "settled_ranges": len(SettledIds.objects.get().ranges),
    }


def main() -> None:
    """Print one JSON object; pairs are before and after."""
    call_command("migrate", verbosity=0)
    print(json.dumps(_measure()))


if __name__ == "__main__":
    main()
