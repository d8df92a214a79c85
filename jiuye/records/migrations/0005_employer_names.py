from django.db import migrations

from jiuye.standards.language.dialects import engine
from jiuye.standards.language.names import normalized


def index(apps, schema_editor):
    """R043 asks for another employer of the same normalised name. Hash: equality only, names of any length.

    The expression is the one the rule language writes; when that changes, so must the index."""
    expression = normalized("employer_name", engine("postgres")).replace("%", "%%")
    schema_editor.execute(
        f"create index e_employer_name_normal on records_employer using hash (({expression})) where not retired"
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0004_search")]
    operations = [
        migrations.RunPython(index, lambda apps, editor: editor.execute("drop index e_employer_name_normal"))
    ]
