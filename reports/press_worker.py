"""A worker process of the press: reads jobs from its standard input, writes what it set, ends when nobody asks.

Under limits of memory and of processor time, at low priority, without the app's environment; the wall clock is the
parent's. Garbage is not collected (an eighth of the time): a process that has grown large ends and is replaced.
"""

import gc
import os
import resource
import select
import sys
import traceback
from contextlib import suppress
from types import TracebackType

from reports.printed import Job, receive, send_printed

MEMORY = 1_500_000_000
PROCESSOR_SECONDS = 60
GROWN_KILOBYTES = 400_000
IDLE_SECONDS = 120
_log = os.fdopen(os.dup(2), "w")
NICENESS = 10


def stand_back() -> None:
    """Whoever types goes first: a low priority, and no claim to a core at the moment of waking up."""
    os.nice(NICENESS)
    with suppress(AttributeError, OSError):
        # Not on every system.
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _limit() -> None:
    stand_back()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor() -> None:
    """So many seconds from now; past them the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What went wrong and where, for the log; never the message, which may hold people's words."""
    place = traceback.extract_tb(trace)[-1]
    told = str(error) if issubclass(kind, (ImportError, OSError)) else ""
    _log.write(f"The press ended: {kind.__name__} {told} ({place.filename}, line {place.lineno})\n")
    _log.flush()


def _keep_quiet() -> None:
    """Libraries write what they like to the standard streams; it goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def main() -> None:
    """Work until the parent ends, nobody asks for two minutes, or the process has grown large."""
    answers = os.fdopen(os.dup(1), "wb")
    sys.excepthook = say
    _keep_quiet()
    _limit()
    from reports.press import Press  # noqa: PLC0415 its libraries may be missing, which is to be said

    press = Press()
    gc.freeze()
    gc.disable()
    while select.select([0], [], [], IDLE_SECONDS)[0]:
        job = receive(sys.stdin.buffer)
        if job is None:
            return
        _limit_processor()
        head, html = job
        printed = press.print(Job(html.decode(), str(head["css"]), bool(head["tagged"])))
        # Told, or the parent would hand the next part to a process that is just ending, which takes its time.
        printed.last = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > GROWN_KILOBYTES
        send_printed(answers, printed)
        if printed.last:
            return


if __name__ == "__main__":
    main()
