"""What the plenary must hear."""

from django.db import models

from plenary.models.links import ModeratorLink
from regions.models import DiscussionTable
from sessions.models import Organizer


class Star(models.Model):
    """A point or an issue that somebody in front has starred, in an order; on the wall from `released_at` on.

    What is shown are the table's own words as they are now. `wording` is what they were at `worded_at`, when they were
    last looked at: starred, released, or read anew. A point that is withdrawn loses its star, and the wording with it.
    """

    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="stars")
    key = models.CharField(max_length=22)
    position = models.CharField(max_length=120)
    wording = models.TextField()
    worded_at = models.DateTimeField()
    link = models.ForeignKey(ModeratorLink, on_delete=models.PROTECT, related_name="stars", null=True, blank=True)
    organizer = models.ForeignKey(Organizer, on_delete=models.SET_NULL, related_name="stars", null=True, blank=True)
    starred_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="star_once_per_point")]

    def __str__(self) -> str:
        return f"{self.table_id} {self.key}"
