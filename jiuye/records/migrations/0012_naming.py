from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models.functions import Left

# What changes a name or a number leaves the former one behind: whoever changes it, and however. No statement writes
# `formerly` of a row that is there: only this does.
REMEMBER = """
create function jiuye.remember() returns trigger language plpgsql as $$
declare before jsonb := to_jsonb(old); after jsonb := to_jsonb(new); told text; kept jsonb;
begin
  new.formerly := old.formerly;
  foreach told in array tg_argv loop
    kept := to_jsonb(ltrim(before ->> told, '\\x'));
    if jsonb_typeof(kept) = 'string' and before -> told is distinct from after -> told
       and not new.formerly @> kept then
      new.formerly := new.formerly || kept;
    end if;
  end loop;
  return new;
end $$;
"""
WHAT = {"person": ["name_folded", "id_number_folded_index"], "employer": ["name_folded", "uscc", "org_code"]}


def watched(table):
    changed = " or ".join(f"old.{c} is distinct from new.{c}" for c in [*WHAT[table], "formerly"])
    told = ", ".join(f"'{c}'" for c in WHAT[table])
    return (
        f"create trigger remember before update on records_{table} for each row when ({changed})"
        f" execute function jiuye.remember({told});"
        f" grant select (name_folded, formerly) on records_{table} to jiuye_inspector"
    )


class Migration(migrations.Migration):
    """Names are found however they are written, and by what their bearer was called before."""

    dependencies = [("records", "0011_strength")]
    operations = [
        *(
            operation
            for model, short in (("person", "p"), ("employer", "e"))
            for operation in (
                migrations.AddField(model, "name_folded", models.TextField(null=True)),
                migrations.AddField(model, "formerly", models.JSONField(default=list)),
                migrations.AddIndex(model, GinIndex(fields=["formerly"], name=f"{short}_formerly")),
            )
        ),
        migrations.RemoveIndex("person", "p_name"),
        migrations.AddIndex("person", models.Index(Left("name_folded", 100), name="p_name_folded")),
        migrations.RunSQL(
            "drop index employer_name_part; create index employer_name_part on records_employer"
            " using gin (name_folded public.gin_trgm_ops)",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(REMEMBER, "drop function jiuye.remember cascade"),
        *(migrations.RunSQL(watched(table), migrations.RunSQL.noop) for table in WHAT),
    ]
