"""`python -m reports.exports.worker SESSION ENDING LANGUAGE`: reads the database, writes the form to its output."""

import os
import sys

import django

NICENESS = 10


def main() -> None:
    """As told on the command line."""
    session_id, ending, language = sys.argv[1:]
    os.nice(NICENESS)
    django.setup()
    from reports.compiling import Overtaken  # noqa: PLC0415 models are ready only now
    from reports.exports.apart import OVERTAKEN  # noqa: PLC0415
    from reports.exports.making import make_here  # noqa: PLC0415

    try:
        made = make_here(int(session_id), ending, language)
    except Overtaken:
        sys.exit(OVERTAKEN)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
