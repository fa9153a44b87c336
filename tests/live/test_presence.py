"""Who is there: laptops that fell silent are not those that said goodbye; processes tell each other."""

import pytest

from pga.live import presence as room
from pga.live.presence import Presence


@pytest.fixture
def clock(monkeypatch):
    now = [1_000.0]
    monkeypatch.setattr(room.time, "monotonic", lambda: now[0])
    return now


def test_a_laptop_that_falls_silent_is_remembered_and_one_that_goes_is_not(clock):
    presence = Presence()
    presence.heard("table:1", "a", None)
    presence.heard("table:1", "b", "doc", 3)
    clock[0] += 20
    presence.heard("table:1", "a", None)
    clock[0] += 10
    assert [one.laptop for one in presence.there("table:1")] == ["a"]
    assert [(one.laptop, one.unsent) for one in presence.silent("table:1")] == [("b", 3)]
    presence.gone("table:1", "b")
    assert presence.silent("table:1") == []


def test_only_what_differs_is_told(clock):
    presence, told = Presence(), []
    presence.on_change(told.append)
    assert presence.heard("table:1", "a", "doc")
    assert not presence.heard("table:1", "a", "doc")
    assert presence.heard("table:1", "a", "doc", 2)
    assert presence.heard("table:1", "a", "other", 2)
    presence.gone("table:1", "a")
    assert told == ["table:1"] * 4


def test_another_process_learns_who_is_here_and_who_has_gone(clock):
    one, other = Presence(), Presence()
    one.heard("table:1", "a", "doc", 4)
    assert other.hear(one.untold()) == {"table:1"}
    assert [(here.laptop, here.doc, here.unsent) for here in other.there("table:1")] == [("a", "doc", 4)]
    clock[0] += 5
    one.heard("table:1", "a", "doc", 4)
    assert one.untold() == []
    clock[0] += 5
    one.heard("table:1", "a", "doc", 4)
    assert other.hear(one.untold()) == set()
    one.gone("table:1", "a")
    assert other.hear(one.untold()) == {"table:1"}
    assert other.there("table:1") == []
