import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def _key(to, **options):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **options
    )


class Migration(migrations.Migration):
    """An answer is held against a later inspection by somebody else, then the task is closed."""

    dependencies = [("quality", "0002_fence")]
    operations = [
        migrations.AddField("task", "verified_run", _key("quality.run")),
        migrations.AddField("task", "verified_by", _key("parties.staff")),
        migrations.AddField("task", "verified_at", models.DateTimeField(null=True)),
        migrations.AddField("task", "remaining", models.JSONField(default=dict)),
        migrations.AddField("task", "sent_back", models.TextField(blank=True, default="")),
        migrations.AddField("task", "closed_by", _key("parties.staff")),
        migrations.AddField("task", "closed_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("task", "task_state"),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                name="task_state", condition=Q(state__in=["answered", "closed", "issued", "verified"])
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                name="verified_by_another",
                condition=Q(verified_by=None) | ~Q(verified_by=F("answered_by")),
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                name="verified_who_when_and_by_what",
                condition=Q(verified_by=None, verified_at=None, verified_run=None)
                | Q(verified_by__isnull=False, verified_at__isnull=False, verified_run__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                name="closed_with_nothing_left",
                condition=~Q(state__in=["verified", "closed"]) | Q(verified_by__isnull=False, remaining={}),
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                name="closed_who_and_when",
                condition=Q(state="closed", closed_by__isnull=False, closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_by=None, closed_at=None)),
            ),
        ),
    ]
