"""The doors of a table: by its card, by its typed code, and by the grant of a laptop that has joined."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from pga.live import notices, tokens
from pga.live.erasing import erased_below
from pga.live.errors import Refused
from pga.live.gate import admit, cookie_name
from pga.live.registry import Closed, ScopeKey
from regions.models import DiscussionTable, Laptop
from sessions.models import DiscussionSession

OPENS_BEFORE = timedelta(hours=1)
COOKIE_SECONDS = 60 * 24 * 3600


class TableVisit(NamedTuple):
    """A laptop at its table."""

    table: DiscussionTable
    laptop: Laptop


class TableErased(PermissionDenied):
    """The table's notes were erased after this laptop had joined: gone, not only forbidden."""

    status = 410

    def __init__(self, sentence: str, table_id: int) -> None:
        super().__init__(sentence)
        self.table_id = table_id


def ends(session: DiscussionSession) -> datetime | None:
    """When the session's grace is over, if that is known. One that was reopened after its end waits to be closed."""
    end = session.closed_at or session.ends_at
    if session.closed_at is None and end and session.reopened_at and session.reopened_at > end:
        return None
    return end + timedelta(minutes=session.grace_minutes) if end else None


def is_over(session: DiscussionSession) -> bool:
    """Whether the grace is over too: nothing is taken any more."""
    end = ends(session)
    return end is not None and timezone.now() > end


def closed_of(session: DiscussionSession) -> Closed | None:
    """When the session was closed and until when copies may stay on laptops, as laptops are told; in ms."""
    if session.closed_at is None:
        return None
    until = session.closed_at + timedelta(hours=session.copy_hours)
    return Closed(round(session.closed_at.timestamp() * 1000), round(until.timestamp() * 1000))


def table_key(table_id: int) -> ScopeKey | None:
    """What the edit door needs to know of a table."""
    table = DiscussionTable.objects.select_related("session__event").filter(pk=table_id).first()
    below = erased_below("table", table_id)
    if table is None:
        return ScopeKey(signing_key="", generation=0, erased_below=below) if below else None
    laptops = list(table.laptops.all())
    return ScopeKey(
        signing_key=table.session.event.signing_key,
        generation=table.laptops_generation,
        put_out=frozenset(laptop.grant for laptop in laptops if laptop.put_out_at),
        open=not is_over(table.session),
        names={laptop.grant: laptop.name or str(laptop.number) for laptop in laptops},
        closed=closed_of(table.session),
        erased_below=below,
    )


def _open_table(table: DiscussionTable) -> DiscussionTable:
    session = table.session
    if table.link_revoked_at:
        raise PermissionDenied(_("This card was revoked. Ask the organizer for a new one."))
    if is_over(session):
        raise PermissionDenied(_("This session is over."))
    if session.starts_at and timezone.now() < session.starts_at - OPENS_BEFORE:
        raise PermissionDenied(_("This card opens an hour before the session begins. Please come back then."))
    return table


def table_at_door(token: str) -> DiscussionTable:
    """The table of a card's link, or PermissionDenied with a sentence."""
    link = tokens.read_link(token)
    tables = DiscussionTable.objects.select_related("session__event")
    table = tables.filter(pk=link.id).first() if link and link.kind == "t" else None
    if link is None or table is None or not tokens.link_is_good(link, table.session.event.signing_key):
        raise PermissionDenied(_("This is not the address of a table. Scan the card again, or type its code."))
    if link.generation != table.link_generation:
        raise PermissionDenied(_("This card was replaced by a newer one. Ask the organizer for it."))
    return _open_table(table)


def table_of_code(code: str) -> DiscussionTable | None:
    """The table of a typed code; None for a wrong one."""
    letters = "".join(letter for letter in code.upper() if letter.isalpha())
    table = DiscussionTable.objects.select_related("session__event").filter(code=letters).first()
    return _open_table(table) if table else None


def held_grant(cookies: Mapping[str, str], table: DiscussionTable) -> Laptop | None:
    """The laptop that this browser already is at the table, if it may still come in."""
    key = table_key(table.pk)
    try:
        entered = admit("table", table.pk, key, cookies)
    except Refused:
        return None
    return Laptop.objects.filter(table=table, grant=entered.laptop).first()


def join(table: DiscussionTable) -> Laptop:
    """A new laptop at the table, with the next number and a grant of its own."""
    while True:
        number = (Laptop.objects.filter(table=table).aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                laptop = Laptop.objects.create(table=table, number=number)
        except IntegrityError:
            continue  # another laptop joined in the same moment
        notices.keys_changed("table", table.pk)
        return laptop


def give_grant(response: HttpResponse, laptop: Laptop) -> None:
    """Let the browser hold the grant, so that the link leaves the address bar."""
    table = laptop.table
    value = tokens.laptop_cookie(
        laptop.grant, f"table:{table.pk}", table.laptops_generation, table.session.event.signing_key
    )
    response.set_cookie(
        cookie_name("table", table.pk),
        value,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.LINK_COOKIE_SECURE,
    )


def note_erased(response: HttpResponse, cookies: Mapping[str, str], table: DiscussionTable) -> None:
    """Let the browser remember that its grant was erased, so that nothing unsent goes out under the new one."""
    value, below = cookies.get(cookie_name("table", table.pk), ""), erased_below("table", table.pk)
    generation = tokens.cookie_generation(value, f"table:{table.pk}", table.session.event.signing_key)
    if generation is not None and generation < below:
        response.set_cookie(
            _erased_cookie(table),
            value.partition(".")[0],
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.LINK_COOKIE_SECURE,
        )


def erased_grant(cookies: Mapping[str, str], table: DiscussionTable) -> str:
    """The grant that this browser had when the table was erased; empty if none."""
    return cookies.get(_erased_cookie(table), "")[:24]


def _erased_cookie(table: DiscussionTable) -> str:
    return f"{cookie_name('table', table.pk)}_erased"


def take_grant(response: HttpResponse, table: DiscussionTable) -> None:
    """Let the browser hold the grant no longer."""
    response.delete_cookie(cookie_name("table", table.pk), samesite="Lax")


def visit(request: HttpRequest, table_id: int) -> TableVisit:
    """The laptop at its table, or PermissionDenied with a sentence."""
    table = DiscussionTable.objects.select_related("session__event", "session__paper", "region").filter(pk=table_id)
    found = table.first()
    try:
        entered = admit("table", table_id, table_key(table_id), request.COOKIES)
    except Refused as refused:
        if refused.status == TableErased.status:
            raise TableErased(_(refused.why), table_id) from refused
        raise PermissionDenied(_(refused.why)) from refused
    laptop = Laptop.objects.filter(table_id=table_id, grant=entered.laptop).first()
    if found is None or laptop is None:
        raise PermissionDenied(_("This laptop has not joined here. Scan the card again."))
    return TableVisit(found, laptop)
