"""Streams of server-sent events: a scope's own rows, and what apps above show on their pages."""

import asyncio
from collections.abc import Awaitable, Callable

from pga.live import journal
from pga.live.door import closed_json, enter, in_thread, is_far, show_there, standing_of
from pga.live.errors import REVOKED, Refused
from pga.live.frames import HEARTBEAT, RETRY, frame, rows_frame
from pga.live.gate import Pass
from pga.live.http import Cursor, Request, Send, begin_stream, push
from pga.live.hub import Listener, hub
from pga.live.models import JournalRow, Scope
from pga.live.presence import presence
from pga.live.registry import StreamKind, stream_kind

HEARTBEAT_SECONDS = 5.0
_ROWS_A_FRAME = 200
# Tabs of one laptop, or windows of one moderator.
MOST_STREAMS = 12


async def scope_stream(request: Request, send: Send, kind: str, ident: int) -> None:
    """What is written at a scope from now on, after the rows past `after`."""
    entered = await enter(request, kind, ident)
    laptop = entered.laptop

    async def refusal() -> Refused | None:
        try:
            await enter(request, kind, ident)
        except Refused as refused:
            return refused
        return None

    _check_room(laptop.scope, laptop.laptop)
    listener = hub.join(laptop.scope, laptop.laptop)
    try:
        await begin_stream(send)
        await push(send, RETRY)
        await push(send, frame("session", {"closed": closed_json(entered.key)}))
        await push(send, frame("standing", await in_thread(standing_of, kind, ident)))
        for some in await in_thread(_missed, laptop, request.cursor()):
            await push(send, some)
        presence.heard(laptop.scope, laptop.laptop, None)
        show_there(laptop.scope, entered.key)
        await _follow(request, send, listener, refusal)
    finally:
        hub.leave(listener)
        if not any(other.key == laptop.laptop for other in hub.listeners.get(laptop.scope, ())):
            presence.gone(laptop.scope, laptop.laptop)
            show_there(laptop.scope, entered.key)


def _check_room(channel: str, key: str) -> None:
    if sum(1 for other in hub.listeners.get(channel, ()) if other.key == key) >= MOST_STREAMS:
        raise Refused(429, "This is open in too many windows. Close some of them.")


def _missed(laptop: Pass, cursor: Cursor) -> list[bytes]:
    """What was erased, however long ago; rows since the cursor; the word 'far' where a fresh snapshot is needed."""
    scope = laptop.scope
    frames = [frame("erased", {"doc": doc}) for doc in journal.erased_docs(laptop.kind, laptop.id)]
    last = Scope.objects.filter(name=scope).values_list("number", flat=True).first() or 0
    if is_far(cursor, last):
        return [*frames, frame("far", {"number": last})]
    some: list[JournalRow] = []
    for row in journal.rows_between(scope, cursor.after + 1, last):
        some.append(row)
        if len(some) == _ROWS_A_FRAME:
            frames.append(rows_frame(some))
            some = []
    return [*frames, rows_frame(some)] if some else frames


async def app_stream(request: Request, send: Send, kind: str, ident: int) -> None:
    """What an app shows on a page of its own."""
    registered = stream_kind(kind)
    if registered is None:
        raise Refused(404, "There is nothing here.")
    key = await in_thread(registered.authorize, ident, request.cookies)
    if key is None:
        raise Refused(401, "This page is not open to you any more.")
    await _app_stream(request, send, registered, ident, key)


async def _app_stream(request: Request, send: Send, registered: StreamKind, ident: int, key: str) -> None:
    async def refusal() -> Refused | None:
        may = await in_thread(registered.authorize, ident, request.cookies) == key
        return None if may else Refused(403, REVOKED)

    channel = f"{registered.kind}:{ident}"
    _check_room(channel, key)
    listener = hub.join(channel, key)
    try:
        await begin_stream(send)
        await push(send, RETRY)
        for some in await in_thread(registered.hello, ident, request.since()):
            await push(send, some)
        await _follow(request, send, listener, refusal)
    finally:
        hub.leave(listener)


async def _follow(
    request: Request, send: Send, listener: Listener, refusal: Callable[[], Awaitable[Refused | None]]
) -> None:
    """Send frames until the reader leaves, is too slow, or may no longer listen."""
    gone = asyncio.ensure_future(request.gone())
    quiet = 0
    try:
        while not gone.done():
            frames = await listener.next(HEARTBEAT_SECONDS)
            if frames is None:
                break
            quiet = quiet + 1 if not frames else quiet
            if listener.recheck or quiet >= 6:
                listener.recheck, quiet = False, 0
                if refused := await refusal():
                    await push(send, frame("refused", {"why": refused.why, "status": refused.status}))
                    break
            await push(send, frames or HEARTBEAT)
        if not gone.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()
