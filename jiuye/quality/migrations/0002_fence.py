from django.db import migrations


class Migration(migrations.Migration):
    """Findings and tasks are seen by their district and by the city."""

    dependencies = [("quality", "0001_initial")]
    operations = [
        migrations.RunSQL("select ledger.fence('quality_finding'); select ledger.fence('quality_task')")
    ]
