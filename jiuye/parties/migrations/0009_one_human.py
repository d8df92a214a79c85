from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """One human, one account: who works here is known by the index of his identity number. Art. 9(1)."""

    dependencies = [("parties", "0008_mandates")]
    operations = [
        migrations.AddField(
            model_name="staff", name="identity_index", field=models.BinaryField(null=True, db_index=True)
        ),
        migrations.AddField(
            model_name="staff", name="short_index", field=models.BinaryField(null=True, db_index=True)
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.UniqueConstraint(
                name="one_human_one_account", fields=["identity_index"], condition=Q(left_on=None)
            ),
        ),
        migrations.RunSQL("select ledger.fence_given('parties_mandate')"),
    ]
