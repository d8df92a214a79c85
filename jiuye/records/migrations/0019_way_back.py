from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parents[1] / "sql"
SQL = [(FOLDER / name).read_text(encoding="utf-8") for name in ("way_back_v1.sql", "strength_v3.sql")]


class Migration(migrations.Migration):
    """What a batch wrote can be put back to the letter."""

    dependencies = [("records", "0018_remember")]
    operations = [migrations.RunSQL(sql) for sql in SQL]
