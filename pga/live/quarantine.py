"""What passed the door and still cannot be merged is put aside: the document shows without it, its laptops are told.

The row stays where it is: nothing that was acknowledged is thrown away, and a later version may read it.
"""

import logging
from collections.abc import Callable, Iterable, Sequence

from pga.live import notices
from pga.live.merging import CannotMerge, Reading, merge, read
from pga.live.models import JournalRow

log = logging.getLogger("pga.live.quarantine")


def merge_rows(
    state: bytes, rows: Sequence[JournalRow], whole: Callable[[], Iterable[JournalRow]]
) -> tuple[Reading, list[JournalRow]]:
    """A text with rows merged in, without those that cannot be: they are the second of the pair.

    Where the state itself cannot be read any more (it is a cache), the text is made anew of its `whole` rows.
    """
    aside: list[JournalRow] = []
    try:
        return read(merge(state, [bytes(row.payload) for row in rows])), aside
    except CannotMerge:
        reading, rows = _readable(state, rows, whole)
        return _merged(reading, rows, aside), aside


def _readable(
    state: bytes, rows: Sequence[JournalRow], whole: Callable[[], Iterable[JournalRow]]
) -> tuple[Reading, Sequence[JournalRow]]:
    try:
        return read(state), rows
    except CannotMerge:
        log.exception("A state cannot be read; it is made anew of its rows")
        return Reading("", b""), list(whole())


def _merged(reading: Reading, rows: Sequence[JournalRow], aside: list[JournalRow]) -> Reading:
    """All rows at once; if that fails each half, so that few bad ones among many are found soon."""
    try:
        return read(merge(reading.state, [bytes(row.payload) for row in rows]))
    except CannotMerge as error:
        if len(rows) == 1:
            log.error("Row %s %d is put aside: %s", rows[0].scope, rows[0].number, error)
            aside.append(rows[0])
            return reading
    middle = len(rows) // 2
    return _merged(_merged(reading, rows[:middle], aside), rows[middle:], aside)


def put_aside(scope: str, rows: Sequence[JournalRow]) -> None:
    """Mark the rows and tell whoever should know: the scope's laptops, and writers who counted on what rows hold."""
    JournalRow.objects.filter(pk__in=[row.pk for row in rows]).update(quarantined=True)
    for doc in sorted({row.doc for row in rows}):
        notices.say(scope, "quarantined", {"doc": doc})
    notices.doubt(scope)


def put_aside_in(scope: str) -> list[str]:
    """Documents of which some cannot be shown."""
    rows = JournalRow.objects.filter(scope=scope, quarantined=True)
    return sorted(set(rows.values_list("doc", flat=True)))
