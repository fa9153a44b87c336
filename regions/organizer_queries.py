"""What the organizer's pages of tables read."""

from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Q

from regions.models import DiscussionTable, Region
from sessions.languages import NAMES
from sessions.models import DiscussionSession, Event


class TableRow(NamedTuple):
    """A table with what the list shows beside its number."""

    table: DiscussionTable
    language: str
    people: str
    laptops: int


class SessionTables(NamedTuple):
    """A session's tables, region after region."""

    session: DiscussionSession
    regions: list[tuple[Region, list[TableRow]]]


def tables_of(event: Event) -> list[SessionTables]:
    """Every session of the event with its tables by region: three queries."""
    tables = (
        DiscussionTable.objects.filter(session__event=event)
        .select_related("region")
        .prefetch_related("people")
        .annotate(laptop_count=Count("laptops", filter=Q(laptops__put_out_at=None)))
        .order_by("session_id", "region__order", "region_id", "number")
    )
    by_session = {key: list(rows) for key, rows in groupby(tables, key=lambda table: table.session_id)}
    return [SessionTables(session, _by_region(by_session.get(session.pk, []))) for session in event.sessions.all()]


def _by_region(tables: list[DiscussionTable]) -> list[tuple[Region, list[TableRow]]]:
    return [(region, [_row(table) for table in rows]) for region, rows in groupby(tables, key=lambda t: t.region)]


def _row(table: DiscussionTable) -> TableRow:
    people = ", ".join(person.name for person in table.people.all())
    laptops: int = getattr(table, "laptop_count", 0)
    return TableRow(table, NAMES.get(table.language, table.language), people, laptops)
