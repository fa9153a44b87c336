"""`python -m reports.exports.worker ENDING CHOICES`: reads the database, writes the form to its output."""

import json
import os
import sys

import django

NICENESS = 10


def main() -> None:
    """As told on the command line."""
    ending, choices = sys.argv[1:]
    os.nice(NICENESS)
    django.setup()
    from reports.choices import Choices  # noqa: PLC0415 models are ready only now
    from reports.compiling import Overtaken  # noqa: PLC0415
    from reports.exports.apart import OVERTAKEN  # noqa: PLC0415
    from reports.exports.making import make_here  # noqa: PLC0415

    try:
        made = make_here(Choices.of_kept(json.loads(choices)), ending)
    except Overtaken:
        sys.exit(OVERTAKEN)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
