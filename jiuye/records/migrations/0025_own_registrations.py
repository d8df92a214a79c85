from django.db import migrations


class Migration(migrations.Migration):
    """An employment registration is read by the employer that declared it, and by the person it is about. Art. 10(1)."""

    dependencies = [("records", "0024_representative")]
    operations = [
        migrations.RunSQL(
            "select ledger.fence_own_person('records_employmentregistration', 'employment_registration')",
            migrations.RunSQL.noop,
        )
    ]
