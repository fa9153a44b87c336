"""The one server, in development too: uvicorn with uvloop and httptools.

Both are asserted: without them the tail of the door's answers is thrice as long.
"""

import gc
import logging
import sys

import httptools  # noqa: F401 asserted by its import
import uvicorn
import uvloop  # noqa: F401 asserted by its import

SWITCH_SECONDS = 0.0005
GRACE_SECONDS = 2


def run(host: str, port: int) -> None:
    """Serve until stopped. No access log: it holds addresses and tokens, and it costs the door its tail."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    # A busy thread hands the interpreter to the loop after half a millisecond, not after five.
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(50_000, 20, 50)
    uvicorn.run(
        "pga.asgi:application",
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=30,
    )
