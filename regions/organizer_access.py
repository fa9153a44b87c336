"""The door of tables for organizers; the door of laptops is `regions.access`."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from regions.models import DiscussionTable, Laptop, Region
from sessions.access import signed_in


def organizer_table(request: HttpRequest, table_id: int) -> DiscussionTable:
    """The table, for the organizers of its event only."""
    tables = DiscussionTable.objects.of_organizer(signed_in(request).pk).select_related("session__event", "region")
    table = tables.filter(pk=table_id).first()
    if table is None:
        raise Http404(_("There is no such table in your events."))
    return table


def organizer_laptop(request: HttpRequest, laptop_id: int) -> Laptop:
    """A laptop at a table, for the organizers of its event only."""
    laptops = Laptop.objects.filter(table__session__event__organizers=signed_in(request).pk)
    laptop = laptops.select_related("table__session__event").filter(pk=laptop_id).first()
    if laptop is None:
        raise Http404(_("There is no such laptop at your tables."))
    return laptop


def organizer_region(request: HttpRequest, region_id: int) -> Region:
    """A region, for the organizers of its event only."""
    regions = Region.objects.filter(event__organizers=signed_in(request).pk).select_related("event")
    region = regions.filter(pk=region_id).first()
    if region is None:
        raise Http404(_("There is no such region in your events."))
    return region
