import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pga_plenary", "0004_search"),
        ("pga_regions", "0002_late_points"),
        ("pga_sessions", "0003_closing_and_erasures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="moderatorlink",
            name="opened_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="moderatorlink",
            name="role",
            field=models.CharField(
                choices=[
                    ("moderator", "Moderator"),
                    ("rapporteur", "Session rapporteur"),
                    ("themes", "Theme team"),
                    ("wall", "Wall"),
                ],
                default="moderator",
                max_length=12,
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(
            model_name="moderatorlink",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("role", "wall"), _negated=True), ("may_write", False), _connector="OR"),
                name="wall_link_only_reads",
            ),
        ),
        migrations.AlterField(
            model_name="activity",
            name="deed",
            field=models.CharField(
                choices=[
                    ("closed", "closed the session"),
                    ("reopened", "opened the session again"),
                    ("took_in", "took in what came late"),
                    ("announced", "announced"),
                    ("clock_set", "set the countdown"),
                    ("clock_stopped", "stopped the countdown"),
                    ("question_closed", "closed the question"),
                    ("question_opened", "opened the question"),
                    ("call_taken", "answered a call for help"),
                    ("starred", "starred a point"),
                    ("unstarred", "took a star away"),
                    ("released", "released a point to the wall"),
                    ("withheld", "took a point off the wall"),
                    ("reread", "read the new words of a starred point"),
                    ("reordered", "changed the order of the stars"),
                    ("link_made", "made a link"),
                    ("link_renewed", "renewed a link"),
                    ("link_revoked", "revoked a link"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Star",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=22)),
                ("position", models.CharField(max_length=120)),
                ("wording", models.TextField()),
                ("worded_at", models.DateTimeField()),
                ("starred_at", models.DateTimeField(auto_now_add=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stars",
                        to="pga_plenary.moderatorlink",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stars",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stars",
                        to="pga_regions.discussiontable",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "pk"),
                "constraints": [models.UniqueConstraint(fields=("table", "key"), name="star_once_per_point")],
            },
        ),
    ]
