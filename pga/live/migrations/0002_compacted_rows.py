from typing import Any

from django.db import migrations, models
from django.db.models import Count, F, Sum
from django.db.models.functions import Length

ROW_OCTETS = 250


def count(apps: Any, schema_editor: Any) -> None:
    """What the writer counts from now on, for what was written before."""
    scopes, rows = apps.get_model("pga_live", "Scope"), apps.get_model("pga_live", "JournalRow")
    counted = rows.objects.values("scope").annotate(
        documents=Count("doc", distinct=True), octets=Sum(Length(F("payload"))) + ROW_OCTETS * Count("pk")
    )
    for one in counted.order_by("scope"):
        scopes.objects.filter(name=one["scope"]).update(documents=one["documents"], octets=one["octets"])


class Migration(migrations.Migration):
    dependencies = [("pga_live", "0001_journal")]

    operations = [
        migrations.CreateModel(
            name="Compaction",
            fields=[
                ("scope", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SettledIds",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=40)),
                ("laptop", models.CharField(max_length=24)),
                ("ranges", models.JSONField(default=list)),
            ],
        ),
        migrations.AddConstraint(
            model_name="settledids",
            constraint=models.UniqueConstraint(fields=("scope", "laptop"), name="settled_ids_once_per_laptop"),
        ),
        migrations.AddField(
            model_name="journalrow",
            name="began",
            field=models.BigIntegerField(
                db_default=0, help_text="the time of the first of them, 0 where nothing was merged"
            ),
        ),
        migrations.AddIndex(
            model_name="journalrow",
            index=models.Index(
                condition=models.Q(("quarantined", True)), fields=["scope", "doc"], name="journal_put_aside"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="steps",
            field=models.BigIntegerField(db_default=0, help_text="comparisons that loading its text last took"),
        ),
        migrations.AddField(
            model_name="scope",
            name="documents",
            field=models.IntegerField(db_default=0, help_text="documents ever begun"),
        ),
        migrations.AddField(
            model_name="scope",
            name="octets",
            field=models.BigIntegerField(db_default=0, help_text="what its rows take"),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
