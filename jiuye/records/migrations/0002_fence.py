from django.db import migrations

TABLES = [
    "person", "employer", "employmentregistration", "unemploymentregistration", "employmentcertificate", "acceptance",
]


class Migration(migrations.Migration):
    """Row security by district on every record table (Art. 9(1), 10(3))."""

    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunSQL("; ".join(f"select ledger.fence('records_{t}')" for t in TABLES))]
