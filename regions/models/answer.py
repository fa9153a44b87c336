"""Answers and priority issues: projections of the journal, made by the projector, never written by a view."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models.table import DiscussionTable
from sessions.models import GuidingQuestion, TickChoice


class LeavingQuerySet(models.QuerySet["Answer"]):
    """Answers; `leaving_table` is the one gate through which any of them leaves its table."""

    def leaving_table(self) -> "LeavingQuerySet":
        """What may be shown, counted, searched or printed anywhere but at its own table."""
        return self.filter(stays=False, deleted=False).exclude(text="").exclude(issue__stays=True)


class IssueQuerySet(models.QuerySet["PriorityIssue"]):
    """Issues, with the same gate."""

    def leaving_table(self) -> "IssueQuerySet":
        """What may be shown, counted, searched or printed anywhere but at its own table."""
        return self.filter(stays=False, deleted=False).exclude(text="")


class PriorityIssue(models.Model):
    """A critical issue that a table named. `key` is its document id, made on the laptop (`i` + 21 letters).

    `confirmed`: it was read back to the table in this very wording, and is right.
    """

    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="issues")
    key = models.CharField(max_length=22)
    text = models.TextField(blank=True)
    position = models.CharField(max_length=120, blank=True)
    stays = models.BooleanField(default=False)
    deleted = models.BooleanField(default=False)
    confirmed = models.BooleanField(default=False)
    words = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[IssueQuerySet] = IssueQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("position", "key")
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="issue_key_once_per_table")]

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    """One point made at a table. `key` is its document id, made on the laptop (`a` + 21 letters).

    `words` holds the free words of tick lists of kind 'words', by tick list id as a string. `confirmed` as of an issue.
    """

    class Kind(models.TextChoices):
        POINT = "point", _("point")
        QUOTE = "quote", _("quote")
        QUESTION = "question", _("question")
        ACTION = "action", _("action")
        MINORITY = "minority", _("minority view")

    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=22)
    question = models.ForeignKey(
        GuidingQuestion, on_delete=models.PROTECT, related_name="answers", null=True, blank=True
    )
    issue = models.ForeignKey(PriorityIssue, on_delete=models.SET_NULL, related_name="answers", null=True, blank=True)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.POINT)
    position = models.CharField(max_length=120, blank=True)
    stays = models.BooleanField(default=False)
    deleted = models.BooleanField(default=False)
    brought_back = models.BooleanField(default=False)
    confirmed = models.BooleanField(default=False)
    attribution = models.CharField(max_length=200, blank=True)
    words = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[LeavingQuerySet] = LeavingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("position", "key")
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="answer_key_once_per_table")]
        indexes = [models.Index(fields=["table", "-changed_at"], name="answer_last_words")]

    def __str__(self) -> str:
        return self.text


class AnswerTick(models.Model):
    """A choice ticked on an answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="ticks")
    choice = models.ForeignKey(TickChoice, on_delete=models.CASCADE, related_name="answer_ticks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "choice"], name="choice_once_per_answer")]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.choice_id}"


class IssueTick(models.Model):
    """A choice ticked on an issue."""

    issue = models.ForeignKey(PriorityIssue, on_delete=models.CASCADE, related_name="ticks")
    choice = models.ForeignKey(TickChoice, on_delete=models.CASCADE, related_name="issue_ticks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "choice"], name="choice_once_per_issue")]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.choice_id}"
