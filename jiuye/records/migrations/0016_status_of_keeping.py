from importlib import import_module

from django.db import migrations


def watch(apps, schema_editor):
    """archive_status is no fact collected from anybody: it follows from keeping, and no source is asked for it."""
    model = apps.get_model("records", "earchive")
    items = import_module("jiuye.records.migrations.0011_strength").items_of(model)
    watched = [name for name in items if name != "archive_status"]
    arguments = ", ".join(f"'{name}'" for name in watched)
    schema_editor.execute("drop trigger keep_strength on records_earchive")
    schema_editor.execute(
        f"create trigger keep_strength before update of {', '.join(watched)} on records_earchive"
        f" for each row execute function jiuye.keep_strength({arguments})"
    )


class Migration(migrations.Migration):
    """The state of keeping is written by the acts of keeping alone. Art. 2(4)."""

    dependencies = [("records", "0015_no_early_disposal")]
    operations = [migrations.RunPython(watch)]
