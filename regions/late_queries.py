"""What came late, with and without, for those who decide whether it counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from pga.live.late import merged_registers
from regions import vocabulary
from regions.deeds import Names, State, deeds_between
from regions.models import Answer, DiscussionTable, LatePoint, PriorityIssue
from regions.wording import Piece, changes
from sessions.models import DiscussionSession

_NOTHING = State("", {}, deleted=False, brought_back=False)


class LateChange(NamedTuple):
    """A point or an issue: where it stands, what it said at the close (empty: nothing could be seen of it), what has
    changed in its wording, what else was done to it, and when it last came."""

    key: str
    place: str
    before: str
    after: str
    pieces: list[Piece]
    deeds: list[str]
    at: datetime


class LateTable(NamedTuple):
    """A table with what came late from it."""

    table: DiscussionTable
    changes: list[LateChange]


class _Kept(NamedTuple):
    """What was seen of points and issues at the close, by table and key, and their registers."""

    words: Mapping[tuple[int, str], str]
    registers: Mapping[tuple[int, str], vocabulary.Registers]


def late_tables(session: DiscussionSession) -> list[LateTable]:
    """Tables from which something came late that may leave them, by region: eight queries or nine.

    Nothing is shown of a wording that stayed at the table or was deleted at the close, even if the table has let the
    point go since.
    """
    order = ("table__region__order", "table__region", "table__number", "last_at", "key")
    points = LatePoint.objects.leaving_table().filter(table__session=session).order_by(*order)
    found = list(points.select_related("table__region", "table__session__event"))
    if not found:
        return []
    issues = PriorityIssue.objects.leaving_table().filter(table__session=session)
    named: dict[int, dict[str, str]] = defaultdict(dict)
    for table, key, text in issues.values_list("table", "key", "text"):
        named[table][key] = text
    kept, names = _kept(found, named), Names.of(found[0].table)
    return [
        LateTable(table, [_change(point, kept, names._replace(issues=named[table.pk])) for point in some])
        for table, some in groupby(found, key=lambda point: point.table)
    ]


def _kept(points: Sequence[LatePoint], issues: Mapping[int, Mapping[str, str]]) -> _Kept:
    keys = [point.key for point in points]
    tables = {point.table_id for point in points}
    answers = Answer.objects.leaving_table().filter(table__in=tables, key__in=keys)
    words = {(table, key): text for table, key, text in answers.values_list("table", "key", "text")}
    words |= {(table, key): text for table, texts in issues.items() for key, text in texts.items()}
    return _Kept(words, merged_registers("table", tables, keys))


def _change(point: LatePoint, kept: _Kept, names: Names) -> LateChange:
    place = point.table_id, point.key
    before = _NOTHING
    if place in kept.words:
        before = State(kept.words[place], kept.registers.get(place, {}), deleted=False, brought_back=False)
    after = State(point.text, point.registers, deleted=False, brought_back=False)
    return LateChange(
        key=point.key,
        place=_place(point, names),
        before=before.text,
        after=after.text,
        pieces=changes(before.text, after.text),
        deeds=deeds_between(before, after, names, is_first=before is _NOTHING),
        at=point.last_at,
    )


def _place(point: LatePoint, names: Names) -> str:
    if point.key.startswith(vocabulary.ISSUE):
        return _("Priority issue")
    return names.questions.get(vocabulary.value_of(point.registers, "question")) or _("Not placed yet")
