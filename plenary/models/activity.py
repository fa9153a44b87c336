"""What moderators and organizers did at a session, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plenary.models.links import ModeratorLink
from regions.models import DiscussionTable
from sessions.models import DiscussionSession, GuidingQuestion, Organizer


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


class Activity(models.Model):
    """One deed of somebody in front: by a link, or as an organizer. At a table, about a question, or to all.

    `words` are short and are the doer's own (an announcement, a reason); never a table's words.
    """

    class Deed(models.TextChoices):
        CLOSED = "closed", _("closed the session")
        REOPENED = "reopened", _("opened the session again")
        TOOK_IN = "took_in", _("took in what came late")
        ANNOUNCED = "announced", _("announced")
        CLOCK_SET = "clock_set", _("set the countdown")
        CLOCK_STOPPED = "clock_stopped", _("stopped the countdown")
        QUESTION_CLOSED = "question_closed", _("closed the question")
        QUESTION_OPENED = "question_opened", _("opened the question")
        CALL_TAKEN = "call_taken", _("answered a call for help")
        STARRED = "starred", _("starred a point")
        UNSTARRED = "unstarred", _("took a star away")
        RELEASED = "released", _("released a point to the wall")
        WITHHELD = "withheld", _("took a point off the wall")
        REREAD = "reread", _("read the new words of a starred point")
        REORDERED = "reordered", _("changed the order of the stars")
        LINK_MADE = "link_made", _("made a link")
        LINK_RENEWED = "link_renewed", _("renewed a link")
        LINK_REVOKED = "link_revoked", _("revoked a link")

    session = models.ForeignKey(DiscussionSession, on_delete=models.PROTECT, related_name="activities")
    link = models.ForeignKey(ModeratorLink, on_delete=models.PROTECT, related_name="activities", null=True, blank=True)
    organizer = models.ForeignKey(
        Organizer, on_delete=models.SET_NULL, related_name="activities", null=True, blank=True
    )
    deed = models.CharField(max_length=20, choices=Deed.choices)
    table = models.ForeignKey(
        DiscussionTable, on_delete=models.CASCADE, related_name="activities", null=True, blank=True
    )
    question = models.ForeignKey(
        GuidingQuestion, on_delete=models.SET_NULL, related_name="activities", null=True, blank=True
    )
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["session", "-at"], name="activity_newest_first")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M} {self.deed} {self.words}".strip()
