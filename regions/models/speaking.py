"""What the front of the hall and the tables say to each other beside the notes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from regions.models.table import DiscussionTable, Region
from sessions.models import DiscussionSession, GuidingQuestion

MOST_ANNOUNCED = 500
MOST_SAID = 200


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Announcements as tables see them."""

    def to_table(self, table: DiscussionTable) -> "AnnouncementQuerySet":
        """Those that were made to this table, alone or among others."""
        everybody = Q(region=None, table=None)
        return self.filter(everybody | Q(region=table.region_id) | Q(table=table), session=table.session_id)


class Announcement(models.Model):
    """What a moderator tells the tables of a session: all of them, those of a region, or one. `by` is who says it."""

    session = models.ForeignKey(DiscussionSession, on_delete=models.PROTECT, related_name="announcements")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="announcements", null=True, blank=True)
    table = models.ForeignKey(
        DiscussionTable, on_delete=models.CASCADE, related_name="announcements", null=True, blank=True
    )
    text = models.CharField(max_length=MOST_ANNOUNCED)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()

    objects: ClassVar[AnnouncementQuerySet] = AnnouncementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(region=None) | Q(table=None), name="announced_to_region_or_table")
        ]
        indexes = [models.Index(fields=["session", "-at"], name="announcement_newest_first")]

    def __str__(self) -> str:
        return self.text

    def is_to(self, table: DiscussionTable) -> bool:
        """Whether it is made to this table, alone or among others."""
        if self.table_id:
            return self.table_id == table.pk
        return self.region_id in {None, table.region_id}


class AnnouncementReading(models.Model):
    """A table says that it has read an announcement: whichever of its laptops said so first."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="readings")
    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="readings")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "table"], name="announcement_read_once_by_table")
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id}: {self.table_id}"


class AnnouncementReply(models.Model):
    """What a table writes back; every one is kept, so that two laptops overwrite nobody."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="replies")
    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="replies")
    text = models.CharField(max_length=MOST_SAID)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text


class Countdown(models.Model):
    """A clock that runs down for a session, or for one of its questions; each has one at a time."""

    session = models.ForeignKey(DiscussionSession, on_delete=models.PROTECT, related_name="countdowns")
    question = models.ForeignKey(
        GuidingQuestion, on_delete=models.CASCADE, related_name="countdowns", null=True, blank=True
    )
    label = models.CharField(max_length=60, blank=True)
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("ends_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["session", "question"], name="countdown_once_per_question"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(question=None), name="countdown_once_for_the_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.ends_at:%H:%M:%S}".strip()


class QuestionState(models.Model):
    """A question that is closed at all tables of a session (`table` is none), or apart from them at one table.

    What a table's own row says goes before what the row for all says: one without `closed_at` keeps the question open
    at its table. Points of a closed question may still be mended until `mended_until`. No row: open.
    """

    session = models.ForeignKey(DiscussionSession, on_delete=models.PROTECT, related_name="question_states")
    question = models.ForeignKey(GuidingQuestion, on_delete=models.CASCADE, related_name="states")
    table = models.ForeignKey(
        DiscussionTable, on_delete=models.CASCADE, related_name="question_states", null=True, blank=True
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    mended_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "question", "table"], name="question_state_once_per_table"),
            models.UniqueConstraint(
                fields=["session", "question"], condition=Q(table=None), name="question_state_once_for_all"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, mended_until=None, table__isnull=False)
                | Q(closed_at__isnull=False, mended_until__isnull=False),
                name="question_closed_with_a_grace",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.table_id or ''} {self.closed_at or ''}".strip()


class HelpCall(models.Model):
    """A table asks the moderators to come. It ends when the table takes it back or a moderator says that it is done."""

    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="calls")
    reason = models.CharField(max_length=MOST_SAID, blank=True)
    called_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=MOST_SAID, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    taken_back = models.BooleanField(default=False)

    class Meta:
        ordering = ("called_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["table"], condition=Q(ended_at=None), name="one_open_call_per_table")
        ]

    def __str__(self) -> str:
        return f"{self.table_id}: {self.reason}"
