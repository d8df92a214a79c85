from django.db import migrations


class Migration(migrations.Migration):
    """Staged persons and employers bring the pinyin of their names."""

    dependencies = [("collection", "0010_attachment"), ("records", "0010_pinyin")]
    operations = [
        migrations.RunSQL(
            f"alter table work.stage_{table} add column if not exists name_pinyin text,"
            " add column if not exists name_initials text;"
            f" grant select (name_pinyin, name_initials) on work.stage_{table} to jiuye_inspector",
            f"alter table work.stage_{table} drop column name_pinyin, drop column name_initials",
        )
        for table in ("person", "employer")
    ]
