"""Bodies of requests to Django's pages, gathered before one of the few threads is taken.

A thread that waits for the second half of a form, from a phone whose Wi-Fi is gone, would keep the whole hall from
joining. So the loop waits in its place, for so long and for so much.
"""

import asyncio
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile
from typing import IO

from pga.live.http import AsgiScope, Receive, Send

MOST = 64 * 1024 * 1024  # a paper with all its pictures still gets the form's own sentence
LARGE = 1024 * 1024  # what is larger waits on disk
LARGE_AT_ONCE = 4
SILENT_SECONDS = 20.0
ALL_SECONDS = 600.0
PIECE = 64 * 1024
# Where a refusal stands in the scope; `pga.refusals` gives it a page.
REFUSED = "pga.refused"

Application = Callable[[AsgiScope, Receive, Send], Awaitable[None]]


class _Broken(Exception):
    """Nobody is there any more to be answered."""


class _Refused(Exception):
    """The body is not taken; the argument is an HTTP status."""


class Gathering:
    """An application whose requests come with their whole body, or with a refusal in their scope."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.large = 0

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Gather the body, then pass the request on."""
        with SpooledTemporaryFile(max_size=LARGE) as body:
            counted = False
            try:
                async with asyncio.timeout(ALL_SECONDS):
                    counted = await self._gather(scope, receive, body)
            except _Broken:
                return
            except (_Refused, TimeoutError) as refusal:
                status = refusal.args[0] if isinstance(refusal, _Refused) else 408
                scope = {**scope, "headers": _without_body(scope), REFUSED: status}
                body.seek(0)
                body.truncate()
            body.seek(0)
            try:
                await self.application(scope, _replayed(body, receive), send)
            finally:
                self.large -= counted

    async def _gather(self, scope: AsgiScope, receive: Receive, body: "IO[bytes]") -> bool:
        """Write the body down; whether it counts among the large ones."""
        size, more, counted = 0, True, False
        try:
            if _announced(scope) > MOST:
                raise _Refused(413)
            while more:
                async with asyncio.timeout(SILENT_SECONDS):
                    message = await receive()
                if message["type"] == "http.disconnect":
                    raise _Broken
                piece, more = message.get("body", b""), message.get("more_body", False)
                size += len(piece)
                if size > MOST:
                    raise _Refused(413)
                if size > LARGE and not counted:
                    if self.large >= LARGE_AT_ONCE:
                        raise _Refused(503)
                    self.large, counted = self.large + 1, True
                body.write(piece)
        except BaseException:
            self.large -= counted
            raise
        return counted


def _announced(scope: AsgiScope) -> int:
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(said) if said.isdigit() and len(said) < 18 else MOST + 1


def _without_body(scope: AsgiScope) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in scope["headers"] if name not in {b"content-length", b"transfer-encoding"}]
    return [*kept, (b"content-length", b"0")]


def _replayed(body: "IO[bytes]", receive: Receive) -> Receive:
    """What the application receives: the body in pieces, then whatever else comes."""
    done = False

    async def replay() -> dict[str, object]:
        nonlocal done
        if done:
            return dict(await receive())
        piece = body.read(PIECE)
        done = len(piece) < PIECE
        return {"type": "http.request", "body": piece, "more_body": not done}

    return replay
