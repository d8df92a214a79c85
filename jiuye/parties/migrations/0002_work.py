from django.db import migrations


class Migration(migrations.Migration):
    """Sign-in traces are work, not records."""

    dependencies = [("parties", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "alter table parties_signintrace set schema work;"
            " grant select, insert, update, delete on work.parties_signintrace to jiuye_app;"
            " create unique index one_instance on parties_instance ((true))"
        )
    ]
