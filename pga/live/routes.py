"""All raw routes in one table; the walk over every address reads it as it reads Django's resolver."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from pga.live.door import get_rows, get_snapshot, post_edits, post_here
from pga.live.errors import Refused
from pga.live.http import AsgiScope, Receive, Request, Send, refuse
from pga.live.registry import stream_kind
from pga.live.streams import app_stream, scope_stream

log = logging.getLogger("pga.live.routes")
PREFIX = "/live/"
_PATH = re.compile(r"/live/([a-z]{1,20})/([1-9]\d{0,17})/([a-z]{1,20})")

Handler = Callable[[Request, Send, str, int], Awaitable[None]]


class Route(NamedTuple):
    """One raw address: /live/<kind>/<id>/<name>."""

    name: str
    method: str
    handler: Handler


async def stream(request: Request, send: Send, kind: str, ident: int) -> None:
    """A stream of an app's own, or of a scope."""
    await (app_stream if stream_kind(kind) else scope_stream)(request, send, kind, ident)


ROUTES = [
    Route("edits", "POST", post_edits),
    Route("here", "POST", post_here),
    Route("snapshot", "GET", get_snapshot),
    Route("rows", "GET", get_rows),
    Route("stream", "GET", stream),
]


async def application(scope: AsgiScope, receive: Receive, send: Send) -> None:
    """Serve a raw route; every way out is an answer."""
    begun = False

    async def send_noting(message: dict[str, object]) -> None:
        nonlocal begun
        begun = True
        await send(message)

    try:
        await _serve(Request(scope, receive), send_noting)  # type: ignore[arg-type]
    except Refused as refused:
        if not begun:
            await refuse(send, refused)
    except Exception:
        log.exception("%s %s failed", scope["method"], scope["path"])
        if not begun:
            await refuse(send, Refused(500, "Something went wrong here. What you wrote is kept on this laptop."))


async def _serve(request: Request, send: Send) -> None:
    request.check_host()
    found = _PATH.fullmatch(request.path)
    route = next((route for route in ROUTES if found and route.name == found[3]), None)
    if not found or not route:
        raise Refused(404, "There is nothing here.")
    if request.method != route.method:
        raise Refused(405, "This address is not asked in this way.", allow=route.method)
    await route.handler(request, send, found[1], int(found[2]))
