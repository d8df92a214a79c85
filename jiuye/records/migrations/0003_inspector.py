from django.db import migrations

from jiuye.records.fields import SealedField

MODELS = [
    "person", "employer", "employmentregistration", "unemploymentregistration", "employmentcertificate", "acceptance",
]


def grant(apps, schema_editor):
    """The inspector reads facts and indexes, never a ciphertext."""
    for name in MODELS:
        model = apps.get_model("records", name)
        columns = ", ".join(f.column for f in model._meta.concrete_fields if not isinstance(f, SealedField))
        schema_editor.execute(f"grant select ({columns}) on {model._meta.db_table} to jiuye_inspector")


class Migration(migrations.Migration):
    dependencies = [("records", "0002_fence"), ("standards", "0001_initial")]
    operations = [migrations.RunPython(grant)]
