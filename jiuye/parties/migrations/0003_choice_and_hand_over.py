import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import jiuye.lib.keys


def _staff(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.staff", **options
    )


class Migration(migrations.Migration):
    """A ticket between the factors and the choice of a post; posts looked over again; open work handed over."""

    dependencies = [("parties", "0002_work")]
    operations = [
        migrations.AddField(
            model_name="signintrace", name="ticket", field=models.TextField(blank=True, default="")
        ),
        migrations.AddField(
            model_name="signintrace", name="ticket_until", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(model_name="appointment", name="recertified_by", field=_staff(null=True)),
        migrations.AddField(
            model_name="appointment", name="recertified_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                name="recertified_by_another",
                condition=Q(recertified_by=None) | ~Q(recertified_by=F("staff")),
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                name="recertified_who_and_when",
                condition=Q(recertified_by=None, recertified_at=None)
                | Q(recertified_by__isnull=False, recertified_at__isnull=False),
            ),
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("entry_id", models.UUIDField(editable=False)),
                ("giver", _staff()),
                ("taker", _staff()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["taker"], name="hand_over_taker")],
                "constraints": [
                    models.CheckConstraint(
                        name="handed_over_to_another", condition=~Q(giver=F("taker"))
                    )
                ],
            },
        ),
    ]
