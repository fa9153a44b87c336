"""Worker processes of the press, one for every core, and the binder, which links what they have set.

All of them at low priority: whoever types goes first, on every core. Pages are never set or linked in the app's
own process, where they would hold the interpreter from the edit door.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from django.conf import settings

from reports.parts import PrintPart
from reports.printed import Printed, receive_printed, send

log = logging.getLogger("pga.reports")
WALL_SECONDS = 90.0
ENDING_SECONDS = 2.0
HOW_MANY = max(1, os.cpu_count() or 1)


class PressEnded(Exception):
    """The process ended before it answered: past a limit, or idle too long."""


class PressProcess(threading.local):
    """The worker of one thread: started when first needed, replaced when it has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def print(self, part: PrintPart) -> Printed:
        """Set one part. A process that was just ending is replaced; what ran into a limit is not tried again."""
        known, begun = self._process, time.monotonic()
        try:
            return self._ask(part)
        except PressEnded:
            if known is None or time.monotonic() - begun > ENDING_SECONDS:
                raise
            return self._ask(part)

    def warm_up(self) -> None:
        """Start the process."""
        self._running()

    def _ask(self, part: PrintPart) -> Printed:
        process = self._running()
        killer = threading.Timer(WALL_SECONDS, process.kill)
        killer.start()
        try:
            printed = _exchange(process, part)
        finally:
            killer.cancel()
        if printed is None:
            self._end()
            raise PressEnded
        if printed.last:
            self._end()
        return printed

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _start()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _start(module: str = "reports.press_worker") -> subprocess.Popen[bytes]:
    """A process that inherits nothing of ours: no secret, no database, no open file."""
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env={"XDG_CACHE_HOME": str(settings.DATA_DIR / "cache"), "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    )


def _exchange(process: subprocess.Popen[bytes], part: PrintPart) -> Printed | None:
    if process.stdin is None or process.stdout is None:
        return None
    try:
        send(process.stdin, {"css": part.css, "tagged": part.tagged}, part.html.encode())
        return receive_printed(process.stdout)
    except BrokenPipeError:
        return None


_press = PressProcess()


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(HOW_MANY, thread_name_prefix="press")


def _print_or_fail(part: PrintPart) -> Printed | None:
    try:
        return _press.print(part)
    except PressEnded:
        log.error("The print part %s could not be set", part.name)
        return None


def print_parts(parts: Sequence[PrintPart], told: Callable[[], None] = lambda: None) -> list[Printed | None]:
    """The parts as set, in their order; None for one that could not be set within the limits.

    The longest are begun first, so that the workers end together; `told` is called after each.
    """
    found: dict[int, Printed | None] = {}

    def print_one(n: int) -> None:
        found[n] = _print_or_fail(parts[n])
        told()

    lengths = {n: len(part.html) for n, part in enumerate(parts)}
    list(_threads().map(print_one, sorted(lengths, key=lambda n: -lengths[n])))
    return [found[n] for n in range(len(parts))]


def warm_up() -> None:
    """Start the press before it is needed: its libraries take most of a second."""
    for _ in range(HOW_MANY):
        _threads().submit(_press.warm_up)


def bind(book: bytes) -> bytes:
    """The book of parts (see `reports.binding`) as one PDF."""
    process = _start("reports.binder_worker")
    killer = threading.Timer(WALL_SECONDS, process.kill)
    killer.start()
    try:
        pdf, _errors = process.communicate(book)
    finally:
        killer.cancel()
    if process.returncode != 0 or not pdf:
        raise PressEnded
    return pdf
