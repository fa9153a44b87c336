"""Print parts that lie on disk, and the records of what was compiled."""

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


class ReportRecord(models.Model):
    """A report as it was compiled: who asked, what was chosen, from which state; its bytes stand in pieces.

    `docs` names the points and issues in it, as 'table:key'; `state` how far each table's journal was projected;
    `missing` the letters that no font could draw. A record is there for readers once it is `finished`; `gone_at`
    is set when something in it was erased, and then its bytes are gone. Number, date and hash stay.
    """

    session = models.ForeignKey(DiscussionSession, on_delete=models.CASCADE, related_name="report_records")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True)
    choices = models.JSONField(default=dict)
    state = models.JSONField(default=dict)
    docs = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    octets = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    attributed = models.BooleanField(default=False)
    missing = models.CharField(max_length=400, blank=True)
    finished = models.BooleanField(default=False)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number", "pk")
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="record_number_once_per_session")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.number}"


class RecordPiece(models.Model):
    """Some of a record's bytes: so few that writing them keeps no edit waiting."""

    record = models.ForeignKey(ReportRecord, on_delete=models.CASCADE, related_name="pieces")
    order = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=["record", "order"], name="piece_once_per_record")]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.order}"
