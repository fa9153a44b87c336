"""The binder: a process that links one book of set parts and ends, so that its memory is given back.

Like the press it is given nothing of the app's environment, and lives under limits at low priority.
"""

import gc
import os
import resource
import sys

from reports.press_worker import say, stand_back

MEMORY = 1_000_000_000


def main() -> None:
    """Read a book, write the PDF."""
    sys.excepthook = say
    stand_back()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from reports.linking import link  # noqa: PLC0415 under the limits
    from reports.printed import receive_book  # noqa: PLC0415

    gc.disable()
    book = receive_book(sys.stdin.buffer)
    if book is not None:
        link(book, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        # Taking everything apart piece by piece helps nobody: the kernel takes it all at once.
        os._exit(0)


if __name__ == "__main__":
    main()
