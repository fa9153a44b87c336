"""Raw ASGI requests and answers for the edit door and the streams, which stand outside Django's middleware.

Each request is held against Host, Origin, method, content type, size and time here, since nobody else does it.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from pga.live.errors import Refused

AsgiScope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MOST_BODY = 1_500_000
READ_SECONDS = 20.0
_COMMON = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


class Cursor(NamedTuple):
    """How far a laptop has heard: the number of the last row, and in which life of the database."""

    after: int
    epoch: str


class Request:
    """What the door reads of a request."""

    def __init__(self, scope: AsgiScope, receive: Receive) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers: dict[str, str] = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        self.query = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1")))
        # Of the body, once it was read: what a header says of it proves nothing.
        self.size = 0
        self._receive = receive

    @property
    def cookies(self) -> dict[str, str]:
        """Cookies by name; none if the header is nonsense."""
        try:
            return {name: morsel.value for name, morsel in SimpleCookie(self.headers.get("cookie", "")).items()}
        except CookieError:
            return {}

    def cursor(self) -> Cursor:
        """The cursor in the address; a number that is none counts as nothing heard yet."""
        after = self.query.get("after", "")
        number = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
        return Cursor(number, self.query.get("epoch", ""))

    def since(self) -> int:
        """Up to where a page has heard: the last frame's id, else what its address says, else 0."""
        said = self.headers.get("last-event-id") or self.query.get("since", "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else 0

    def check_host(self) -> None:
        """Refuse a name that is not ours (DNS rebinding)."""
        name, _port = split_domain_port(self.headers.get("host", ""))
        if not name or not validate_host(name, settings.ALLOWED_HOSTS):
            raise Refused(400, "This address is not one of this server's names.")

    def check_origin(self) -> None:
        """Refuse what another site's page sends: the cookie alone proves nothing."""
        origin = self.headers.get("origin", "")
        own = urlsplit(origin).netloc == self.headers.get("host", "") or origin == settings.PUBLIC_URL
        if not origin or not own or self.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise Refused(403, "This was sent from another site's page.")
        if self.headers.get("content-type", "").split(";")[0].strip() != "application/json":
            raise Refused(415, "Edits are sent as application/json.")

    async def json(self) -> dict[str, Any]:
        """The body, within its limits of size and time."""
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await self._body()
        except TimeoutError as error:
            raise Refused(408, "The words came too slowly. They are sent again.") from error
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Refused(400, "The request could not be read.") from error
        if not isinstance(data, dict):
            raise Refused(400, "The request could not be read.")
        return data

    async def _body(self) -> bytes:
        parts: list[bytes] = []
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Refused(400, "The request broke off.")
            parts.append(message.get("body", b""))
            self.size += len(parts[-1])
            if self.size > MOST_BODY:
                raise Refused(413, "This is more than one request can carry.")
            more = message.get("more_body", False)
        return b"".join(parts)

    async def gone(self) -> None:
        """Return when the reader has left."""
        while (await self._receive())["type"] != "http.disconnect":
            pass


async def answer(send: Send, status: int, data: Any, extra: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    """A JSON answer."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *_COMMON, *extra]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def refuse(send: Send, refused: Refused) -> None:
    """A refusal with its sentence."""
    allow = ((b"allow", refused.extra["allow"].encode()),) if "allow" in refused.extra else ()
    await answer(send, refused.status, {"why": refused.why}, allow)


async def begin_stream(send: Send) -> None:
    """The head of a stream; never compressed, never buffered by a proxy that listens."""
    headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no"), *_COMMON]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def push(send: Send, frames: bytes) -> None:
    """Some frames of a stream."""
    await send({"type": "http.response.body", "body": frames, "more_body": True})
