"""Frames that are held, corrected, and made once for many askings."""

import asyncio

from pga.live.hub import Hub, Listener, hub
from pga.live.pace import Pace
from tests.notebooks import until


def sent(listener: Listener) -> bytes:
    joined = b"".join(listener.frames)
    listener.frames.clear()
    return joined


def test_a_correction_goes_at_once_and_what_is_held_of_the_same_never_goes():
    async def story() -> None:
        held = Hub()
        held.start(asyncio.get_running_loop())
        listener = held.join("wall:1", "key")
        for frame in (b"first", b"second"):
            held.show("wall:1", "statements", frame)
        held.show("wall:1", "counts", b"counts")
        held.correct("wall:1", "statements", b"corrected")
        await asyncio.sleep(0)
        assert sent(listener) == b"firstcorrected"
        await asyncio.to_thread(until, lambda: listener.frames)
        assert sent(listener) == b"counts"

    asyncio.run(story())


def test_whoever_minds_is_told_of_those_who_come_and_go():
    minded, seen = Hub(), []
    minded.mind(seen.append)
    minded.leave(minded.join("wall:1", "key"))
    assert seen == ["wall:1", "wall:1"]


def test_what_is_asked_for_a_hundred_times_is_done_once_and_a_failure_ends_nothing():
    done: list[int] = []

    def count(ident: int) -> None:
        done.append(ident)
        if ident == 2:
            raise ValueError

    async def story() -> None:
        hub.start(asyncio.get_running_loop())
        pace = Pace(0.05, count)
        for _ in range(100):
            pace.ask(1)
            pace.ask(2)
        await asyncio.to_thread(until, lambda: len(done) == 2)
        assert sorted(done) == [1, 2]
        pace.ask(1)
        await asyncio.to_thread(until, lambda: len(done) == 3)
        hub.stop()
        pace.ask(1)
        await asyncio.sleep(0.1)

    asyncio.run(story())
    assert sorted(done) == [1, 1, 2]
