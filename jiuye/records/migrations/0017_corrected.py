from importlib import import_module
from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parents[1] / "sql" / "strength_v2.sql").read_text(encoding="utf-8")
laid = import_module("jiuye.records.migrations.0011_strength")
# Of a name, and no items either; and the state of keeping, which follows from its acts (0016).
BESIDE = {"name_folded", "formerly", "archive_status"}


def watch(apps, schema_editor):
    """The same triggers, which now see to the origins themselves too."""
    for table in laid.TABLES:
        model = apps.get_model("records", table)
        items = [name for name in laid.items_of(model) if name not in BESIDE]
        arguments = ", ".join(f"'{name}'" for name in items)
        schema_editor.execute(f"drop trigger keep_strength on {model._meta.db_table}")
        schema_editor.execute(
            f"create trigger keep_strength before update of origins, {', '.join(items)} on {model._meta.db_table}"
            f" for each row execute function jiuye.keep_strength({arguments})"
        )


class Migration(migrations.Migration):
    """A value that was corrected says so: it no longer bears where it stood before."""

    dependencies = [("records", "0016_status_of_keeping")]
    operations = [migrations.RunSQL(SQL), migrations.RunPython(watch)]
