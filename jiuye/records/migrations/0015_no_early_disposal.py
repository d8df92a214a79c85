from django.db import migrations

FUNCTION = """
create function jiuye.guard_keeping() returns trigger language plpgsql
set search_path = jiuye, pg_catalog, pg_temp as $$
declare archived records_earchive; listed records_disposal;
begin
  if old.state = 'destroyed' then
    raise exception '已销毁的档案不能再改动' using errcode = 'JY005';
  end if;
  if (new.sha256, new.sm3, new.source_id, new.record_id) is distinct from
     (old.sha256, old.sm3, old.source_id, old.record_id) then
    raise exception '档案的摘要和来源不能改动' using errcode = 'JY005';
  end if;
  if new.state <> 'destroyed' then
    return new;
  end if;
  select * into archived from records_earchive where id = new.record_id;
  if archived.retention_until is null or archived.retention_period = '1'
     or archived.retention_until >= ledger.today() then
    raise exception '保管期限未满，不得销毁: %', archived.archive_id using errcode = 'JY005';
  end if;
  if exists (select from records_hold where keeping_id = new.id and released_at is null) then
    raise exception '已暂停处置，不得销毁: %', archived.archive_id using errcode = 'JY005';
  end if;
  select * into listed from records_disposal where id = new.disposal_id;
  if listed.state is distinct from 'approved' or old.disposal_id is distinct from new.disposal_id then
    raise exception '没有经两人批准的销毁清册，不得销毁: %', archived.archive_id using errcode = 'JY005';
  end if;
  return new;
end $$
"""
TERM = """
create function jiuye.guard_term() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if (ledger.current_entry()).act not like 'maintenance.%' then
    raise exception '保管期限只能经申报、审批、修改、复核改动' using errcode = 'JY005';
  end if;
  return new;
end $$
"""


class Migration(migrations.Migration):
    """Nothing is destroyed before its term, under a hold, or without a list that a second person approved; what is
    destroyed stays so. Art. 20(3)."""

    dependencies = [("records", "0014_keeping")]
    operations = [
        migrations.RunSQL(FUNCTION),
        migrations.RunSQL(
            "create trigger keeping_terms before update on records_keeping for each row"
            " execute function jiuye.guard_keeping()"
        ),
        migrations.RunSQL(TERM),
        migrations.RunSQL(
            "create trigger archive_term before update on records_earchive for each row"
            " when ((old.retention_until, old.retention_period) is distinct from"
            " (new.retention_until, new.retention_period)) execute function jiuye.guard_term()"
        ),
    ]
