"""The search's index, in a table of words; each database has an index of its own over it (see the migration)."""

from django.db import models

from regions.models import Answer, DiscussionTable, PriorityIssue


class SearchEntry(models.Model):
    """The folded words of an answer or an issue that may leave its table, each once, parted by spaces.

    On SQLite triggers of this table keep the full-text index. A migration that alters the table makes it anew, without
    them: make them again.
    """

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="search_entry", null=True, blank=True)
    issue = models.OneToOneField(
        PriorityIssue, on_delete=models.CASCADE, related_name="search_entry", null=True, blank=True
    )
    words = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer=None) ^ models.Q(issue=None), name="search_entry_of_answer_or_issue"
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]


class SearchMark(models.Model):
    """Up to which number, in which round, of a table's projection the index knows its points."""

    table = models.OneToOneField(
        DiscussionTable, on_delete=models.CASCADE, related_name="search_mark", primary_key=True
    )
    number = models.BigIntegerField(default=0)
    round = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.table_id} {self.number}"
