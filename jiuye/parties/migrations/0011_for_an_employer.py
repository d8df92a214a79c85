from django.db import migrations, models


class Migration(migrations.Migration):
    """An employer lets somebody act for it. Art. 10(2)."""

    dependencies = [("parties", "0010_at_the_window")]
    operations = [
        *(
            migrations.AddField("mandate", name, models.TextField(blank=True, default="", db_default=""))
            for name in ("employer_id", "employer_name")
        ),
        migrations.RunSQL("select ledger.fence_employer_mandates('parties_mandate')"),
    ]
