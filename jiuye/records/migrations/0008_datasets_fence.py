from django.db import migrations

from jiuye.records.fields import SealedField

NEW = [
    "hardshipassistance", "training", "jobseeking", "vacancy", "subsidy", "personnelagencyfile", "earchive",
    "sharedfact",
]
OLD = [
    "person", "employer", "employmentregistration", "unemploymentregistration", "employmentcertificate", "acceptance",
]


def grant(apps, schema_editor):
    """The inspector reads facts and indexes, never a ciphertext."""
    for name in NEW:
        model = apps.get_model("records", name)
        columns = ", ".join(f.column for f in model._meta.concrete_fields if not isinstance(f, SealedField))
        schema_editor.execute(f"grant select ({columns}) on {model._meta.db_table} to jiuye_inspector")
    for name in OLD:
        schema_editor.execute(f"grant select (entered_late) on records_{name} to jiuye_inspector")


class Migration(migrations.Migration):
    """Row security by district on the new datasets (Art. 9(1), 10(3))."""

    dependencies = [("records", "0007_datasets")]
    operations = [
        migrations.RunSQL("; ".join(f"select ledger.fence('records_{t}')" for t in NEW)),
        migrations.RunPython(grant),
    ]
