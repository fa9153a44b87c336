"""What the session rapporteur writes: texts, and the points that they rest on; both are projections of the journal."""

from django.db import models

from plenary.models.links import ModeratorLink
from regions.models import DiscussionTable
from regions.models.table import new_grant
from sessions.models import DiscussionSession, Organizer


class SynthesisLaptop(models.Model):
    """A browser at a session's synthesis, with a grant of its own; good as long as that by which it came in.

    `generation` is the link's when it came: a link that is renewed or revoked puts it out. An organizer's is 0 until
    they sign out.
    """

    session = models.ForeignKey(DiscussionSession, on_delete=models.PROTECT, related_name="synthesis_laptops")
    link = models.ForeignKey(ModeratorLink, on_delete=models.CASCADE, related_name="laptops", null=True, blank=True)
    organizer = models.ForeignKey(
        Organizer, on_delete=models.CASCADE, related_name="synthesis_laptops", null=True, blank=True
    )
    generation = models.PositiveIntegerField(default=0)
    grant = models.CharField(max_length=16, unique=True, default=new_grant, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(link=None) ^ models.Q(organizer=None), name="synthesis_laptop_of_link_or_organizer"
            )
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """Whose it is, as others read it."""
        if self.link:
            return self.link.name
        return (self.organizer.get_full_name() or self.organizer.username) if self.organizer else ""


class SynthesisText(models.Model):
    """A text of the synthesis, by its document's id. `is_draft`: it was put together, and nobody has changed it yet."""

    session = models.ForeignKey(DiscussionSession, on_delete=models.PROTECT, related_name="synthesis_texts")
    key = models.CharField(max_length=22)
    text = models.TextField(blank=True)
    is_draft = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("key",)
        constraints = [models.UniqueConstraint(fields=["session", "key"], name="synthesis_text_once_per_session")]

    def __str__(self) -> str:
        return self.text[:80]


class SynthesisReference(models.Model):
    """A point or an issue on which the synthesis rests. `seen` names the wording that its writer had read.

    `wording` holds those words as long as the point may leave its table, so that a change can be shown; it goes with
    the point. They stand nowhere else: neither in the journal of the synthesis nor on a laptop.
    """

    session = models.ForeignKey(DiscussionSession, on_delete=models.PROTECT, related_name="synthesis_references")
    key = models.CharField(max_length=22)
    table = models.ForeignKey(DiscussionTable, on_delete=models.CASCADE, related_name="synthesis_references")
    point = models.CharField(max_length=22)
    seen = models.CharField(max_length=22, blank=True)
    wording = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["session", "key"], name="synthesis_reference_once_per_session")]

    def __str__(self) -> str:
        return f"{self.table_id} {self.point}"
