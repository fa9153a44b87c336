"""Log lines in which no key stands: whoever reads a log must not be able to sit down at a table."""

import logging
import re

_ADDRESS = re.compile(r"(/(?:t|m|first)/)[^/\s\"']+")
_TOKEN = re.compile(r"(?<![\w-])[a-z]\d{1,18}-\d{1,9}-[A-Za-z0-9_-]{22}(?![\w-])")


class DiscreetFormatter(logging.Formatter):
    """Leaves the keys of links out of a line and of the traceback under it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line with … for each key."""
        return _TOKEN.sub("…", _ADDRESS.sub(r"\1…", super().format(record)))
