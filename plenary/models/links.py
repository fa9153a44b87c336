"""Moderators' links."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.models import DiscussionSession


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
