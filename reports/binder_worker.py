"""The binder: a process that merges one book of set parts and ends, so that its memory is given back.

Like the press it is given nothing of the app's environment, and lives under limits at low priority.
"""

import gc
import os
import resource
import sys

from reports.press_worker import say, stand_back

MEMORY = 2_500_000_000


def main() -> None:
    """Read a book, write the PDF."""
    sys.excepthook = say
    stand_back()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from reports.merging import merge  # noqa: PLC0415 under the limits
    from reports.printed import receive_book  # noqa: PLC0415

    gc.disable()
    book = receive_book(sys.stdin.buffer)
    if book is not None:
        sys.stdout.buffer.write(merge(book))
        sys.stdout.buffer.flush()
        # Taking a hundred thousand objects apart one by one helps nobody: the kernel takes them all at once.
        os._exit(0)


if __name__ == "__main__":
    main()
