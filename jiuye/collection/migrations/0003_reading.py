from django.db import migrations, models


class Migration(migrations.Migration):
    """What reading a file gave beside its rows stays with the submission: notes, columns set aside, headers."""

    dependencies = [("collection", "0002_staging")]
    operations = [
        migrations.AddField(
            model_name="submission", name="reading", field=models.JSONField(default=dict),
        ),
    ]
