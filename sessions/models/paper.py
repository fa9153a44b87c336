"""A background paper, the proposal read from it, and the people it names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.models.event import Event


class BackgroundPaper(models.Model):
    """A paper as it came, what was found in it, and (once confirmed) what was made of it.

    `proposal` is the draft that the organizer mends (sessions/drafts.py): "items", each with the numbers of its lines,
    "lines" of the paper as [number, text], "lists" that may hold the questions. `context` is what readers see: a list
    of {"heading": str, "text": str}.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="papers")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    proposal = models.JSONField(default=dict, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    preamble = models.TextField(_("preamble of the guiding questions"), blank=True)
    context = models.JSONField(default=list, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return self.title or self.file_name


class PaperPerson(models.Model):
    """Somebody whom the paper names, with a role in its sessions."""

    class Role(models.TextChoices):
        MODERATOR = "moderator", _("Moderator")
        DISCUSSION_STARTER = "discussion_starter", _("Discussion starter")
        RAPPORTEUR = "rapporteur", _("Rapporteur")
        OTHER = "other", _("Other")

    paper = models.ForeignKey(BackgroundPaper, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    role_as_printed = models.CharField(max_length=100, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name or str(self.get_role_display())
