from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pga_regions", "0003_speaking"),
    ]

    operations = [
        migrations.AddField(
            model_name="discussiontable",
            name="headcount",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
    ]
