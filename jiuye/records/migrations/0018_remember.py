from importlib import import_module

from django.db import migrations

_naming = import_module("jiuye.records.migrations.0012_naming")


class Migration(migrations.Migration):
    """What is left behind of a name, as 0012 says today, where an earlier form of it was laid; where it is the same,
    nothing changes."""

    dependencies = [("records", "0017_corrected")]
    operations = [
        migrations.RunSQL(
            _naming.REMEMBER.replace("create function", "create or replace function")
            + "; ".join(_naming.watched(t).replace("create trigger", "create or replace trigger") for t in _naming.WHAT),
            migrations.RunSQL.noop,
        )
    ]
