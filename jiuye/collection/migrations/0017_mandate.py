import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is handed in under a mandate says which, and is the grantor's. Art. 10(2)."""

    dependencies = [("collection", "0016_own_employer"), ("parties", "0008_mandates")]
    operations = [
        migrations.AddField(
            model_name="submission",
            name="mandate",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.mandate"
            ),
        ),
        migrations.RunSQL("select ledger.fence_mandated('collection_submission')"),
    ]
