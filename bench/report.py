"""How soon a report is there, and at what price: `.venv/bin/python -m bench.report [--tables 12 100 500]`.

Sets sessions of so many tables with twenty points each, every way in a process and a database of its own: with nothing
kept, with nothing changed, after one changed point; beside it one plain WeasyPrint document of the same pages and the
same words in Typst, which keep nothing. Then starts the real server with the largest session, lets a hundred laptops
type, asks ten times at once for its report with nothing kept, and compares how long acknowledgements take meanwhile
and at rest. All on this machine's own loopback; ends by itself. The last line is one JSON object.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.report_hall import hall

ROOT = Path(__file__).resolve().parent.parent
WAYS = {"ours": "parts, linked, tagged", "plain": "one WeasyPrint document", "typst": "Typst, tagged"}
MOST_TABLES = 500
SECONDS = 900


def measured(way: str, tables: int) -> dict[str, Any]:
    """One way, one size; an empty result where the peer is not installed."""
    command = [sys.executable, "-m", "bench.report_run", way, str(tables)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        print(f"{way} at {tables} tables: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return {}
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def flat(results: dict[str, dict[int, dict[str, Any]]]) -> dict[str, Any]:
    """`cold_s_12` and so on for us; the same names behind `plain_` and `typst_` for the peers."""
    told: dict[str, Any] = {}
    for way, sizes in results.items():
        before = "" if way == "ours" else f"{way}_"
        for tables, one in sizes.items():
            for name in ("cold_s", "same_s", "change_s", "cold_cpu_s", "pages", "file_mb"):
                told[f"{before}{name}_{tables}"] = one.get(name)
        told[f"{before}peak_mb"] = max((one["peak_mb"] for one in sizes.values() if one), default=None)
    return told


def show(results: dict[str, dict[int, dict[str, Any]]]) -> None:
    """The table for people."""
    heads = ("tables", "pages", "cold s", "cold CPU", "same s", "change s", "peak MB", "file MB")
    print(f"{'':<26}" + "".join(f"{head:>10}" for head in heads))
    for way, sizes in results.items():
        for tables, one in sizes.items():
            names = ("pages", "cold_s", "cold_cpu_s", "same_s", "change_s", "peak_mb", "file_mb")
            values = [tables, *(one.get(name, "–") for name in names)]
            print(f"{WAYS[way]:<26}" + "".join(f"{value:>10}" for value in values))


def main() -> None:
    """Print a table, then one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, nargs="+", default=[12, 100, 500])
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--no-hall", action="store_true", help="leave the typing laptops out")
    options = parser.parse_args()
    sizes = [min(tables, MOST_TABLES) for tables in options.tables]
    results = {way: {tables: measured(way, tables) for tables in sizes} for way in options.ways}
    show(results)
    told = flat(results) | {"load_1min": round(os.getloadavg()[0], 2)}
    if not options.no_hall:
        told |= hall(max(sizes))
        print(json.dumps({name: value for name, value in told.items() if name.startswith("ack")}))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
