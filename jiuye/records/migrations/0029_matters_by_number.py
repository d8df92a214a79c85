from django.db import migrations, models


class Migration(migrations.Migration):
    """A purpose names its case by number: each look-up asks whether there is one. Art. 10(3)."""

    dependencies = [("records", "0028_own_data")]
    operations = [
        migrations.AddIndex("proceeding", models.Index(name="proceeding_number", fields=["number"])),
    ]
