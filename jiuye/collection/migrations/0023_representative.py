from django.db import migrations

COLUMN = "legal_rep_id_number_folded_index"


class Migration(migrations.Migration):
    """Staged employers bring what their legal representative is known by."""

    dependencies = [("collection", "0022_to_the_city"), ("records", "0024_representative")]
    operations = [
        migrations.RunSQL(
            f"alter table work.stage_employer add column if not exists {COLUMN} bytea;"
            f" grant select ({COLUMN}) on work.stage_employer to jiuye_inspector",
            f"alter table work.stage_employer drop column {COLUMN}",
        )
    ]
