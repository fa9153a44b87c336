"""Guiding questions with their sub-parts, and the tick lists that stand under them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sessions.models.event import Event
from sessions.models.paper import BackgroundPaper


def in_language(text: str, texts: dict[str, str], language: str | None = None) -> str:
    """The text in `language` (else in the active one) where there is one, else the original."""
    code = (language or get_language() or "").split("-")[0]
    return texts.get(code) or text


class GuidingQuestionQuerySet(models.QuerySet["GuidingQuestion"]):
    """Questions in the order in which they are asked."""

    def top(self) -> "GuidingQuestionQuerySet":
        """Questions that are no sub-part of another."""
        return self.filter(parent=None)


class GuidingQuestion(models.Model):
    """A question of a paper, or a sub-part of one. Its label is data: labels repeat in real papers.

    `names_issues`, `per_issue` and `recommends` are its roles; report sections follow roles, never labels.
    A sub-part is asked once or per issue on its own account.
    """

    paper = models.ForeignKey(BackgroundPaper, on_delete=models.PROTECT, related_name="questions")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="parts", null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    label = models.CharField(_("label"), max_length=20, blank=True)
    group = models.CharField(_("theme"), max_length=300, blank=True)
    short = models.CharField(_("short name"), max_length=60, blank=True)
    text = models.TextField(_("text"))
    texts = models.JSONField(_("in other languages"), default=dict, blank=True)
    names_issues = models.BooleanField(_("its answers are the table's priority issues"), default=False)
    issue_limit = models.PositiveIntegerField(_("how many issues, softly"), null=True, blank=True)
    per_issue = models.BooleanField(_("asked about each issue"), default=False)
    recommends = models.BooleanField(_("asks for recommendations"), default=False)
    unpaired_since = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[GuidingQuestionQuerySet] = GuidingQuestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.full_label} {self.name}".strip()

    @property
    def full_label(self) -> str:
        """The label with its question's in front: 3a for part a of question 3."""
        if self.parent_id and self.parent and not self.label.startswith(self.parent.label):
            return f"{self.parent.label}{self.label}"
        return self.label

    @property
    def name(self) -> str:
        """The short name that lists show; else, or in another language, the first words of the text."""
        shown = self.shown_text
        words = (shown if shown != self.text else self.short or shown).split()
        return " ".join(words[:6]) + (" …" if len(words) > 6 else "")

    @property
    def shown_text(self) -> str:
        """The text in the reader's language where there is one."""
        return in_language(self.text, self.texts)


class TickList(models.Model):
    """A small list of choices, or a line of free words, by which answers can be counted."""

    class Kind(models.TextChoices):
        ONE = "one", _("one choice")
        MANY = "many", _("several choices")
        WORDS = "words", _("words")

    class Origin(models.TextChoices):
        SET = "set", _("set by the organizer")
        FIELDS = "fields_of_work", _("fields of work of the paper")
        CALLS = "calls_for_action", _("calls for action of the paper")
        OTHER = "other", _("another list of the paper")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="tick_lists")
    name = models.CharField(_("name"), max_length=120)
    texts = models.JSONField(_("in other languages"), default=dict, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MANY)
    origin = models.CharField(max_length=20, choices=Origin.choices, default=Origin.SET)
    on_issues = models.BooleanField(_("every issue may carry it"), default=False)
    on_answers = models.BooleanField(_("every answer may carry it"), default=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name in the reader's language where there is one."""
        return in_language(self.name, self.texts)


class TickChoice(models.Model):
    """One choice of a tick list."""

    tick_list = models.ForeignKey(TickList, on_delete=models.CASCADE, related_name="choices")
    name = models.CharField(_("choice"), max_length=600)
    texts = models.JSONField(_("in other languages"), default=dict, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name in the reader's language where there is one."""
        return in_language(self.name, self.texts)


class QuestionTickList(models.Model):
    """A tick list that stands under the answers of a question."""

    question = models.ForeignKey(GuidingQuestion, on_delete=models.CASCADE, related_name="question_tick_lists")
    tick_list = models.ForeignKey(TickList, on_delete=models.CASCADE, related_name="question_tick_lists")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["question", "tick_list"], name="tick_list_once_per_question")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.tick_list_id}"
