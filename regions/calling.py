"""What a table tells the front: that it needs help, what it has read and what it answers, that it is done, how
many people sit there."""

from django.db import transaction
from django.utils import timezone

from pga.live import notices
from regions.models import Announcement, AnnouncementReading, AnnouncementReply, DiscussionTable, HelpCall
from regions.speaking import tell_call, tell_tables


@transaction.atomic
def call_for_help(*, table: DiscussionTable, reason: str = "") -> HelpCall:
    """Call, or say of an open call why; a reason that was given stays until another one is."""
    values = {"called_at": timezone.now(), "reason": reason}
    call, made = HelpCall.objects.get_or_create(table=table, ended_at=None, defaults=values)
    if not made and reason:
        call.reason = reason
        call.save(update_fields=["reason"])
    tell_call(table)
    return call


@transaction.atomic
def take_call_back(*, table: DiscussionTable) -> None:
    """No help is needed any more."""
    calls = HelpCall.objects.filter(table=table, ended_at=None)
    if calls.update(ended_at=timezone.now(), taken_back=True):
        tell_call(table)


@transaction.atomic
def read_announcement(*, table: DiscussionTable, announcement: Announcement) -> None:
    """Say that the table has read it."""
    AnnouncementReading.objects.get_or_create(table=table, announcement=announcement, defaults={"at": timezone.now()})
    tell_tables(table.session_id, "announcements", [table.pk])


@transaction.atomic
def reply(*, table: DiscussionTable, announcement: Announcement, text: str) -> AnnouncementReply:
    """Write back; who answers has read."""
    said = AnnouncementReply.objects.create(table=table, announcement=announcement, text=text, at=timezone.now())
    read_announcement(table=table, announcement=announcement)
    return said


@transaction.atomic
def say_done(*, table: DiscussionTable, done: bool) -> None:
    """Say that the table is done, or no longer."""
    tables = DiscussionTable.objects.filter(pk=table.pk, done_at__isnull=done)
    if tables.update(done_at=timezone.now() if done else None):
        tell_tables(table.session_id, "tables", [table.pk])
        notices.tell("projected", "table", table.pk, [])


@transaction.atomic
def say_headcount(*, table: DiscussionTable, headcount: int | None) -> None:
    """Say how many people sit at the table, or that it is not told."""
    if DiscussionTable.objects.filter(pk=table.pk).update(headcount=headcount):
        tell_tables(table.session_id, "tables", [table.pk])
        notices.tell("projected", "table", table.pk, [])
