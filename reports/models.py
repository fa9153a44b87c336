"""What is known about print parts that lie on disk."""

from django.db import models

from regions.models import DiscussionTable
from sessions.models import DiscussionSession


class CachedPart(models.Model):
    """A print part kept on disk under its key; `docs` names the points and issues in it, as 'table:key'."""

    session = models.ForeignKey(DiscussionSession, on_delete=models.CASCADE, related_name="cached_parts")
    key = models.CharField(max_length=64, unique=True)
    tables = models.ManyToManyField(DiscussionTable, related_name="cached_parts")
    docs = models.JSONField(default=list)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.key
