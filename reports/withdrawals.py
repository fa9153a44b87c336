"""What `reports` does when a point may no longer leave its table."""

from collections.abc import Sequence

from reports.keeping import drop_holding
from reports.records import drop_bytes


def drop_parts_of(table_id: int, keys: Sequence[str] = ()) -> None:
    """Remove the print parts that hold these points, or any point of the table where none is named."""
    drop_holding(table_id, keys)


def erase_prints_of(table_id: int, keys: Sequence[str] = ()) -> None:
    """Remove parts, and the bytes of records, that hold erased points. A record's number, date and hash stay."""
    drop_holding(table_id, keys)
    drop_bytes(table_id, keys)
