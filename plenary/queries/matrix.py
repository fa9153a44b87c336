"""Regions or tables against the choices of a tick list: how many points carry each."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count

from plenary.queries.board import tables_of
from regions.models import Answer, DiscussionTable, PriorityIssue, Region
from sessions.models import DiscussionSession, TickChoice, TickList


class MatrixRow(NamedTuple):
    """A region, or one table of it; counts in the order of the choices."""

    region: Region
    table: DiscussionTable | None
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All its ticks."""
        return sum(self.counts)


class Matrix(NamedTuple):
    """Counts of ticks on points and issues that may leave their tables."""

    tick_list: TickList
    choices: list[TickChoice]
    rows: list[MatrixRow]

    @property
    def lines(self) -> list[tuple[MatrixRow, list[tuple[TickChoice, int]]]]:
        """Each row with its counts beside their choices."""
        return [(row, list(zip(self.choices, row.counts, strict=True))) for row in self.rows]

    @property
    def totals(self) -> tuple[int, ...]:
        """By choice."""
        return tuple(sum(row.counts[n] for row in self.rows) for n in range(len(self.choices)))

    @property
    def most(self) -> int:
        """The greatest count, at least 1."""
        return max((count for row in self.rows for count in row.counts), default=0) or 1


def countable_lists(session: DiscussionSession) -> list[TickList]:
    """Tick lists of the event whose choices can be counted; first those that stand under a question."""
    lists = TickList.objects.filter(event=session.event_id).exclude(kind=TickList.Kind.WORDS)
    found = lists.prefetch_related("choices", "question_tick_lists")
    return sorted((one for one in found if one.choices.all()), key=lambda one: not one.question_tick_lists.all())


def matrix(session: DiscussionSession, tick_list: TickList, *, by_table: bool) -> Matrix:
    """Three queries, however many tables and points there are."""
    choices = list(tick_list.choices.all())
    counts = _counts(session, choices)
    tables = tables_of(session.pk)
    rows = _table_rows(tables, choices, counts) if by_table else _region_rows(tables, choices, counts)
    return Matrix(tick_list, choices, rows)


def _counts(session: DiscussionSession, choices: Sequence[TickChoice]) -> dict[tuple[int, int], int]:
    """How many points and issues of a table carry a choice."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for rows in (Answer.objects.leaving_table(), PriorityIssue.objects.leaving_table()):
        ticked = rows.filter(table__session=session, ticks__choice__in=choices).order_by()
        for table, choice, n in ticked.values_list("table", "ticks__choice").annotate(n=Count("pk")):
            counts[table, choice] += n
    return counts


def _table_rows(
    tables: Sequence[DiscussionTable], choices: Sequence[TickChoice], counts: dict[tuple[int, int], int]
) -> list[MatrixRow]:
    ordered = sorted(tables, key=lambda one: (_place(one.region), one.number))
    return [
        MatrixRow(table.region, table, tuple(counts[table.pk, choice.pk] for choice in choices)) for table in ordered
    ]


def _region_rows(
    tables: Sequence[DiscussionTable], choices: Sequence[TickChoice], counts: dict[tuple[int, int], int]
) -> list[MatrixRow]:
    regions = {table.region_id: table.region for table in tables}
    own: dict[int, list[int]] = defaultdict(list)
    for table in tables:
        own[table.region_id].append(table.pk)
    return [
        MatrixRow(region, None, tuple(sum(counts[pk, choice.pk] for pk in own[region.pk]) for choice in choices))
        for region in sorted(regions.values(), key=_place)
    ]


def _place(region: Region) -> tuple[int, int]:
    return region.order, region.pk
