"""Erasing a point, and a table's notes: nothing but the fact remains, here and on every laptop at its next contact."""

from django.db import models, transaction
from django.db.models import F

from pga.live import journal
from pga.live.erasing import erase_scope
from pga.live.holding import hold
from regions.history import state_now
from regions.models import (
    Announcement,
    AnnouncementReading,
    AnnouncementReply,
    Answer,
    Countdown,
    DiscussionTable,
    HelpCall,
    LatePoint,
    PriorityIssue,
    QuestionState,
)
from regions.models.table import new_code
from regions.withdrawals import erased
from sessions.actions import erasing
from sessions.models import Erasure, Event, Organizer

# What tables wrote, issues after the answers about them.
_WRITTEN: tuple[type[models.Model], ...] = (Answer, PriorityIssue, LatePoint)
# What they said to the front.
_SAID: tuple[type[models.Model], ...] = (HelpCall, AnnouncementReply, AnnouncementReading)
# What was said to the tables of a session.
_TOLD: tuple[type[models.Model], ...] = (Announcement, Countdown, QuestionState)


class NotDeleted(Exception):
    """Somebody at the table still has the point, or has it again."""


class NotThere(Exception):
    """The table has no such point."""


@transaction.atomic
def erase_deleted_point(*, table: DiscussionTable, key: str) -> None:
    """Erase a point or an issue that its table has deleted; nobody can bring it back in the meantime."""
    hold("table", [table.pk])
    state = state_now(table, key)
    if state is None:
        raise NotThere(key)
    if not state.deleted:
        raise NotDeleted(key)
    erase_point(table=table, key=key)


@transaction.atomic
def erase_point(*, table: DiscussionTable, key: str) -> None:
    """Erase a point or an issue, deleted or not. Points about an erased issue stay, without it."""
    hold("table", [table.pk])
    journal.erase("table", table.pk, key)
    for model in _WRITTEN:
        model._default_manager.filter(table=table, key=key).delete()  # noqa: SLF001 Django's documented name for it
    erased(table.pk, [key])
    erasing.note(Erasure.Kind.POINT, table.pk)


@transaction.atomic
def erase_table(*, table: DiscussionTable, organizer: Organizer | None = None) -> None:
    """Erase all that was written or said at a table and who wrote it. It stays laid out, empty, with a new card."""
    hold("table", [table.pk])
    _erase_notes(table)
    table.refresh_from_db()
    erasing.note(Erasure.Kind.TABLE, table.pk, organizer)


@transaction.atomic
def erase_event(*, event: Event, organizer: Organizer | None = None) -> None:
    """Erase the tables of an event with all that was written at them, its regions, and what lies below."""
    tables = list(DiscussionTable.objects.filter(session__event=event))
    hold("table", [table.pk for table in tables])
    for table in tables:
        _erase_notes(table)
    for model in _TOLD:
        model._default_manager.filter(session__event=event).delete()  # noqa: SLF001 Django's documented name for it
    DiscussionTable.objects.filter(session__event=event).delete()
    event.regions.all().delete()
    erasing.erase_event(event=event, organizer=organizer)


def _erase_notes(table: DiscussionTable) -> None:
    tables = DiscussionTable.objects.filter(pk=table.pk)
    tables.update(
        link_generation=F("link_generation") + 1,
        laptops_generation=F("laptops_generation") + 1,
        code=new_code(),
        link_revoked_at=None,
        done_at=None,
        headcount=None,
    )
    erase_scope("table", table.pk, below=tables.values_list("laptops_generation", flat=True).get())
    for model in _WRITTEN + _SAID:
        model._default_manager.filter(table=table).delete()  # noqa: SLF001 Django's documented name for it
    table.laptops.all().delete()
    erased(table.pk, [])
