from django.db import migrations

OWN = {"records_vacancy": "vacancy", "records_employmentregistration": "employment_registration"}


class Migration(migrations.Migration):
    """Whoever acts for an employer under a mandate sees of it what the mandate is for. Art. 10(2)."""

    dependencies = [
        ("collection", "0020_formerly"), ("parties", "0011_for_an_employer"), ("records", "0013_own_employer"),
    ]
    operations = [
        migrations.RunSQL(f"select ledger.fence_within_mandate('{table}', '{dataset}')")
        for table, dataset in {**OWN, "collection_submission": ""}.items()
    ]
