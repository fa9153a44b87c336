"""Moderators' links, and what moderators took in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import DiscussionTable
from sessions.models import DiscussionSession, Organizer


class ModeratorLink(models.Model):
    """A link to the board of one session: a signature over (id, generation); revoked by raising the generation."""

    session = models.ForeignKey(DiscussionSession, on_delete=models.PROTECT, related_name="moderator_links")
    name = models.CharField(_("whose link"), max_length=120)
    may_write = models.BooleanField(_("may write"), default=True)
    generation = models.PositiveIntegerField(default=1, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.name


class TakingIn(models.Model):
    """Somebody took in what a table had sent late to a point or an issue: by a link, or as an organizer."""

    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="takings_in")
    key = models.CharField(max_length=22)
    link = models.ForeignKey(ModeratorLink, on_delete=models.PROTECT, related_name="takings_in", null=True, blank=True)
    organizer = models.ForeignKey(
        Organizer, on_delete=models.SET_NULL, related_name="takings_in", null=True, blank=True
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.table_id} {self.key}"
