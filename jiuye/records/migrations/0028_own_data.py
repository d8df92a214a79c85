from django.db import migrations

DATASETS = (
    "unemployment_registration", "employment_certificate", "hardship_assistance", "training", "job_seeking", "subsidy",
    "personnel_agency_file",
)  # fmt: skip


class Migration(migrations.Migration):
    """What is about a person he may read, whoever handed it in. Art. 10(1)."""

    dependencies = [("records", "0027_certificate")]
    operations = [
        migrations.RunSQL(
            "; ".join(f"select ledger.fence_own_person('records_{d.replace('_', '')}', '{d}')" for d in DATASETS),
            migrations.RunSQL.noop,
        ),
    ]
