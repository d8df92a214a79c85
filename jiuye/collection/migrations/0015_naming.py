from django.db import migrations


class Migration(migrations.Migration):
    """Staged persons and employers bring what they are found by."""

    dependencies = [("collection", "0014_sections"), ("records", "0012_naming")]
    operations = [
        migrations.RunSQL(
            f"alter table work.stage_{table} add column if not exists name_folded text,"
            " add column if not exists formerly jsonb not null default '[]', alter column formerly set default '[]';"
            f" grant select (name_folded, formerly) on work.stage_{table} to jiuye_inspector",
            f"alter table work.stage_{table} drop column name_folded, drop column formerly",
        )
        for table in ("person", "employer")
    ]
