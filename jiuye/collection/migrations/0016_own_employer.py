from django.db import migrations, models


class Migration(migrations.Migration):
    """What is handed in for an employer belongs to the employer. Art. 6(3), 10(1)."""

    dependencies = [("collection", "0015_naming"), ("parties", "0007_employers")]
    operations = [
        migrations.AddField(
            model_name="submission", name="employer_id", field=models.TextField(blank=True, default="")
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                name="submission_employer", fields=["employer_id", "id"], condition=~models.Q(employer_id="")
            ),
        ),
        migrations.RunSQL("select ledger.fence_own_submissions('collection_submission')"),
    ]
