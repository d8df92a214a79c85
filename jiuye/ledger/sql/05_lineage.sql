-- What happened to a person's name or to an employer is stated by one and confirmed by another, once; and an employer
-- ends by a confirmed fact on the day the fact says, or by a change order. Art. 7, 9(2), 9(3).
set local role jiuye_keeper;

create or replace function ledger.guard_lineage() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); r jsonb; changed text[];
begin
  if tg_op = 'INSERT' then
    r := ledger.record_json(new.dataset, new.record_id);
    if e.act is distinct from 'records.state_lineage' or new.state <> 'stated' or new.stated_by_id <> e.staff_id
       or new.stated_at <> e.at or r ->> 'district' is distinct from new.district or (r ->> 'retired')::boolean
       or new.effective_on > ledger.today() then
      raise exception '沿革由登记的人写一次，写在所说档案的辖区' using errcode = 'JY001';
    end if;
    if new.fact_id is not null and not exists (select from jiuye.records_sharedfact f where f.id = new.fact_id
        and not f.retired and f.fact_kind = '502' and f.uscc = r ->> 'uscc' and f.district = new.district) then
      raise exception '部门所知不是这个单位的' using errcode = 'JY001';
    end if;
    return new;
  end if;
  select array_agg(k.key) into changed
    from jsonb_each(to_jsonb(new)) k where to_jsonb(old) -> k.key is distinct from k.value;
  if e.act is distinct from (case new.state when 'confirmed' then 'records.confirm_lineage'
                                            when 'refused' then 'records.refuse_lineage' end)
     or old.state <> 'stated' or new.decided_by_id is distinct from e.staff_id or new.decided_at is distinct from e.at
     or not changed <@ array['entry_id', 'state', 'decided_by_id', 'decided_at', 'note'] then
    raise exception '沿革只由另一人核实一次，所说的内容不改' using errcode = 'JY001';
  end if;
  return new;
end $$;

-- What confirming gives an employer is what the fact says: how it ended and when.
create or replace function ledger.guard_standing() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry();
begin
  if e.act = 'records.confirm_lineage' and not exists (select from jiuye.records_lineage l
      where l.entry_id = e.id and l.record_id = new.id and l.state = 'confirmed' and new.cancelled_date = l.effective_on
        and new.employer_status = case l.kind when 'revoked' then '4' when 'merged' then '3' end) then
    raise exception '单位状态只照核实的沿革写' using errcode = 'JY001';
  end if;
  return new;
end $$;
reset role;
