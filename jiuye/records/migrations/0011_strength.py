from pathlib import Path

from django.db import migrations, models

from jiuye.records.fields import SealedField

TABLES = [
    "person", "employer", "employmentregistration", "unemploymentregistration", "employmentcertificate",
    "hardshipassistance", "training", "jobseeking", "vacancy", "subsidy", "personnelagencyfile", "earchive",
    "sharedfact", "acceptance",
]
COLUMNS = {
    "device": models.TextField(null=True), "strength": models.TextField(null=True),
    "origins": models.JSONField(null=True),
}
SQL = (Path(__file__).parents[1] / "sql" / "strength_v1.sql").read_text(encoding="utf-8")
# Not items: keys, facts beside a sealed value, what judging and handling leave.
NOT_ITEMS = {
    "id", "entry_id", "district", "inherited", "standard_version", "retired", "submission_id", "row_no", "fingerprint",
    "verdicts", "extra", "entered_late", "device", "strength", "origins", "name_pinyin", "name_initials",
    "updated_at", "updated_by",
}


def items_of(model):
    """The columns that bear items; of sealed ones the index, which is the same for the same value."""
    sealed = {f.column for f in model._meta.concrete_fields if isinstance(f, SealedField)}
    beside = tuple(f"{name}_" for name in sealed)
    plain = [
        f.column for f in model._meta.concrete_fields
        if f.column not in NOT_ITEMS | sealed and not f.column.startswith(beside)
    ]
    return plain + [f"{name}_index" for name in sorted(sealed)]


def watch(apps, schema_editor):
    for table in TABLES:
        model = apps.get_model("records", table)
        items = items_of(model)
        arguments = ", ".join(f"'{name}'" for name in items)
        schema_editor.execute(
            f"create trigger keep_strength before update of {', '.join(items)} on {model._meta.db_table}"
            f" for each row execute function jiuye.keep_strength({arguments})"
        )
        schema_editor.execute(f"grant select (device, strength, origins) on {model._meta.db_table} to jiuye_inspector")


class Migration(migrations.Migration):
    """Every row says with what and how surely it was collected, single values where they came another way."""

    dependencies = [("records", "0010_pinyin")]
    operations = [
        *(migrations.AddField(t, name, field) for t in TABLES for name, field in COLUMNS.items()),
        migrations.RunSQL(SQL),
        migrations.RunPython(watch),
    ]
