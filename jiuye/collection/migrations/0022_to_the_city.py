from importlib import import_module

from django.db import migrations

DATASETS = import_module("jiuye.collection.migrations.0014_sections").DATASETS
TO_THE_CITY = """
create policy to_the_city on collection_conflict for insert to jiuye_app with check (district = '371000')
"""


class Migration(migrations.Migration):
    """What two districts hold otherwise is opened by whoever's act meets it, and lies with the city. Art. 6(2)."""

    dependencies = [("collection", "0021_within_mandate")]
    operations = [
        migrations.RunSQL(TO_THE_CITY, "drop policy to_the_city on collection_conflict"),
        *(
            migrations.RunSQL(
                f"grant select (standing) on work.stage_{name} to jiuye_inspector",
                f"revoke select (standing) on work.stage_{name} from jiuye_inspector",
            )
            for name in DATASETS
        ),
    ]
