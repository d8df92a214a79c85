from django.db import migrations

TABLES = ["employer", "employmentregistration", "vacancy"]


class Migration(migrations.Migration):
    """Whoever acts for an employer may read what is the employer's own. Art. 10(1)."""

    dependencies = [("records", "0012_naming"), ("parties", "0007_employers")]
    operations = [migrations.RunSQL("; ".join(f"select ledger.fence_own_employer('records_{t}')" for t in TABLES))]
