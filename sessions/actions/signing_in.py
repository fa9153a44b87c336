"""Passwords of organizers: choosing the first one, and counting wrong ones per account."""

import math
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sessions.models import Organizer

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)


class NameTaken(Exception):
    """An organizer of this name exists already."""


def minutes_to_wait(organizer: Organizer, *, now: datetime | None = None) -> int:
    """Whole minutes until this account takes a password again; 0 if it does now.

    The wait doubles with every wrong password past the free ones, so that guessing is hopeless and a
    colleague who mistypes is back within a minute.
    """
    if organizer.wrong_passwords < FREE_TRIES or organizer.wrong_password_at is None:
        return 0
    wait = min(timedelta(minutes=2 ** min(organizer.wrong_passwords - FREE_TRIES, 10)), LONGEST_WAIT)
    left = organizer.wrong_password_at + wait - (now or timezone.now())
    return max(0, math.ceil(left.total_seconds() / 60))


def count_wrong_password(organizer: Organizer) -> None:
    """One more wrong password for this account."""
    Organizer.objects.filter(pk=organizer.pk).update(
        wrong_passwords=F("wrong_passwords") + 1, wrong_password_at=timezone.now()
    )


def forget_wrong_passwords(organizer: Organizer) -> None:
    """The right password was given."""
    Organizer.objects.filter(pk=organizer.pk, wrong_passwords__gt=0).update(wrong_passwords=0, wrong_password_at=None)


def make_organizer(*, name: str) -> Organizer:
    """An organizer without a password, who chooses one by a one-time link."""
    if Organizer.objects.filter(username__iexact=name).exists():
        raise NameTaken(name)
    organizer = Organizer(username=name)
    organizer.set_unusable_password()
    organizer.save()
    return organizer


def choose_first_password(*, organizer: Organizer, password: str) -> bool:
    """Set the password, unless somebody did meanwhile; whether it was set."""
    with transaction.atomic():
        fresh = Organizer.objects.select_for_update().get(pk=organizer.pk)
        if fresh.has_usable_password():
            return False
        fresh.set_password(password)
        fresh.save(update_fields=["password"])
    organizer.password = fresh.password
    return True
