from django.db import migrations


class Migration(migrations.Migration):
    """A citizen reads his own file whichever form of his number it bears, 18 digits or 15. Art. 10(1)."""

    dependencies = [("records", "0025_own_registrations")]
    operations = [
        migrations.RunSQL("select ledger.fence_own_records('records_person', 'id_number_folded_index')")
    ]
