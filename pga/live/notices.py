"""Notices: what one part of the app tells the others, in this process at once and in other processes after the commit.

PostgreSQL carries them by NOTIFY, inside the transaction that they speak of. SQLite has one serving process; other
processes (management commands) leave theirs in a small table, which the server looks at every 50 ms.
"""

import json
import logging
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from pga.live.clock import now_ms
from pga.live.models import Notice

log = logging.getLogger("pga.live.notices")
PROCESS = secrets.token_hex(4)
CHANNEL = "pga_live"
# PostgreSQL fails the whole transaction at 8,000 bytes.
MOST_BYTES = 7_000
SCOPES_A_NOTICE = 400
_POLL = 0.05
_KEPT_MS = 60_000

_calls: dict[str, list[Callable[..., None]]] = defaultdict(list)


def on(name: str, function: Callable[..., None]) -> None:
    """Call the function with the arguments of each notice of this name, from whichever process it comes."""
    if function not in _calls[name]:
        _calls[name].append(function)


def _hear(name: str, args: list[Any]) -> None:
    for function in _calls.get(name, []):
        function(*args)


def tell(name: str, *args: Any, here: bool = True) -> None:
    """Tell every process, with the commit of the current transaction; `here` says whether this process hears it too."""
    body = json.dumps([PROCESS, name, *args], separators=(",", ":"))
    if len(body.encode()) > MOST_BYTES:
        raise ValueError("A notice carries ids, not contents.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, body])
    elif not listening.serving:
        Notice.objects.create(body=body, at=now_ms())
    if here:
        transaction.on_commit(lambda: _hear(name, list(args)))


def tell_rows(spans: Mapping[str, tuple[int, int]]) -> None:
    """Rows were appended, by scope the first and the last number. The writer itself serves this process's streams."""
    for scope, (first, last) in spans.items():
        tell("rows", scope, first, last, here=False)


def keys_changed(kind: str, ident: int) -> None:
    """Links or grants of a scope changed: forget its key, close the streams that no longer pass."""
    tell("keys", kind, ident)


def doubt(scope: str) -> None:
    """What writers remember of a scope is no longer true."""
    tell("doubt", scope)


def say(channel: str, name: str, data: Mapping[str, Any]) -> None:
    """A short named notice to all streams of a channel, such as table:12."""
    tell("say", channel, name, dict(data))


def stand(kind: str, scope_ids: Sequence[int]) -> None:
    """What stands at these scopes has changed: every process tells the laptops that listen to it."""
    for start in range(0, len(scope_ids), SCOPES_A_NOTICE):
        tell("stand", kind, list(scope_ids[start : start + SCOPES_A_NOTICE]))


class Listening:
    """The thread that hears other processes."""

    def __init__(self) -> None:
        self.serving = False
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to hear."""
        self._ended.clear()
        self.serving = True
        self._thread = threading.Thread(target=self._run, name="notices", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hear no longer."""
        self._ended.set()
        self.serving = False
        if self._thread:
            self._thread.join(timeout=2)

    def _run(self) -> None:
        first = True
        while not self._ended.is_set():
            try:
                if connection.vendor == "postgresql":
                    self._listen(first)
                else:
                    self._poll(first)
            except Exception:
                # Whatever was missed meanwhile is made good by a resync.
                log.exception("Notices of other processes are out of reach; trying again")
                connection.close()
                self._ended.wait(1.0)
            first = False
        connection.close()

    def _listen(self, first: bool) -> None:
        # A connection for nothing else: whoever is called here reads the database on the thread's own, and would wait
        # for ever on one that is waiting for notices.
        raw = connection.get_new_connection(connection.get_connection_params())
        try:
            raw.autocommit = True
            raw.execute(f"LISTEN {CHANNEL}")
            if not first:
                _hear("resync", [])
            while not self._ended.is_set():
                for notice in raw.notifies(timeout=1.0):
                    self._take(notice.payload)
        finally:
            raw.close()

    def _poll(self, first: bool) -> None:
        last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        if not first:
            _hear("resync", [])
        version, cleaned = -1, 0.0
        while not self._ended.wait(_POLL):
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA data_version")
                seen = cursor.fetchone()[0]
            if seen == version:
                continue
            version = seen
            for notice in Notice.objects.filter(pk__gt=last).order_by("pk"):
                last = notice.pk
                self._take(notice.body)
            if time.monotonic() - cleaned > 60:
                cleaned = time.monotonic()
                _forget_old()

    def _take(self, body: str) -> None:
        process, name, *args = json.loads(body)
        if process == PROCESS:
            return
        try:
            _hear(name, args)
        except Exception:
            log.exception("A notice '%s' could not be followed", name)


def _forget_old() -> None:
    old = Notice.objects.filter(at__lt=now_ms() - _KEPT_MS)
    if old.exists():
        old.delete()


listening = Listening()
