"""Points and issues as they would be with what their tables sent after the close; made by the projector only."""

from typing import ClassVar

from django.db import models

from regions.models.answer import PriorityIssue
from regions.models.table import DiscussionTable


class LatePointQuerySet(models.QuerySet["LatePoint"]):
    """Late points, behind the same gate as answers and issues."""

    def leaving_table(self) -> "LatePointQuerySet":
        """What may be shown and counted anywhere but at its own table."""
        staying = PriorityIssue.objects.filter(
            table=models.OuterRef("table"), key=models.OuterRef("issue_key"), stays=True
        )
        return self.filter(~models.Exists(staying), stays=False, deleted=False).exclude(text="")


class LatePoint(models.Model):
    """A point or an issue with something late; gone when it is taken in.

    `issue_key` names the issue that it is about: by key, since that issue may be later still.
    """

    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="late_points")
    key = models.CharField(max_length=22)
    text = models.TextField(blank=True)
    registers = models.JSONField(default=dict)
    stays = models.BooleanField(default=False)
    deleted = models.BooleanField(default=False)
    issue_key = models.CharField(max_length=22, blank=True)
    last_at = models.DateTimeField()

    objects: ClassVar[LatePointQuerySet] = LatePointQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("last_at", "key")
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="late_point_once_per_table")]

    def __str__(self) -> str:
        return self.text
