"""What goes down a stream, formatted once."""

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any

from pga.live.journal import Row
from pga.live.models import JournalRow

HEARTBEAT = b"event: beat\ndata: {}\n\n"
RETRY = b"retry: 2000\n\n"


def frame(name: str, data: Any) -> bytes:
    """A named server-sent event with JSON."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()


def html_frame(html: str) -> bytes:
    """An unnamed server-sent event with HTML, which htmx swaps."""
    return ("".join(f"data: {line}\n" for line in html.splitlines()) + "\n").encode()


def row_json(row: Row | JournalRow) -> dict[str, Any]:
    """A journal row as laptops read it."""
    told = {"n": row.number, "laptop": row.laptop, "id": row.edit, "doc": row.doc, "clock": row.clock, "at": row.at}
    if row.late:
        told |= {"late": True}
    payload = bytes(row.payload)
    if row.sort == "text":
        return {**told, "text": base64.b64encode(payload).decode()}
    return {**json.loads(payload), **told}


def rows_frame(rows: Iterable[Row | JournalRow]) -> bytes:
    """One event with many rows."""
    return frame("rows", {"rows": [row_json(row) for row in rows]})


def here_frame(there: Sequence[tuple[str, str, str | None]]) -> bytes:
    """Who is there: (laptop, name, document)."""
    return frame("here", {"here": [{"laptop": laptop, "name": name, "doc": doc} for laptop, name, doc in there]})
