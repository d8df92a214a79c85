from django.db import migrations


class Migration(migrations.Migration):
    """Employers are found by any part of their name."""

    dependencies = [("records", "0003_inspector")]
    operations = [
        migrations.RunSQL(
            "create index employer_name_part on records_employer using gin (employer_name public.gin_trgm_ops)"
        )
    ]
