from django.db import migrations

DATASETS = (
    "person", "employer", "employment_registration", "unemployment_registration", "employment_certificate",
    "acceptance",
)  # fmt: skip


class Migration(migrations.Migration):
    """Staged rows are admitted chunk by chunk by their key: without an index each chunk read the whole file."""

    dependencies = [("collection", "0003_reading")]
    operations = [
        migrations.RunSQL(
            f"create index stage_{d}_id on work.stage_{d} (id)", f"drop index work.stage_{d}_id"
        )
        for d in DATASETS
    ]
