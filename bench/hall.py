"""Simulated laptops that type without a pause, keep what is not acknowledged, and send it until it is."""

import asyncio
import base64
import json
import os
import random
import secrets
import time
from typing import Any
from urllib.parse import urlsplit

from bench.door import Connection, burst
from pga.live.merging import merge, text_of, vector_of
from pga.live.updates import advance, read_update, read_vector

LAPTOPS_A_TABLE = 2
BURSTS_A_POINT = 12
PAUSE = 0.5
MOST_EDITS = 500
PATIENCE = 30.0
chance = random.Random()


class Laptop:
    """A laptop that types, keeps what is not acknowledged, and sends it until it is."""

    def __init__(self, hall: "Hall", number: int, table: dict[str, Any]) -> None:
        self.hall, self.number, self.table = hall, number, table["id"]
        self.address = urlsplit(table["url"]).path
        self.line = Connection(hall.port)
        self.waiting: dict[int, dict[str, Any]] = {}
        self.typed_at: dict[int, float] = {}
        # What the server promised: by document and client the next clock, and documents with a register.
        self.promised: dict[tuple[str, int], int] = {}
        self.marked: set[str] = set()
        self.mark = self.last = 0
        self.tokens: list[tuple[str, str]] = []
        self.points = 0

    async def join(self) -> None:
        """By the card, as soon as the server is there; the cookie lives as long as the laptop."""
        until = time.monotonic() + PATIENCE
        while not self.line.cookies:
            try:
                await self.line.ask("GET", self.address)
            except OSError:
                if time.monotonic() > until:
                    raise
                self.line = self._again()
                await asyncio.sleep(0.1)

    async def type(self) -> None:
        """Point after point, every third one together with the neighbour."""
        doc, client, clock, left = "", 0, 0, 0
        while not self.hall.is_over:
            if not left:
                doc, client, clock, left = self._point(), secrets.randbelow(1 << 31) + 1, 0, BURSTS_A_POINT
                self._write({"doc": doc, "set": "kind", "value": "quote"})
            token = f"{self.number}x{len(self.tokens)} "
            update = burst(client, clock, token)
            self._write({"doc": doc, "text": base64.b64encode(update).decode()}, client, clock + len(token))
            self.tokens.append((doc, token))
            clock, left = clock + len(token), left - 1
            await asyncio.sleep(PAUSE * chance.uniform(0.5, 1.5))

    def _point(self) -> str:
        self.points += 1
        if self.points % 3:
            return "a" + base64.b64encode(os.urandom(30)).decode().translate({43: 65, 47: 66})[:21]
        return f"aShared{self.table:07}{self.points:08}"

    def _write(self, edit: dict[str, Any], client: int = 0, clock: int = 0) -> None:
        self.last += 1
        self.waiting[self.last] = {"id": self.last, "at": int(time.time() * 1000) << 11, **edit}
        self.typed_at[self.last] = time.perf_counter()
        if client:
            self.waiting[self.last]["reach"] = (client, clock)

    async def send(self) -> None:
        """One request at a time, with all that waits; after a failure a pause, longer each time."""
        failures = 0
        while not self.hall.is_over or self.waiting:
            if self.hall.is_held or not self.waiting:
                await asyncio.sleep(0.02)
                continue
            try:
                await self._post(list(self.waiting.values())[:MOST_EDITS])
                failures = 0
            except (OSError, EOFError, ValueError, KeyError, TimeoutError):
                self.line.close()
                self.line = self._again()
                failures += 1
                await asyncio.sleep(chance.random() * min(2.0, 0.2 * 2**failures))

    def _again(self) -> Connection:
        line = Connection(self.hall.port)
        line.cookies = self.line.cookies
        return line

    async def _post(self, edits: list[dict[str, Any]]) -> None:
        sent = [{name: value for name, value in edit.items() if name != "reach"} for edit in edits]
        body = json.dumps({"edits": sent, "here": {"doc": sent[-1]["doc"]}}).encode()
        async with asyncio.timeout(PATIENCE):
            status, _headers, answer = await self.line.ask("POST", f"/live/table/{self.table}/edits", body)
        told = json.loads(answer)
        if status >= 500 or "acked" not in told:
            raise ValueError(f"{status}")
        self.hall.refused += len(told["refused"])
        for number in told["acked"]:
            self._acknowledged(number)
        if not told["acked"]:
            raise ValueError("nothing was taken")

    def _acknowledged(self, number: int) -> None:
        edit = self.waiting.pop(number, None)
        if edit is None:
            return
        self.hall.acknowledged(time.perf_counter() - self.typed_at.pop(number))
        self.mark = max(self.mark, number)
        if "reach" in edit:
            client, clock = edit["reach"]
            self.promised[edit["doc"], client] = max(self.promised.get((edit["doc"], client), 0), clock)
        else:
            self.marked.add(edit["doc"])

    async def snapshot(self) -> dict[str, Any]:
        """The table's notes, as soon as the server gives them out."""
        until = time.monotonic() + PATIENCE
        while True:
            line = self._again()
            try:
                status, _headers, body = await line.ask("GET", f"/live/table/{self.table}/snapshot")
                if status == 200:
                    told: dict[str, Any] = json.loads(body)
                    return told
            except (OSError, EOFError, ValueError):
                pass
            finally:
                line.close()
            if time.monotonic() > until:
                raise TimeoutError("The server does not come back.")
            await asyncio.sleep(0.1)


