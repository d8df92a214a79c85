from django.db import migrations

from jiuye.standards.language.dialects import engine
from jiuye.standards.language.names import normalized


def index(apps, schema_editor):
    """R043 asks for another employer of the same normalised name. Hash: equality only, names of any length.

    The expression is the one the rule language writes; when that changes, so must the index. It stands in a
    function, because PostgreSQL before 17 keeps an index in one page of its catalogue; the planner reads through
    the function and finds the index for the bare expression too."""
    expression = normalized("employer_name", engine("postgres")).replace("%", "%%")
    schema_editor.execute(
        "create function jiuye.employer_name_normal(employer_name text) returns text"
        f" language sql immutable parallel safe as $$ select {expression} $$"
    )
    schema_editor.execute(
        "create index e_employer_name_normal on records_employer"
        " using hash ((jiuye.employer_name_normal(employer_name))) where not retired"
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0004_search")]
    operations = [
        migrations.RunPython(index, lambda apps, editor: editor.execute("drop function jiuye.employer_name_normal cascade"))
    ]
