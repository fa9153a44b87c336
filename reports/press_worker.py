"""A worker process of the press: reads jobs from its standard input, writes what it set, ends when nobody asks.

Under limits of memory and of processor time, at low priority, without the app's environment; the wall clock is the
parent's. Garbage is not collected (an eighth of the time): a process that has grown large ends and is replaced.
"""

import gc
import os
import resource
import select
import sys

from reports.press import Press
from reports.printed import Job, receive, send_printed

MEMORY = 1_500_000_000
PROCESSOR_SECONDS = 60
GROWN_KILOBYTES = 400_000
IDLE_SECONDS = 120
NICENESS = 10


def _limit() -> None:
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor() -> None:
    """So many seconds from now; past them the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def main() -> None:
    """Work until the parent ends, nobody asks for two minutes, or the process has grown large."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit()
    press = Press()
    gc.freeze()
    gc.disable()
    while select.select([0], [], [], IDLE_SECONDS)[0]:
        job = receive(sys.stdin.buffer)
        if job is None:
            return
        _limit_processor()
        head, html = job
        send_printed(answers, press.print(Job(html.decode(), str(head["css"]), bool(head["tagged"]))))
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > GROWN_KILOBYTES:
            return


if __name__ == "__main__":
    main()
