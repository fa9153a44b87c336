"""What the front of the hall tells tables: announcements, countdowns, questions closed and opened, calls answered.

Each is told to the laptops of the tables, and (as `spoken`) to whoever leads the session.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from pga.live import notices
from regions.models import Announcement, Countdown, DiscussionTable, HelpCall, QuestionState, Region
from sessions.models import DiscussionSession, GuidingQuestion

MOST_COUNTDOWN = timedelta(hours=24)


def tell_front(session_id: int, what: str) -> None:
    """Let those who lead the session know: `announcements`, `countdowns`, `questions`, `calls` or `tables`."""
    notices.tell("spoken", session_id, what)


def tell_tables(session_id: int, what: str, table_ids: Sequence[int] | None = None) -> None:
    """Let the laptops of these tables know, or of all, and those who lead the session."""
    tables = DiscussionTable.objects.filter(session=session_id).values_list("pk", flat=True)
    notices.stand("table", list(tables) if table_ids is None else table_ids)
    tell_front(session_id, what)


def _addressed(announcement: Announcement) -> list[int]:
    tables = DiscussionTable.objects.filter(session=announcement.session_id)
    return [table.pk for table in tables if announcement.is_to(table)]


@transaction.atomic
def announce(
    *,
    session: DiscussionSession,
    text: str,
    by: str = "",
    region: Region | None = None,
    table: DiscussionTable | None = None,
) -> Announcement:
    """Tell all tables of a session something, or those of a region, or one."""
    said = Announcement.objects.create(session=session, region=region, table=table, text=text, by=by, at=timezone.now())
    tell_tables(session.pk, "announcements", _addressed(said))
    return said


@transaction.atomic
def set_countdown(
    *, session: DiscussionSession, length: timedelta, question: GuidingQuestion | None = None, label: str = ""
) -> Countdown:
    """Let a clock run down from now, for the session or for one question; the one that ran for it is replaced."""
    values = {"label": label, "ends_at": _full_second() + min(length, MOST_COUNTDOWN)}
    clock, _made = Countdown.objects.update_or_create(session=session, question=question, defaults=values)
    tell_tables(session.pk, "countdowns")
    return clock


def _full_second() -> datetime:
    """The one that has just begun: so every clock in the hall ticks at the same moments."""
    return timezone.now().replace(microsecond=0)


@transaction.atomic
def extend_countdown(*, countdown: Countdown, length: timedelta) -> None:
    """Give more time, from the end or, if that is over, from now."""
    held = Countdown.objects.select_for_update().get(pk=countdown.pk)
    countdown.ends_at = max(held.ends_at, _full_second()) + length
    countdown.save(update_fields=["ends_at"])
    tell_tables(countdown.session_id, "countdowns")


@transaction.atomic
def stop_countdown(*, countdown: Countdown) -> None:
    """Take a clock away."""
    Countdown.objects.filter(pk=countdown.pk).delete()
    tell_tables(countdown.session_id, "countdowns")


@transaction.atomic
def close_questions(
    *,
    session: DiscussionSession,
    questions: Iterable[GuidingQuestion],
    grace: timedelta,
    table: DiscussionTable | None = None,
) -> None:
    """No new points under these questions, and after the grace no changes; at every table, or at one."""
    now = timezone.now()
    values = {"closed_at": now, "mended_until": now + grace}
    for question in questions:
        states = QuestionState.objects.filter(session=session, question=question)
        if table is None:
            # Everywhere means everywhere.
            states.exclude(table=None).delete()
        QuestionState.objects.update_or_create(session=session, question=question, table=table, defaults=values)
    tell_tables(session.pk, "questions", None if table is None else [table.pk])


@transaction.atomic
def open_questions(
    *, session: DiscussionSession, questions: Iterable[GuidingQuestion], table: DiscussionTable | None = None
) -> None:
    """Let points come under these questions again; at one table even if they are closed everywhere else."""
    for question in questions:
        states = QuestionState.objects.filter(session=session, question=question)
        if table is None:
            states.delete()
        elif states.filter(table=None).exists():
            apart = {"closed_at": None, "mended_until": None}
            QuestionState.objects.update_or_create(session=session, question=question, table=table, defaults=apart)
        else:
            states.filter(table=table).delete()
    tell_tables(session.pk, "questions", None if table is None else [table.pk])


@transaction.atomic
def answer_call(*, call: HelpCall, answer: str = "") -> bool:
    """Say that somebody is on the way, once, perhaps in words; whether the call was still open."""
    calls = HelpCall.objects.filter(pk=call.pk, ended_at=None, answered_at=None)
    answered = calls.update(answered_at=timezone.now(), answer=answer) == 1
    if answered:
        tell_call(call.table)
    return answered


@transaction.atomic
def end_call(*, call: HelpCall) -> bool:
    """The table was helped; whether the call was still open."""
    ended = HelpCall.objects.filter(pk=call.pk, ended_at=None).update(ended_at=timezone.now()) == 1
    if ended:
        tell_call(call.table)
    return ended


def tell_call(table: DiscussionTable) -> None:
    """A call was made, answered or ended: the table's laptops, boards and those who lead hear of it."""
    tell_tables(table.session_id, "calls", [table.pk])
    notices.tell("projected", "table", table.pk, [])
