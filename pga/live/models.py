"""The journal, the counters that number it, and the documents merged from it (a cache that can be rebuilt)."""

import secrets

from django.db import models


def new_epoch() -> str:
    """A name for one life of a database; a restore from a backup begins another."""
    return secrets.token_urlsafe(9)


class Epoch(models.Model):
    """One row: which life of the database this is."""

    name = models.CharField(max_length=20, default=new_epoch)

    def __str__(self) -> str:
        return self.name


class Scope(models.Model):
    """A scope's counters, the last number given among them. Who changes its rows, closes or erases locks it first.

    `late`: what is appended from now on came after the close. `below`: grants of an earlier generation were erased
    with their words; this is the tombstone that is left of an erased scope.
    """

    name = models.CharField(max_length=40, primary_key=True)
    number = models.BigIntegerField(default=0)
    documents = models.IntegerField(db_default=0, help_text="documents ever begun")
    octets = models.BigIntegerField(db_default=0, help_text="what its rows take")
    late = models.BooleanField(default=False, db_default=False)
    below = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Projection(models.Model):
    """Up to which number a scope's documents are merged; apart from the counter, off the writer's row.

    `round` rises when something was taken in or erased: what a projector read before is then not to be kept.
    """

    scope = models.CharField(max_length=40, primary_key=True)
    number = models.BigIntegerField(default=0)
    round = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"


class JournalRow(models.Model):
    """One edit, as it was acknowledged. `sort` is 'text' (payload: a Yjs update) or 'set' (payload: JSON command).

    A `late` one came after the close and is in no document until somebody takes it in.
    """

    scope = models.CharField(max_length=40)
    number = models.BigIntegerField()
    laptop = models.CharField(max_length=24)
    edit = models.BigIntegerField()
    doc = models.CharField(max_length=22)
    sort = models.CharField(max_length=4)
    payload = models.BinaryField()
    clock = models.BigIntegerField()
    at = models.BigIntegerField(help_text="milliseconds since 1970, by the server")
    quarantined = models.BooleanField(default=False)
    late = models.BooleanField(default=False, db_default=False)
    # Of several rows that became one; the number, the edit and the time are those of the last.
    began = models.BigIntegerField(db_default=0, help_text="the time of the first of them, 0 where nothing was merged")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="journal_number_once_per_scope"),
            models.UniqueConstraint(fields=["scope", "laptop", "edit"], name="journal_edit_once_per_laptop"),
            models.CheckConstraint(condition=models.Q(sort__in=["text", "set"]), name="journal_sort_known"),
        ]
        indexes = [
            models.Index(fields=["scope", "doc", "number"], name="journal_by_document"),
            models.Index(fields=["scope", "number"], condition=models.Q(late=True), name="journal_late"),
            models.Index(fields=["scope", "doc"], name="journal_put_aside", condition=models.Q(quarantined=True)),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"


class Compaction(models.Model):
    """Up to which number a scope's rows were looked at by compaction."""

    scope = models.CharField(max_length=40, primary_key=True)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"


class SettledIds(models.Model):
    """Ids of a laptop's edits that compaction has passed, as ranges [[first, last], …]: their rows may be gone."""

    scope = models.CharField(max_length=40)
    laptop = models.CharField(max_length=24)
    ranges = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "laptop"], name="settled_ids_once_per_laptop")]

    def __str__(self) -> str:
        return f"{self.scope} {self.laptop}"


class Document(models.Model):
    """What the projector merged of one document up to `number`. Of an erased one only the id is left."""

    scope = models.CharField(max_length=40)
    doc = models.CharField(max_length=22)
    state = models.BinaryField(default=bytes)
    registers = models.JSONField(default=dict)
    number = models.BigIntegerField(default=0)
    first_at = models.BigIntegerField(default=0)
    last_at = models.BigIntegerField(default=0)
    steps = models.BigIntegerField(db_default=0, help_text="comparisons that loading its text last took")
    erased = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "doc"], name="document_once_per_scope")]

    def __str__(self) -> str:
        return f"{self.scope} {self.doc}"


class Notice(models.Model):
    """A notice from another process on SQLite, which has no NOTIFY: so a command tells the server. Short-lived."""

    body = models.TextField()
    at = models.BigIntegerField()

    def __str__(self) -> str:
        return self.body[:40]
