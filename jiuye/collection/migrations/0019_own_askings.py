from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom departments were asked about sees that they were. Art. 6(4), 10(1)."""

    dependencies = [("collection", "0018_inspected")]
    operations = [
        migrations.AddIndex("asking", models.Index(fields=["subject_index", "-asked_at"], name="asking_subject")),
        migrations.RunSQL("select ledger.fence_own_records('collection_asking', 'subject_index')"),
    ]
