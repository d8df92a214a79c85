from django.db import migrations

from jiuye.records.fields import SealedField

NEW = {
    "hardship_assistance": "hardshipassistance",
    "training": "training",
    "job_seeking": "jobseeking",
    "vacancy": "vacancy",
    "subsidy": "subsidy",
    "personnel_agency_file": "personnelagencyfile",
    "e_archive": "earchive",
    "shared_fact": "sharedfact",
}
OLD = (
    "person", "employer", "employment_registration", "unemployment_registration", "employment_certificate",
    "acceptance",
)
STAGE = """
create table work.stage_{d} (like records_{t} including defaults);
alter table work.stage_{d} alter column entry_id drop not null, alter column district drop not null,
  alter column standard_version drop not null, alter column submission_id set not null,
  alter column row_no set not null, alter column inherited set default false, alter column retired set default false,
  alter column verdicts set default '[]', alter column extra set default '{{}}',
  add column faults jsonb not null default '[]', add column standing text not null default 'staged',
  add primary key (submission_id, row_no);
create index stage_{d}_id on work.stage_{d} (id);
grant select, insert, update, delete on work.stage_{d} to jiuye_app;
grant select ({columns}) on work.stage_{d} to jiuye_inspector;
"""


def stage(apps, schema_editor):
    for dataset, table in NEW.items():
        model = apps.get_model("records", table)
        plain = ", ".join(f.column for f in model._meta.concrete_fields if not isinstance(f, SealedField))
        schema_editor.execute(STAGE.format(d=dataset, t=table, columns=plain))
    for dataset in OLD:
        schema_editor.execute(f"alter table work.stage_{dataset} add column if not exists entered_late boolean")
        schema_editor.execute(f"grant select (entered_late) on work.stage_{dataset} to jiuye_inspector")


class Migration(migrations.Migration):
    """Rows of the new datasets wait in `work` like those of the first six."""

    dependencies = [("collection", "0006_own"), ("records", "0008_datasets_fence")]
    operations = [migrations.RunPython(stage)]
