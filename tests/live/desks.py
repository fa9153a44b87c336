"""A laptop at its table as the writer sees it, without a server."""

import base64

from pga.live.clock import clock_now
from pga.live.edits import read_edits
from pga.live.journal import Appended, Batch, append_group
from pga.live.known import Known
from pga.live.projector import project_now
from pga.live.registry import scope_kind
from regions.closing import close_session
from regions.models import Laptop


class Desk:
    """A laptop at its table, as the writer sees it; `known` is what the writer remembers."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop, self.known, self.last = laptop, Known(), 0
        self.session = laptop.table.session

    def post(self, *edits: dict, known: Known | None = None) -> Appended:
        for edit in edits:
            self.last += 1
            edit |= {"id": self.last, "at": clock_now()}
        good, refusals = read_edits(list(edits), scope_kind("table"))
        assert refusals == []
        batch = Batch(f"table:{self.laptop.table_id}", self.laptop.grant, good, self.laptop.table.laptops_generation)
        return append_group([batch], known or self.known)[0]

    def project(self) -> None:
        project_now("table", self.laptop.table_id)

    def close(self) -> None:
        self.project()
        close_session(session=self.session)


def text(doc: str, update: bytes) -> dict:
    return {"doc": doc, "text": base64.b64encode(update).decode()}


def command(doc: str, name: str, value: object, **more: object) -> dict:
    return {"doc": doc, "set": name, "value": value, **more}
