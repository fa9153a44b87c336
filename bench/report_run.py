"""One way to set one report, measured in a process of its own: `python -m bench.report_run {ours,plain,typst} TABLES`.

Prints one JSON object: seconds with nothing kept, with nothing changed, after one changed point; and the most memory
that any of its processes held. `plain` is one WeasyPrint document of the same pages, untagged; `typst` the same words
in Typst, tagged. Neither keeps anything, so for them every change costs the whole.
"""

import argparse
import atexit
import io
import json
import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

FOLDER = Path(tempfile.mkdtemp(prefix="rapporteur-bench-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ |= {"DATA_DIR": str(FOLDER), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "pga.settings"}

import django  # noqa: E402 the environment first

django.setup()

import pikepdf  # noqa: E402 Django first
from django.core.management import call_command  # noqa: E402

from bench.report_session import make_session  # noqa: E402
from regions.models import Answer  # noqa: E402
from reports.chapters import body_parts  # noqa: E402
from reports.compiling import compile_report  # noqa: E402
from reports.composing import compose  # noqa: E402
from reports.content import Point, QuestionSection, ReportContent  # noqa: E402
from reports.parts import FONT_FOLDERS  # noqa: E402
from reports.queries import session_rows  # noqa: E402


class Memory:
    """The most that this process or one of its children held, in MB; looked at ten times a second."""

    def __init__(self) -> None:
        self.most = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """Look for the last time."""
        self._ended.set()
        self._thread.join()
        return round(self.most)

    def _watch(self) -> None:
        while True:
            self.most = max([self.most, *map(_peak_mb, [os.getpid(), *_children()])])
            if self._ended.wait(0.1):
                return


def _children() -> list[int]:
    found = []
    for path in Path("/proc/self/task").glob("*/children"):
        # Threads come and go.
        with suppress(OSError):
            found += [int(pid) for pid in path.read_text(encoding="ascii").split()]
    return found


def _peak_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def timed(make: Callable[[], bytes]) -> tuple[float, bytes]:
    """Seconds, and what was made."""
    begun = time.perf_counter()
    pdf = make()
    return round(time.perf_counter() - begun, 2), pdf


def processor_seconds() -> float:
    """Of this process, its children, and those of them that have ended: what a busy machine does not change much."""
    told = os.times()
    seconds = told.user + told.system + told.children_user + told.children_system
    for pid in _children():
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
            seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def change_one_point() -> None:
    """Somebody in the middle of the hall changes a word."""
    answer = Answer.objects.order_by("pk")[Answer.objects.count() // 2]
    answer.text += " changed."
    answer.save(update_fields=["text"])


def ours(session_id: int) -> dict[str, Any]:
    """Parts, linked."""
    before = processor_seconds()
    cold, pdf = timed(lambda: compile_report(session_id))
    cpu = round(processor_seconds() - before, 1)
    same, _pdf = timed(lambda: compile_report(session_id))
    change_one_point()
    change, _pdf = timed(lambda: compile_report(session_id))
    return {"cold_s": cold, "same_s": same, "change_s": change, "cold_cpu_s": cpu, **told(pdf)}


def plain(session_id: int) -> dict[str, Any]:
    """The same pages as one document, as everybody would begin."""
    import weasyprint  # noqa: PLC0415

    from reports.press import NoFetcher  # noqa: PLC0415 its libraries are this process's own affair

    def make() -> bytes:
        parts = body_parts(compose(session_rows(session_id)))
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        bodies = [part.html.partition("<body")[2].partition(">")[2].rpartition("</body>")[0] for part in parts]
        html = f"<html lang=en><title>Report</title><body>{'<hr>'.join(bodies)}</body></html>"
        sheet = weasyprint.CSS(string=parts[0].css, url_fetcher=NoFetcher())
        return weasyprint.HTML(string=html, url_fetcher=NoFetcher()).write_pdf(stylesheets=[sheet]) or b""

    return whole(make)


def typst(session_id: int) -> dict[str, Any]:
    """The same words in Typst."""
    import typst as typesetter  # noqa: PLC0415 a peer, only needed here

    fonts = [str(folder) for folder in FONT_FOLDERS if folder.is_dir()]

    def make() -> bytes:
        source = FOLDER / "report.typ"
        source.write_text("\n".join(_typst_lines(compose(session_rows(session_id)))), encoding="utf-8")
        compiler = typesetter.Compiler(root=str(FOLDER), font_paths=fonts, ignore_system_fonts=True)
        return bytes(compiler.compile(input=str(source), format="pdf", pdf_standards=["ua-1"]))

    return whole(make)


def whole(make: Callable[[], bytes]) -> dict[str, Any]:
    """What a typesetter needs that keeps nothing: everything, every time."""
    before = processor_seconds()
    cold, pdf = timed(make)
    cpu = round(processor_seconds() - before, 1)
    return {"cold_s": cold, "same_s": cold, "change_s": cold, "cold_cpu_s": cpu, **told(pdf)}


def told(pdf: bytes) -> dict[str, Any]:
    """How large it became."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {"pages": len(document.pages), "file_mb": round(len(pdf) / 1e6, 1)}


def _typst_lines(content: ReportContent) -> Iterator[str]:
    """Words as string literals only, never as markup."""
    yield '#set document(title: "Report")\n#set page(paper: "a4", margin: 22mm, numbering: "1")'
    yield '#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Sans Bengali", "Noto Sans Devanagari"), size: 10pt)'
    yield f"= #{_literal(content.session.title.text or 'Report')}\n#outline()"
    for section in (*content.naming, *content.questions, *content.recommendations):
        yield from _typst_section(section)
    for story in content.stories:
        yield f"== #{_literal(f'Table {story.table.number}')}"
        for about in story.issues:
            for group in about.questions:
                yield from map(_typst_point, group.points)


def _typst_section(section: QuestionSection) -> Iterator[str]:
    yield f"#pagebreak()\n= #{_literal(section.question.title.text)}"
    for region in section.regions:
        yield f"== #{_literal(region.region.name.text)}"
        for table in region.tables:
            yield f"=== #{_literal(f'Table {table.table.number}')}"
            for group in table.groups:
                yield from map(_typst_point, group.points)


def _typst_point(point: Point) -> str:
    lines = [
        f"#text(lang: {_literal(one.language)}, dir: {one.direction}, {_literal(one.text)})" for one in point.passages
    ]
    ticks = " · ".join(f"{ticked.name}: {', '.join(value.text for value in ticked.values)}" for ticked in point.ticked)
    return "\n\n".join([*lines, f"#text(size: 8.5pt, {_literal(ticks)})" if ticks else ""])


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main() -> None:
    """Fill a database of its own, set, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    ways = {"ours": ours, "plain": plain, "typst": typst}
    parser.add_argument("way", choices=ways)
    parser.add_argument("tables", type=int)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    session = make_session(min(options.tables, 500))
    memory = Memory()
    result = ways[options.way](session.pk)
    print(json.dumps(result | {"peak_mb": memory.end()}))


if __name__ == "__main__":
    main()
