"""An event and its discussion sessions."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_COPY_HOURS = 365 * 24


def new_signing_key() -> str:
    """256 random bits in hex: the key under which all links of one event are signed."""
    return secrets.token_hex(32)


class EventQuerySet(models.QuerySet["Event"]):
    """Events as organizers see them."""

    def of_organizer(self, organizer_id: int) -> "EventQuerySet":
        """The events that this organizer may open."""
        return self.filter(organizers=organizer_id)


class Event(models.Model):
    """One conference. Its signing key moves with it, so that printed cards stay good."""

    name = models.CharField(_("name"), max_length=300)
    place = models.CharField(_("place"), max_length=200, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    attribution_allowed = models.BooleanField(_("points may say who made them"), default=False)
    signing_key = models.CharField(max_length=64, default=new_signing_key, editable=False)
    organizers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="events", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return self.name


class DiscussionSessionQuerySet(models.QuerySet["DiscussionSession"]):
    """Sessions as organizers see them."""

    def of_organizer(self, organizer_id: int) -> "DiscussionSessionQuerySet":
        """The sessions of the events that this organizer may open."""
        return self.filter(event__organizers=organizer_id)


class DiscussionSession(models.Model):
    """One session in one hall, such as 1A; several sessions may share a paper and its questions.

    What tables send after somebody has closed it comes late. One that was reopened after its end stays open until it
    is closed again.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sessions")
    paper = models.ForeignKey(
        "pga_sessions.BackgroundPaper", on_delete=models.PROTECT, related_name="sessions", null=True, blank=True
    )
    code = models.CharField(_("code"), max_length=30, help_text=_("As printed in the programme, such as 1A."))
    title = models.CharField(_("title"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    grace_minutes = models.PositiveIntegerField(_("grace after the end, in minutes"), default=60)
    copy_hours = models.PositiveIntegerField(
        _("copies on laptops after the close, in hours"), default=24, validators=[MaxValueValidator(MOST_COPY_HOURS)]
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reopened_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[DiscussionSessionQuerySet] = DiscussionSessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("code", "pk")
        constraints = [models.UniqueConstraint(fields=["event", "code"], name="session_code_once_per_event")]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}" if self.title else self.code
