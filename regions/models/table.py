"""Regions, their tables, the people at a table, and the laptops that joined it."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.models import DiscussionSession, Event
from sessions.models.question import in_language

# No I, L, O and no digits: look-alikes cost a minute at a table.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """Eight letters without look-alikes, such as KQWERTYA, typed in place of the QR code."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(8))


def new_grant() -> str:
    """The id of one laptop's grant: 96 random bits, 16 letters."""
    return secrets.token_urlsafe(12)


class Region(models.Model):
    """A region of the world whose people sit together; its hue also differs in lightness."""

    class Hue(models.TextChoices):
        AFRICA = "africa", _("terracotta")
        AMERICAS = "americas", _("green")
        ASIA = "asia", _("purple")
        EUROPE = "europe", _("blue")
        MENA = "mena", _("ochre")
        PACIFIC = "pacific", _("teal")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="regions")
    name = models.CharField(_("name"), max_length=120)
    texts = models.JSONField(_("in other languages"), default=dict, blank=True)
    hue = models.CharField(_("colour"), max_length=10, choices=Hue.choices, default=Hue.EUROPE)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="region_name_once_per_event")]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name in the reader's language where there is one."""
        return in_language(self.name, self.texts)


class DiscussionTableQuerySet(models.QuerySet["DiscussionTable"]):
    """Tables as organizers see them."""

    def of_organizer(self, organizer_id: int) -> "DiscussionTableQuerySet":
        """The tables of the events that this organizer may open."""
        return self.filter(session__event__organizers=organizer_id)


class DiscussionTable(models.Model):
    """A table of a session. Its card's link is a signature over (id, link_generation); nothing secret is stored.

    Renewing raises `link_generation`: the old card no longer joins, laptops that joined stay.
    Revoking raises `laptops_generation` as well: every laptop is out, every open stream ends.
    `done_at` is when its people said that they are done; what they write afterwards does not take that back.
    `headcount` is how many they said that they are, if they did: a number, and nobody's name.
    """

    session = models.ForeignKey(DiscussionSession, on_delete=models.PROTECT, related_name="tables")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="tables")
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    link_generation = models.PositiveIntegerField(default=1, editable=False)
    laptops_generation = models.PositiveIntegerField(default=1, editable=False)
    link_revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    headcount = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    objects: ClassVar[DiscussionTableQuerySet] = DiscussionTableQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("number", "pk")
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="table_number_once_per_session")]

    def __str__(self) -> str:
        return f"{self.session.code} · {self.number}"


class TablePerson(models.Model):
    """A facilitator or rapporteur of a table; optional."""

    class Role(models.TextChoices):
        FACILITATOR = "facilitator", _("Facilitator")
        RAPPORTEUR = "rapporteur", _("Rapporteur")

    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ("role", "pk")

    def __str__(self) -> str:
        return self.name


class Laptop(models.Model):
    """A device that joined a table, with its own grant. No address, no user agent, no fingerprint."""

    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="laptops")
    grant = models.CharField(max_length=16, unique=True, default=new_grant, editable=False)
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=60, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    put_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number", "pk")
        constraints = [models.UniqueConstraint(fields=["table", "number"], name="laptop_number_once_per_table")]

    def __str__(self) -> str:
        return self.name or f"{self.number}"
