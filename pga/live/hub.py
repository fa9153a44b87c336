"""Fan-out within one process: frames to the streams that listen to a channel.

A frame is formatted once, not once per reader.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable

MOST_WAITING = 512
_SHOW_EVERY = 0.5


class Listener:
    """One open stream. A reader too slow for its bounded queue is let go and catches up when it comes back."""

    def __init__(self, channel: str, key: str) -> None:
        self.channel = channel
        self.key = key
        self.frames: deque[bytes] = deque()
        self.ended = False
        self.recheck = False
        self._woken = asyncio.Event()

    def put(self, frame: bytes) -> None:
        """Queue a frame, or end the stream if it is full."""
        if len(self.frames) >= MOST_WAITING:
            self.end()
        else:
            self.frames.append(frame)
            self._woken.set()

    def doubt(self) -> None:
        """Let the stream ask at the door again."""
        self.recheck = True
        self._woken.set()

    def end(self) -> None:
        """Let the stream close."""
        self.ended = True
        self._woken.set()

    async def next(self, seconds: float) -> bytes | None:
        """All that waits, joined; b'' after so many `seconds` of silence; None at the end."""
        if not self.frames and not self.ended and not self.recheck:
            self._woken.clear()
            try:
                await asyncio.wait_for(self._woken.wait(), seconds)
            except TimeoutError:
                return b""
        if self.ended:
            return None
        joined = b"".join(self.frames)
        self.frames.clear()
        return joined


class Hub:
    """Channels and their listeners; all state belongs to the event loop's thread."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.listeners: dict[str, set[Listener]] = defaultdict(set)
        self._shown: dict[str, dict[str, bytes]] = defaultdict(dict)
        self._flushing: set[str] = set()
        self._minding: list[Callable[[str], None]] = []

    @property
    def serving(self) -> bool:
        """Whether this process serves streams."""
        return self.loop is not None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Belong to this loop."""
        self.loop = loop

    def stop(self) -> None:
        """End every stream."""
        self._end_all()
        self.loop = None

    def join(self, channel: str, key: str) -> Listener:
        """Listen to a channel; `key` says by which right, so that the right can be asked for again."""
        listener = Listener(channel, key)
        self.listeners[channel].add(listener)
        self._mind(channel)
        return listener

    def leave(self, listener: Listener) -> None:
        """Listen no longer."""
        self.listeners[listener.channel].discard(listener)
        if not self.listeners[listener.channel]:
            del self.listeners[listener.channel]
        self._mind(listener.channel)

    def mind(self, function: Callable[[str], None]) -> None:
        """Call the function, in the loop's thread, with a channel to which somebody begins or ceases to listen."""
        if function not in self._minding:
            self._minding.append(function)

    def _mind(self, channel: str) -> None:
        for function in self._minding:
            function(channel)

    def call(self, function: Callable[..., object], *args: object) -> None:
        """Run in the loop's thread, from any thread; nothing happens where no server runs."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(function, *args)

    def recheck(self, channel: str | None = None) -> None:
        """Let the streams of a channel, or all of them, ask at the door again. From any thread."""
        self.call(self._doubt, channel)

    def end_all(self) -> None:
        """Let every page connect anew and catch up. From any thread."""
        self.call(self._end_all)

    def _doubt(self, channel: str | None) -> None:
        for name in [channel] if channel else list(self.listeners):
            for listener in list(self.listeners.get(name, ())):
                listener.doubt()

    def _end_all(self) -> None:
        for listeners in list(self.listeners.values()):
            for listener in list(listeners):
                listener.end()

    def publish(self, channel: str, frame: bytes) -> None:
        """Send a frame to all who listen now. From any thread."""
        self.call(self._deliver, channel, frame)

    def show(self, channel: str, key: str, frame: bytes) -> None:
        """Send the newest frame of `key` at most twice a second. From any thread."""
        self.call(self._hold, channel, key, frame)

    def correct(self, channel: str, key: str, frame: bytes) -> None:
        """Send a frame that may not wait; an older one of `key` that is still held never goes out. From any thread."""
        self.call(self._correct, channel, key, frame)

    def forget(self, channel: str, start: str) -> None:
        """Send none of the frames that are still held back whose key begins so. From any thread."""
        self.call(self._forget, channel, start)

    def listened(self, channel: str) -> bool:
        """Whether anybody listens; may be asked from any thread."""
        return bool(self.listeners.get(channel))

    def _deliver(self, channel: str, frame: bytes) -> None:
        for listener in list(self.listeners.get(channel, ())):
            listener.put(frame)

    def _correct(self, channel: str, key: str, frame: bytes) -> None:
        self._shown.get(channel, {}).pop(key, None)
        self._deliver(channel, frame)

    def _hold(self, channel: str, key: str, frame: bytes) -> None:
        self._shown[channel][key] = frame
        if channel not in self._flushing and self.loop is not None:
            self._flushing.add(channel)
            self._flush(channel)

    def _forget(self, channel: str, start: str) -> None:
        held = self._shown.get(channel, {})
        for key in [key for key in held if key.startswith(start)]:
            del held[key]

    def _flush(self, channel: str) -> None:
        """Send what is held at once, then no more for half a second."""
        frames = self._shown.pop(channel, None)
        if not frames or self.loop is None:
            self._flushing.discard(channel)
            return
        self._deliver(channel, b"".join(frames.values()))
        self.loop.call_later(_SHOW_EVERY, self._flush, channel)


hub = Hub()
