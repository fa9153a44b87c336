"""What runs beside the requests while a process serves: writer, projector, notices, and their wiring."""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from pga.live import notices, registry
from pga.live.compaction import Compactor
from pga.live.door import show_there
from pga.live.frames import frame, rows_frame
from pga.live.gate import gate
from pga.live.hub import hub
from pga.live.journal import rows_between
from pga.live.notices import listening
from pga.live.presence import presence, telling
from pga.live.projector import projector
from pga.live.registry import scope_kind
from pga.live.writer import writer

compactor = Compactor(writer.is_busy)


def start() -> None:
    """Begin; called in the event loop's thread."""
    notices.on("rows", _rows)
    notices.on("keys", _keys)
    notices.on("doubt", writer.known.doubt)
    notices.on("say", _say)
    notices.on("stand", _stand)
    notices.on("lags", projector.wake)
    notices.on("gone", presence.gone)
    notices.on("there", _there)
    notices.on("resync", _resync)
    hub.start(asyncio.get_running_loop())
    writer.start()
    projector.start()
    compactor.start()
    listening.start()
    telling.start()
    for one in registry.beside:
        one.start()


def stop() -> None:
    """End, with everything acknowledged on disk."""
    hub.stop()
    for one in registry.beside:
        one.stop()
    telling.stop()
    listening.stop()
    compactor.stop()
    writer.stop()
    projector.stop()


def _rows(scope: str, first: int, last: int) -> None:
    """Another process has appended."""
    if hub.listened(scope):
        hub.publish(scope, rows_frame(rows_between(scope, first, last)))
    projector.wake(scope)


def _keys(kind: str, ident: int) -> None:
    gate.forget(kind, ident)
    scope = f"{kind}:{ident}"
    hub.recheck(scope)
    if hub.listened(scope) and (key := gate.load(kind, ident)):
        # A laptop may have another name now.
        show_there(scope, key)


def _there(entries: Sequence[Sequence[object]]) -> None:
    """Another process has told who is at it."""
    for scope in presence.hear(entries):
        kind, _colon, ident = scope.partition(":")
        if hub.listened(scope) and (key := gate.load(kind, int(ident))):
            show_there(scope, key)


def _say(channel: str, name: str, data: Mapping[str, Any]) -> None:
    hub.publish(channel, frame(name, data))


_standing = threading.Lock()


def _stand(kind: str, scope_ids: Sequence[int]) -> None:
    """Read and told under a lock: what was read earlier is never told later."""
    listened = [ident for ident in scope_ids if hub.listened(f"{kind}:{ident}")]
    registered = scope_kind(kind)
    if not listened or registered is None:
        return
    with _standing:
        for ident, stands in registered.standing(listened).items():
            hub.publish(f"{kind}:{ident}", frame("standing", stands))


def _resync() -> None:
    """Notices were missed: ask for every key again, let every page catch up."""
    gate.forget()
    hub.end_all()
