"""A table with two laptops, and a writer of Yjs updates as a browser would make them."""

from collections.abc import Callable

import pytest
from pycrdt import Doc, Text

from regions.layout import make_table
from regions.models import DiscussionTable, Laptop, Region
from tests.live.desks import Desk


@pytest.fixture
def table(session) -> DiscussionTable:
    region = Region.objects.create(event=session.event, name="Asia", hue="asia")
    return make_table(session=session, region=region, number=4)


@pytest.fixture
def joined(table) -> Laptop:
    return Laptop.objects.create(table=table, number=1)


@pytest.fixture
def other_joined(table) -> Laptop:
    return Laptop.objects.create(table=table, number=2)


@pytest.fixture
def desk(joined) -> Desk:
    return Desk(joined)


class Typist:
    """One text as one laptop has it."""

    def __init__(self) -> None:
        self.doc: Doc = Doc()
        self.text = self.doc.get("t", type=Text)

    def type(self, words: str) -> bytes:
        """The update that typing at the end makes."""
        before = self.doc.get_state()
        self.text += words
        return self.doc.get_update(before)

    def cut(self, start: int, end: int) -> bytes:
        """The update that deleting makes."""
        before = self.doc.get_state()
        del self.text[start:end]
        return self.doc.get_update(before)

    def hear(self, update: bytes) -> None:
        """Take in what another typed."""
        self.doc.apply_update(update)


@pytest.fixture
def typist() -> Callable[[], Typist]:
    return Typist
