from importlib import import_module

from django.db import migrations, models

laid = import_module("jiuye.records.migrations.0011_strength")
before = import_module("jiuye.records.migrations.0017_corrected")
# The items that follow from the steps: no source is asked for them, and no other way sets them.
STATUS = [
    "certificate_status", "issued_flag", "issue_date", "printed_flag", "cancel_date", "cancel_reason", "valid_flag",
]  # fmt: skip
STATES = [
    "accepted", "applied", "cancelled", "closed", "completed", "denied", "dropped", "employed", "ended", "enrolled",
    "expired", "fulfilled", "granted", "held", "lent", "lost", "open", "paid", "publicised", "receipted", "reclaimed",
    "registered", "reviewed", "seeking", "superseded", "transferred", "valid",
]  # fmt: skip


def watch(apps, schema_editor):
    model = apps.get_model("records", "employmentcertificate")
    name = model._meta.db_table
    items = [n for n in laid.items_of(model) if n not in before.BESIDE and n not in STATUS]
    schema_editor.execute(f"drop trigger keep_strength on {name}")
    for trigger, columns, more in (("keep_strength", items, ["origins"]), ("keep_stage", STATUS, [])):
        arguments = ", ".join(f"'{n}'" for n in columns)
        schema_editor.execute(
            f"create trigger {trigger} before update of {', '.join([*more, *columns])} on {name}"
            f" for each row execute function jiuye.{trigger}({arguments})"
        )


class Migration(migrations.Migration):
    """Certificates move along their table of states (Art. 2(2), 6(2))."""

    dependencies = [("records", "0026_own_forms")]
    operations = [
        migrations.AddIndex(
            "employmentcertificate",
            models.Index(condition=models.Q(("person_id", None)), fields=["id_number_index"], name="ec_number_alone"),
        ),
        migrations.RemoveConstraint("proceeding", "proceeding_state"),
        migrations.AddConstraint(
            "proceeding",
            models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="proceeding_state"),
        ),
        migrations.RunPython(watch),
    ]