class Texts:
    """What a snapshot says of a table."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.parts: dict[str, list[bytes]] = {}
        self.registers: dict[str, set[str]] = {}
        for doc in told["docs"]:
            self.parts[doc["doc"]] = [base64.b64decode(doc["state"])]
            self.registers[doc["doc"]] = set(doc["registers"])
        for row in told["rows"]:
            if "text" in row:
                self.parts.setdefault(row["doc"], []).append(base64.b64decode(row["text"]))
            else:
                self.registers.setdefault(row["doc"], set()).add(row["set"])
        self.mark: int = told["mark"]

    def clocks(self, doc: str) -> dict[int, int]:
        """The next clock of every client."""
        state, *rows = self.parts.get(doc, [b""])
        clocks = read_vector(vector_of(state)) if state else {}
        for row in rows:
            advance(clocks, read_update(row))
        return clocks

    def words(self, doc: str) -> str:
        """The text."""
        return text_of(merge(b"", self.parts.get(doc, [])))


class Hall:
    """Tables, their laptops, and what came of it."""

    def __init__(self, port: int, tables: list[dict[str, Any]]) -> None:
        self.port = port
        self.is_over = self.is_held = False
        self.acks: list[float] = []
        self.missing = self.refused = 0
        self.first_ack: asyncio.Event = asyncio.Event()
        numbers = range(LAPTOPS_A_TABLE * len(tables))
        self.laptops = [Laptop(self, n, tables[n // LAPTOPS_A_TABLE]) for n in numbers]

    def acknowledged(self, seconds: float) -> None:
        """One edit more is on disk, so long after it was typed."""
        self.acks.append(seconds)
        self.first_ack.set()

    async def check(self) -> None:
        """Count what was promised and is not there, before anybody sends again."""
        for laptop in self.laptops:
            texts = Texts(await laptop.snapshot())
            for (doc, client), clock in laptop.promised.items():
                self.missing += texts.clocks(doc).get(client, 0) < clock
            self.missing += sum("kind" not in texts.registers.get(doc, ()) for doc in laptop.marked)
            self.missing += texts.mark < laptop.mark

    async def typed_missing(self) -> int:
        """Letters that were typed and stand in no text."""
        missing = 0
        for laptop in self.laptops:
            texts = Texts(await laptop.snapshot())
            known = {doc: f" {texts.words(doc)}" for doc in {doc for doc, _token in laptop.tokens}}
            missing += sum(len(token) for doc, token in laptop.tokens if known[doc].count(token) < 1)
        return missing
