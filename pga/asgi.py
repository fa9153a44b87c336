"""The application: raw routes under /live/ to the cellar, everything else to Django in a small pool of threads.

Sync Django views never stand behind Django's own ASGI handler: each request would get a fresh thread and
connection, and each open stream would keep one.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pga.settings")
django.setup()

from a2wsgi import WSGIMiddleware  # noqa: E402 Django first

from pga.bodies import Gathering  # noqa: E402
from pga.live import routes, serving  # noqa: E402
from pga.live.http import AsgiScope, Receive, Send  # noqa: E402
from pga.wsgi import application as pages  # noqa: E402

WORKERS = 3
_pages = Gathering(WSGIMiddleware(pages, workers=WORKERS))  # type: ignore[arg-type]


async def application(scope: AsgiScope, receive: Receive, send: Send) -> None:
    """One request, or the process's life."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["path"].startswith(routes.PREFIX):
        await routes.application(scope, receive, send)
    else:
        await _pages(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    serving.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    serving.stop()
    await send({"type": "lifespan.shutdown.complete"})
