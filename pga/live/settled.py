"""Which edits of a laptop are settled: journalled for good, though compaction may have taken their rows.

An id that comes again must be acknowledged again and kept once, however long ago its row became part of another. Ids
rise, so they are kept as ranges: one, mostly.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Max

from pga.live.models import Document, JournalRow, SettledIds

Ranges = list[list[int]]
# Beyond this a laptop's ids have been given at random, and its rows stay as they are.
MOST_RANGES = 500


def mark_of(scope: str, laptop: str) -> int:
    """The greatest id of a laptop that the journal holds or has held, 0 if there is none."""
    greatest = JournalRow.objects.filter(scope=scope, laptop=laptop).aggregate(mark=Max("edit"))["mark"]
    ranges = ranges_of(scope, laptop)
    return max(greatest or 0, ranges[-1][1] if ranges else 0)


def ranges_of(scope: str, laptop: str) -> Ranges:
    """A laptop's settled ids."""
    found: Ranges | None = (
        SettledIds.objects.filter(scope=scope, laptop=laptop).values_list("ranges", flat=True).first()
    )
    return found or []


def settled(scope: str, laptop: str, docs: dict[int, str]) -> list[int]:
    """Those of the edits, given with their documents, that are settled; of an erased document nothing is."""
    ranges = ranges_of(scope, laptop) if docs else []
    found = [edit for edit in docs if is_in(ranges, edit)]
    if not found:
        return []
    erased = Document.objects.filter(scope=scope, doc__in={docs[edit] for edit in found}, erased=True)
    gone = set(erased.values_list("doc", flat=True))
    return [edit for edit in found if docs[edit] not in gone]


def is_in(ranges: Ranges, edit: int) -> bool:
    """Whether the ranges hold an id."""
    return any(first <= edit <= last for first, last in ranges)


def with_ids(ranges: Ranges, edits: Iterable[int]) -> Ranges:
    """The ranges with more ids, in order, neighbours joined."""
    joined: Ranges = []
    for first, last in sorted([*ranges, *([edit, edit] for edit in edits)]):
        # A fresh list for each: the ones given are left as they are.
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return joined


def settle(scope: str, ranges: Mapping[str, Ranges]) -> None:
    """Keep the settled ids of laptops; under the scope's lock."""
    rows = [SettledIds(scope=scope, laptop=laptop, ranges=some) for laptop, some in ranges.items()]
    SettledIds.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["scope", "laptop"], update_fields=["ranges"]
    )
