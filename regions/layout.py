"""Regions and tables as an organizer lays them out, and the links that open them."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, ProtectedError
from django.utils import timezone

from pga.live import late, notices
from pga.live.notices import keys_changed
from pga.live.tokens import link_token
from regions.models import DiscussionTable, Laptop, Region, TablePerson
from regions.models.table import new_code
from sessions.models import DiscussionSession, Event

MOST_AT_ONCE = 60
USUAL_REGIONS = (
    ("Africa", "أفريقيا", Region.Hue.AFRICA),
    ("Americas", "الأمريكتان", Region.Hue.AMERICAS),
    ("Asia", "آسيا", Region.Hue.ASIA),
    ("Europe", "أوروبا", Region.Hue.EUROPE),
    ("Middle East and North Africa", "الشرق الأوسط وشمال أفريقيا", Region.Hue.MENA),
    ("Pacific", "المحيط الهادئ", Region.Hue.PACIFIC),
)


class TableInUse(Exception):
    """Something has been written at the table; it cannot be removed."""


class NumberTaken(Exception):
    """Another table of the session has this number."""


class RegionInUse(Exception):
    """The region has tables; it cannot be removed."""


def table_url(table: DiscussionTable) -> str:
    """The absolute address on the table's card."""
    token = link_token("t", table.pk, table.link_generation, table.session.event.signing_key)
    return f"{settings.PUBLIC_URL}/t/{token}/"


@transaction.atomic
def make_table(
    *,
    session: DiscussionSession,
    region: Region,
    number: int,
    language: str = "",
    name: str = "",
    facilitators: Sequence[str] = (),
    rapporteurs: Sequence[str] = (),
) -> DiscussionTable:
    """One table with its people."""
    if session.tables.filter(number=number).exists():
        raise NumberTaken(number)
    table = DiscussionTable.objects.create(session=session, region=region, number=number, language=language, name=name)
    # Somebody may be closing the session in this moment.
    if DiscussionSession.objects.select_for_update().get(pk=session.pk).closed_at:
        late.begin("table", [table.pk])
    seat_people(table, facilitators=facilitators, rapporteurs=rapporteurs)
    return table


@transaction.atomic
def lay_out(
    session: DiscussionSession, *, region: Region, count: int = 1, language: str = "", first_number: int | None = None
) -> list[DiscussionTable]:
    """`count` tables for a region, numbered on from the session's last one (or from `first_number`)."""
    last: int = session.tables.aggregate(last=Max("number"))["last"] or 0
    start = first_number or last + 1
    return [
        make_table(session=session, region=region, number=start + n, language=language)
        for n in range(min(count, MOST_AT_ONCE))
    ]


@transaction.atomic
def lay_out_regions(
    session: DiscussionSession, *, wanted: Iterable[tuple[Region, int]], language: str = ""
) -> list[DiscussionTable]:
    """So many tables for each of these regions."""
    return [
        table for region, count in wanted for table in lay_out(session, region=region, count=count, language=language)
    ]


@transaction.atomic
def change_table(
    table: DiscussionTable,
    *,
    region: Region,
    number: int,
    language: str,
    name: str,
    facilitators: Sequence[str],
    rapporteurs: Sequence[str],
) -> None:
    """Another region, number, language, name, or other people."""
    if table.session.tables.filter(number=number).exclude(pk=table.pk).exists():
        raise NumberTaken(number)
    table.region, table.number, table.language, table.name = region, number, language, name
    table.save(update_fields=["region", "number", "language", "name"])
    seat_people(table, facilitators=facilitators, rapporteurs=rapporteurs)


def seat_people(table: DiscussionTable, *, facilitators: Iterable[str], rapporteurs: Iterable[str]) -> None:
    """Exactly these people sit at the table."""
    roles = ((TablePerson.Role.FACILITATOR, facilitators), (TablePerson.Role.RAPPORTEUR, rapporteurs))
    table.people.all().delete()
    TablePerson.objects.bulk_create(
        TablePerson(table=table, role=role, name=name.strip())
        for role, names in roles
        for name in names
        if name.strip()
    )


@transaction.atomic
def remove_table(table: DiscussionTable) -> None:
    """Take a table away at which nothing was written and nobody sits."""
    if table.laptops.exists() or table.answers.exists() or table.issues.exists():
        raise TableInUse(table.number)
    keys_changed("table", table.pk)
    table.delete()


@transaction.atomic
def renew_link(table: DiscussionTable) -> None:
    """A new card: the old one and its typed code join nobody any more, laptops that joined stay."""
    DiscussionTable.objects.filter(pk=table.pk).update(
        link_generation=F("link_generation") + 1, code=new_code(), link_revoked_at=None
    )
    _tell(table)


@transaction.atomic
def revoke_link(table: DiscussionTable) -> None:
    """No card opens the table, every laptop is out, every open stream ends."""
    now = timezone.now()
    table.laptops.filter(put_out_at=None).update(put_out_at=now)
    DiscussionTable.objects.filter(pk=table.pk).update(
        link_generation=F("link_generation") + 1,
        code=new_code(),
        laptops_generation=F("laptops_generation") + 1,
        link_revoked_at=now,
    )
    _tell(table)


@transaction.atomic
def put_out(laptop: Laptop) -> None:
    """This one laptop may no longer write or read at its table."""
    Laptop.objects.filter(pk=laptop.pk, put_out_at=None).update(put_out_at=timezone.now())
    laptop.refresh_from_db(fields=["put_out_at"])
    keys_changed("table", laptop.table_id)
    # Boards count it no longer.
    notices.tell("gone", f"table:{laptop.table_id}", laptop.grant)
    notices.tell("projected", "table", laptop.table_id, [])


def _tell(table: DiscussionTable) -> None:
    table.refresh_from_db(fields=["code", "link_generation", "laptops_generation", "link_revoked_at"])
    keys_changed("table", table.pk)


@transaction.atomic
def add_usual_regions(event: Event) -> None:
    """The six regions of the world that most events seat, where the event has none of that name."""
    for name, arabic, hue in USUAL_REGIONS:
        if not event.regions.filter(name=name).exists():
            add_region(event=event, name=name, hue=hue, texts={"ar": arabic})


def add_region(*, event: Event, name: str, hue: str, texts: dict[str, str] | None = None) -> Region:
    """A region after the event's others."""
    last = event.regions.aggregate(last=Max("order"))["last"]
    order = 0 if last is None else last + 1
    return Region.objects.create(event=event, name=name, hue=hue, texts=texts or {}, order=order)


def change_region(region: Region, *, name: str, hue: str, texts: dict[str, str]) -> None:
    """Another name or colour, or its name in other languages."""
    region.name, region.hue, region.texts = name, hue, texts
    region.save(update_fields=["name", "hue", "texts"])


def remove_region(region: Region) -> None:
    """Take a region away that has no table."""
    try:
        region.delete()
    except ProtectedError as error:
        raise RegionInUse(region.name) from error
