"""Ten people ask for a report of the whole hall at once while a hundred laptops type: what the tables notice of it."""

import asyncio
import hashlib
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.door import Connection, laptop
from tests.running import RunningApp, running_app

LAPTOPS, ASKERS = 100, 10
REST_SECONDS = 15.0
MOST_SECONDS = 240.0
SEED = """
from bench.report_session import make_session
from plenary.links import make_moderator_link, moderator_url
from regions.layout import table_url
session = make_session({tables})
link = moderator_url(make_moderator_link(session=session, name="Bench"))
cards = [table_url(table) for table in session.tables.order_by("number")]
"""


class Asker:
    """A moderator who presses the button and waits for the file."""

    def __init__(self, port: int, address: str, session: int) -> None:
        self.line = Connection(port)
        self.address, self.session = urlsplit(address).path, session
        self.seconds = 0.0
        self.pdf = b""

    async def ask(self) -> None:
        """Come by the link, press, follow the pages until there is a file."""
        await self.line.ask("GET", self.address)
        begun = time.perf_counter()
        path = f"/sessions/{self.session}/report.pdf"
        while time.perf_counter() - begun < MOST_SECONDS:
            status, headers, body = await self.line.ask("GET", path)
            if headers.get("content-type") == "application/pdf":
                self.pdf, self.seconds = body, time.perf_counter() - begun
                break
            if status in {302, 303}:
                path = headers["location"]
                ready = path.partition("ready=")[2]
                path = f"/sessions/{self.session}/reports/{ready}.pdf" if ready else path
            await asyncio.sleep(1)
        self.line.close()


async def _typing(port: int, cards: list[str], seconds: float, times: list[float]) -> None:
    faults: list[int] = []
    await asyncio.gather(
        *(laptop(port, card, seconds, n / len(cards), times, faults) for n, card in enumerate(cards[:LAPTOPS]))
    )
    if faults:
        raise RuntimeError(f"{len(faults)} edits were not acknowledged")


async def _both(port: int, cards: list[str], link: str, session: int) -> tuple[list[float], list[float], list[Asker]]:
    rest: list[float] = []
    await _typing(port, cards, REST_SECONDS, rest)
    askers = [Asker(port, link, session) for _ in range(ASKERS)]
    busy: list[float] = []
    typing = asyncio.create_task(_typing(port, cards, MOST_SECONDS, busy))
    await asyncio.sleep(2)
    busy.clear()
    await asyncio.gather(*(asker.ask() for asker in askers))
    told = list(busy)
    typing.cancel()
    await asyncio.gather(typing, return_exceptions=True)
    return rest, told, askers


def _share(times: list[float], share: float) -> float:
    return round(sorted(times)[min(len(times) - 1, int(len(times) * share))], 2)


def hall(tables: int) -> dict[str, Any]:
    """Acknowledgements at rest and during a compilation; how many compilations ten requests cost."""
    with running_app() as app:
        link, cards, session = app.evaluate("[link, cards, session.pk]", SEED.replace("{tables}", str(tables)))
        rest, busy, askers = asyncio.run(_both(app.port, cards, link, session))
        made = app.evaluate("ReportRecord.objects.count()", "from reports.models import ReportRecord")
        return {
            "ack_rest_p50_ms": _share(rest, 0.5),
            "ack_rest_p95_ms": _share(rest, 0.95),
            "ack_busy_p50_ms": _share(busy, 0.5),
            "ack_busy_p95_ms": _share(busy, 0.95),
            "ack_busy_p99_ms": _share(busy, 0.99),
            "ack_busy_longest_ms": _share(busy, 1),
            "hall_cold_s": round(max(asker.seconds for asker in askers), 2),
            "askers": len(askers),
            "downloads": sum(1 for asker in askers if asker.pdf.startswith(b"%PDF")),
            "different_files": len({hashlib.sha256(asker.pdf).hexdigest() for asker in askers}),
            "records": made,
            "server_peak_mb": _server_peak(app),
        }


def _server_peak(app: RunningApp) -> int | None:
    if app.server is None:
        return None
    lines = Path(f"/proc/{app.server.pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), None)


if __name__ == "__main__":
    print(json.dumps(hall(12)))
