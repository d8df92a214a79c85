from django.db import migrations


class Migration(migrations.Migration):
    """A citizen reads what was asked and answered about him under either form of his number. Art. 10(1)."""

    dependencies = [("collection", "0023_representative")]
    operations = [
        migrations.RunSQL(f"select ledger.fence_own_records('{table}', 'subject_index')")
        for table in ("collection_answered", "collection_asking")
    ]
