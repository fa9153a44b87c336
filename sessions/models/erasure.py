"""What is left of an erasure: the bare fact."""

from django.db import models


class Erasure(models.Model):
    """That something was erased, when, and by which organizer (none: a table's own laptop, or the command line).

    Numbers only: `target` is the id of the event, or of the table that it was or belonged to. `scrubbed` says that the
    database has given back the room in which the words stood.
    """

    class Kind(models.TextChoices):
        POINT = "point"
        TABLE = "table"
        EVENT = "event"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    target = models.BigIntegerField()
    by_organizer = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    scrubbed = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"
