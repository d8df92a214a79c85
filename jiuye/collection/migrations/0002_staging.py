from django.db import migrations

from jiuye.records.fields import SealedField

DATASETS = {
    "person": "person",
    "employer": "employer",
    "employment_registration": "employmentregistration",
    "unemployment_registration": "unemploymentregistration",
    "employment_certificate": "employmentcertificate",
    "acceptance": "acceptance",
}
STAGE = """
create table work.stage_{d} (like records_{t} including defaults);
alter table work.stage_{d} alter column entry_id drop not null, alter column district drop not null,
  alter column standard_version drop not null, alter column submission_id set not null,
  alter column row_no set not null, alter column inherited set default false, alter column retired set default false,
  alter column verdicts set default '[]', alter column extra set default '{{}}',
  add column faults jsonb not null default '[]', add column standing text not null default 'staged',
  add primary key (submission_id, row_no);
grant select, insert, update, delete on work.stage_{d} to jiuye_app;
grant select ({columns}) on work.stage_{d} to jiuye_inspector;
"""


def stage(apps, schema_editor):
    for dataset, table in DATASETS.items():
        model = apps.get_model("records", table)
        plain = [f.column for f in model._meta.concrete_fields if not isinstance(f, SealedField)]
        columns = ", ".join(plain)
        schema_editor.execute(STAGE.format(d=dataset, t=table, columns=columns))


class Migration(migrations.Migration):
    """Staging rows and drafts are work; submissions and orders are fenced by district."""

    dependencies = [("collection", "0001_initial"), ("records", "0001_initial")]
    operations = [
        migrations.RunSQL("grant usage on schema work to jiuye_inspector;"
            " create sequence work.number; grant usage on sequence work.number to jiuye_app"),
        migrations.RunPython(stage),
        migrations.RunSQL(
            "alter table collection_draft set schema work;"
            " grant select, insert, update, delete on work.collection_draft to jiuye_app;"
            " select ledger.fence('collection_submission')"
        ),
    ]
