"""Erasing an event begins here, in the top app, and goes down."""

from django.db import transaction

from plenary import erasing
from reports.keeping import drop
from reports.models import CachedPart, ReportRecord
from sessions.models import Event, Organizer


@transaction.atomic
def erase_event(*, event: Event, organizer: Organizer | None = None) -> None:
    """Erase an event wholly: nothing but the fact remains, and for each table a number that tells laptops so."""
    drop(CachedPart.objects.filter(session__event=event))
    ReportRecord.objects.filter(session__event=event).delete()
    erasing.erase_event(event=event, organizer=organizer)
