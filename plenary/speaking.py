"""What those who lead a session say to its tables: done by regions' actions, and noted who did it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from plenary.access import Watch
from plenary.activity import note
from plenary.models import Activity
from regions import speaking
from regions.models import Announcement, Countdown, DiscussionTable, HelpCall, Region
from sessions.models import GuidingQuestion


@transaction.atomic
def announce(
    *, watch: Watch, text: str, region: Region | None = None, table: DiscussionTable | None = None
) -> Announcement:
    """Tell all tables something, those of a region, or one."""
    note(watch, Activity.Deed.ANNOUNCED, table=table, words=text)
    return speaking.announce(session=watch.session, text=text, by=_by(watch), region=region, table=table)


def _by(watch: Watch) -> str:
    return watch.link.name if watch.link else str(watch.organizer or "")


@transaction.atomic
def set_countdown(*, watch: Watch, length: timedelta, question: GuidingQuestion | None = None, label: str = "") -> None:
    """Let a clock run down from now."""
    note(watch, Activity.Deed.CLOCK_SET, question=question, words=f"{_minutes(length)} {label}".strip())
    speaking.set_countdown(session=watch.session, length=length, question=question, label=label)


@transaction.atomic
def extend_countdown(*, watch: Watch, countdown: Countdown, length: timedelta) -> None:
    """Give more time."""
    note(watch, Activity.Deed.CLOCK_SET, question=countdown.question, words=f"+{_minutes(length)}")
    speaking.extend_countdown(countdown=countdown, length=length)


@transaction.atomic
def stop_countdown(*, watch: Watch, countdown: Countdown) -> None:
    """Take a clock away."""
    note(watch, Activity.Deed.CLOCK_STOPPED, question=countdown.question, words=countdown.label)
    speaking.stop_countdown(countdown=countdown)


def _minutes(length: timedelta) -> str:
    return _("%(n)s min") % {"n": round(length.total_seconds() / 60)}


@transaction.atomic
def close_questions(
    *, watch: Watch, questions: Sequence[GuidingQuestion], grace: timedelta, table: DiscussionTable | None = None
) -> None:
    """No new points under these questions, at all tables or at one."""
    for question in questions:
        note(watch, Activity.Deed.QUESTION_CLOSED, question=question, table=table)
    speaking.close_questions(session=watch.session, questions=questions, grace=grace, table=table)


@transaction.atomic
def open_questions(*, watch: Watch, questions: Sequence[GuidingQuestion], table: DiscussionTable | None = None) -> None:
    """Let points come again."""
    for question in questions:
        note(watch, Activity.Deed.QUESTION_OPENED, question=question, table=table)
    speaking.open_questions(session=watch.session, questions=questions, table=table)


@transaction.atomic
def answer_call(*, watch: Watch, call: HelpCall, answer: str = "") -> bool:
    """Somebody is on the way to the table; whether nobody was before."""
    answered = speaking.answer_call(call=call, answer=answer)
    if answered:
        note(watch, Activity.Deed.CALL_TAKEN, table=call.table, words=answer or _("on the way"))
    return answered


@transaction.atomic
def end_call(*, watch: Watch, call: HelpCall) -> bool:
    """The table was helped; whether its call was still open."""
    ended = speaking.end_call(call=call)
    if ended:
        note(watch, Activity.Deed.CALL_TAKEN, table=call.table, words=_("done"))
    return ended
