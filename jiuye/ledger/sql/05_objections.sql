-- 异议 moves only along its states: said by whom the record is about, answered by another of its district; corrected where
-- an order that began from it was carried out and rechecked. Art. 9(3), 10(1).
set local role jiuye_keeper;

-- How the change orders that began from an objection stand, for whoever it is from and whoever answers it.
create or replace function ledger.orders_of_objection(p_number text) returns table (number text, state text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.number, r.state from jiuye.maintenance_order r join jiuye.usage_objection o on 'report:' || o.number = r.origin
  where o.number = p_number and r.record_id = o.record_id
    and (o.holder_id = ledger.own() or ledger.scope_all() or o.district = any(ledger.scope()))
  order by r.id
$$;

create or replace function ledger.guard_objection() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); changed text[];
begin
  if tg_op = 'INSERT' then
    if e.act is distinct from 'usage.report_wrong' or new.state <> 'reported' or new.holder_id is distinct from e.staff_id
       or not new.record_id = any(ledger.own_subjects()) then
      raise exception '异议由本人对本人的档案提出' using errcode = 'JY403';
    end if;
    return new;
  end if;
  select array_agg(k.key) into changed
    from jsonb_each(to_jsonb(new)) k where to_jsonb(old) -> k.key is distinct from k.value;
  if e.act is distinct from 'usage.answer_report' or e.subject_id is distinct from new.id or old.state <> 'reported'
     or new.state not in ('corrected', 'upheld') or new.answered_by_id is distinct from e.staff_id
     or not changed <@ array['entry_id', 'state', 'answered_by_id', 'answered_at', 'answer'] then
    raise exception '异议只由办理人答复一次' using errcode = 'JY403';
  end if;
  if new.state = 'corrected' and not exists (select from jiuye.maintenance_order r
     where r.origin = 'report:' || new.number and r.record_id = new.record_id and r.state = 'confirmed') then
    raise exception '还没有从这条异议办结的变更单，不能答复为已更正' using errcode = 'JY403';
  end if;
  return new;
end $$;
reset role;
