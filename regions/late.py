"""From documents with what came late to late points. Called by the projector only."""

from collections.abc import Sequence

from pga.live.registry import Merged
from regions import vocabulary
from regions.models import DiscussionTable, LatePoint
from regions.projection import deletion_of, printable, time_of

_FIELDS = ["text", "registers", "stays", "deleted", "issue_key", "last_at"]


def project(table_id: int, docs: Sequence[str], versions: Sequence[Merged]) -> None:
    """Write the late points among these documents, and take away those that have nothing late any more."""
    if not DiscussionTable.objects.filter(pk=table_id).exists():
        return
    late = {version.doc for version in versions}
    LatePoint.objects.filter(table=table_id, key__in=[doc for doc in docs if doc not in late]).delete()
    LatePoint.objects.bulk_create(
        [_late_point(table_id, version) for version in versions],
        update_conflicts=True,
        unique_fields=["table", "key"],
        update_fields=_FIELDS,
    )


def _late_point(table_id: int, version: Merged) -> LatePoint:
    registers = version.registers
    return LatePoint(
        table_id=table_id,
        key=version.doc,
        text=printable(version.text),
        registers=registers,
        stays=vocabulary.stays(registers),
        deleted=deletion_of(version)[0],
        issue_key=vocabulary.value_of(registers, "issue") or "",
        last_at=time_of(version.last_at),
    )
