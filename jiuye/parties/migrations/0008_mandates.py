import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import jiuye.lib.keys


class Migration(migrations.Migration):
    """Mandates, and the accounts of those who act under one. Art. 10(2)."""

    dependencies = [("parties", "0007_employers")]
    operations = [
        migrations.AddField(model_name="staff", name="principal_index", field=models.BinaryField(null=True)),
        migrations.RemoveConstraint(model_name="staff", name="one_account_each"),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.UniqueConstraint(
                name="one_account_each", fields=["subject_index", "employer_id", "principal_index"],
                condition=Q(subject_index__isnull=False), nulls_distinct=False,
            ),
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("entry_id", models.UUIDField(editable=False)),
                ("grantor_index", models.BinaryField()),
                ("agent_index", models.BinaryField()),
                ("agent_name", models.TextField()),
                ("datasets", models.JSONField()),
                ("single", models.BooleanField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                ("granted_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "grantor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.staff"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(name="mandate_grantor", fields=["grantor"]),
                    models.Index(name="mandate_agent", fields=["agent_index"]),
                ],
                "constraints": [
                    models.CheckConstraint(name="agent_is_another", condition=~Q(agent_index=F("grantor_index"))),
                    models.CheckConstraint(name="mandate_has_days", condition=Q(valid_to__gte=F("valid_from"))),
                ],
            },
        ),
        migrations.RunSQL("select ledger.fence_mandates('parties_mandate')"),
    ]
