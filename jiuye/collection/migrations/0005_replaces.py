import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A form handed in again names the returned one it corrects."""

    dependencies = [("collection", "0004_stage_key")]
    operations = [
        migrations.AddField(
            model_name="submission",
            name="replaces",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replaced_by",
                to="collection.submission",
            ),
        ),
    ]
