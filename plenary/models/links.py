"""Links to a session's board: of its moderators and those who work beside them, and of its wall."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.models import DiscussionSession


class ModeratorLink(models.Model):
    """A link to the board of one session: a signature over (id, generation); revoked by raising the generation.

    A wall's link opens the wall and nothing else. `opened_at`: when the present address was first opened.
    """

    class Role(models.TextChoices):
        MODERATOR = "moderator", _("Moderator")
        RAPPORTEUR = "rapporteur", _("Session rapporteur")
        THEMES = "themes", _("Theme team")
        WALL = "wall", _("Wall")

    session = models.ForeignKey(DiscussionSession, on_delete=models.PROTECT, related_name="moderator_links")
    name = models.CharField(_("whose link"), max_length=120)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.MODERATOR)
    may_write = models.BooleanField(_("may write"), default=True)
    generation = models.PositiveIntegerField(default=1, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role="wall") | models.Q(may_write=False), name="wall_link_only_reads"
            )
        ]

    def __str__(self) -> str:
        return self.name
