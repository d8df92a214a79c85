from django.db import migrations


class Migration(migrations.Migration):
    """A citizen may read his own file. Art. 10(1)."""

    dependencies = [("records", "0005_employer_names")]
    operations = [
        migrations.RunSQL("select ledger.fence_own_records('records_person', 'id_number_folded_index')")
    ]
