import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """A mandate of somebody without a phone is registered at a window. Art. 10(2)."""

    dependencies = [("parties", "0009_one_human")]
    operations = [
        migrations.AddField(
            model_name="mandate",
            name="registered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.staff"
            ),
        ),
        migrations.AddField(model_name="mandate", name="registered_index", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="mandate", name="registered_in", field=models.TextField(default="", db_default="")),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                name="registered_whole",
                condition=Q(registered_by=None, registered_index=None, registered_in="")
                | Q(registered_by__isnull=False, registered_index__isnull=False) & ~Q(registered_in=""),
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                name="clerk_is_neither",
                condition=Q(registered_index=None)
                | ~Q(registered_index=F("agent_index")) & ~Q(registered_index=F("grantor_index")),
            ),
        ),
        migrations.RunSQL("select ledger.fence_registered('parties_mandate')"),
    ]
