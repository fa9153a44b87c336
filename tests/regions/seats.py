"""Laptops at tables that write through the real journal, and the pages that they see."""

import base64
import re
from html import unescape

from django.db.models import F
from django.db.models.functions import Greatest
from django.test import Client
from pycrdt import Doc, Text

from pga.live import journal
from pga.live.clock import clock_now
from pga.live.models import JournalRow
from regions.commands import new_key
from regions.layout import table_url
from regions.models import DiscussionTable, Laptop
from tests.test_doors import path_of

PART = {"HX-Request": "true"}


class Point:
    """A document and its text, as all laptops have it."""

    def __init__(self, sort: str = "a") -> None:
        self.key = new_key(sort)
        self.doc: Doc = Doc()
        self.text = self.doc.get("t", type=Text)

    def reads(self, words: str) -> bytes:
        """The update that makes the text read so: what stays the same at both ends is not touched."""
        before, old = self.doc.get_state(), str(self.text).encode()
        new = words.encode()
        start = next((n for n in range(min(len(old), len(new))) if old[n] != new[n]), min(len(old), len(new)))
        # Indexes are bytes; a letter is never cut.
        while start and start < max(len(old), len(new)) and _inside(old, start) | _inside(new, start):
            start -= 1
        if len(old) > start:
            del self.text[start:]
        if len(new) > start:
            self.text.insert(start, new[start:].decode())
        return self.doc.get_update(before)

    @property
    def vector(self) -> str:
        return base64.b64encode(self.doc.get_state()).decode()


def _inside(text: bytes, at: int) -> bool:
    return at < len(text) and text[at] & 0xC0 == 0x80


class Seat:
    """A browser that joined a table by its card."""

    def __init__(self, table: DiscussionTable, name: str = "") -> None:
        self.table, self.client, self.edits = table, Client(), 0
        self.client.get(path_of(table_url(table)))
        self.laptop = Laptop.objects.filter(table=table).latest("number")
        Laptop.objects.filter(pk=self.laptop.pk).update(name=name)

    def types(self, point: Point, words: str) -> None:
        """Let the point read so."""
        self._append({"doc": point.key, "text": base64.b64encode(point.reads(words)).decode()})

    def sets(self, point: Point, name: str, value: object, **more: object) -> None:
        """Set a register."""
        self._append({"doc": point.key, "set": name, "value": value, **more})

    def _append(self, edit: dict) -> None:
        self.edits += 1
        edit |= {"id": self.edits, "at": clock_now()}
        journal.append("table", self.table.pk, self.laptop.grant, [edit])

    def history(self, point: Point, query: str = "", **headers: str) -> "Steps":
        answer = self.client.get(f"/tables/{self.table.pk}/history/{point.key}/{query}", headers=headers)
        assert answer.status_code == 200
        return Steps(answer.content.decode())


def minutes_pass(minutes: float) -> None:
    """All that was journalled is so much older."""
    older = int(minutes * 60_000)
    JournalRow.objects.update(at=F("at") - older, began=Greatest(F("began") - older, 0))


class Steps:
    """A page of history, as a person reads it: added words as [+so+], removed ones as [-so-]."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.items = page.split('<li class="step">')[1:]

    def _each(self, tag: str) -> list[str]:
        found = (re.search(tag, item, re.DOTALL) for item in self.items)
        return [_read(match[1]) if match else "" for match in found]

    @property
    def who(self) -> list[str]:
        return self._each(r"<bdi>(.*?)</bdi>")

    @property
    def changed(self) -> list[str]:
        return self._each(r'<p class="changed" dir="auto">(.*?)</p>')

    @property
    def then(self) -> list[str]:
        return self._each(r'<p class="then" hidden dir="auto">(.*?)</p>')

    @property
    def deeds(self) -> list[list[str]]:
        return [[_read(deed) for deed in re.findall(r'<p class="deed">(.*?)</p>', item)] for item in self.items]


def _read(html: str) -> str:
    for tag, sign in (("ins", "+"), ("del", "-")):
        html = html.replace(f"<{tag}>", f"[{sign}").replace(f"</{tag}>", f"{sign}]")
    return unescape(re.sub(r"<[^>]+>", "", html)).replace("\u2068", "").replace("\u2069", "")
