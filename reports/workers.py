"""Worker processes of the press: as many as there are cores but one (the edit door keeps a core), at least one."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from django.conf import settings

from reports.parts import PrintPart
from reports.printed import Printed, receive_printed, send

log = logging.getLogger("pga.reports")
WALL_SECONDS = 90.0
ENDING_SECONDS = 2.0
HOW_MANY = max(1, (os.cpu_count() or 2) - 1)


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


def _start() -> subprocess.Popen[bytes]:
    """A process that inherits nothing of ours: no secret, no database, no open file."""
    return subprocess.Popen(
        [sys.executable, "-m", "reports.press_worker"],
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


def print_parts(parts: Sequence[PrintPart]) -> list[Printed | None]:
    """The parts as set, in their order; None for one that could not be set within the limits."""
    return list(_threads().map(_print_or_fail, parts))
