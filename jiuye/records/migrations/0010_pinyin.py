from django.db import migrations, models
from django.db.models.functions import Left


def _columns(model, prefix):
    return [
        operation
        for name in ("name_pinyin", "name_initials")
        for operation in (
            migrations.AddField(model, name, models.TextField(null=True)),
            migrations.AddIndex(model, models.Index(Left(name, 100), name=f"{prefix}_{name}")),
        )
    ]


class Migration(migrations.Migration):
    """Names are found by pinyin and sorted by it."""

    dependencies = [("records", "0009_waiver")]
    operations = [
        *_columns("person", "p"),
        *_columns("employer", "e"),
        *(
            migrations.RunSQL(
                f"grant select (name_pinyin, name_initials) on records_{table} to jiuye_inspector",
                migrations.RunSQL.noop,
            )
            for table in ("person", "employer")
        ),
    ]
