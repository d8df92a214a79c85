from django.db import migrations

import jiuye.records.fields

COLUMN = "legal_rep_id_number_folded_index"


class Migration(migrations.Migration):
    """A legal representative is known however the employer's file writes his number. Art. 10(2)."""

    dependencies = [("records", "0023_inspected_staff")]
    operations = [
        migrations.AddField("employer", COLUMN, jiuye.records.fields.IndexField(null=True)),
        migrations.RunSQL(
            f"grant select ({COLUMN}) on records_employer to jiuye_inspector", migrations.RunSQL.noop
        ),
    ]
