from django.db import migrations


class Migration(migrations.Migration):
    """A staged row has no former names unless it brings some: also where the column was there before it had a
    default."""

    dependencies = [("collection", "0019_own_askings")]
    operations = [
        migrations.RunSQL(
            f"alter table work.stage_{table} alter column formerly set default '[]'",
            migrations.RunSQL.noop,
        )
        for table in ("person", "employer")
    ]
