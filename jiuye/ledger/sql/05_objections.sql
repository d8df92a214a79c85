-- 异议 moves only along its states: said by whom the record is about, answered by another of its district; corrected where
-- an order that began from it changed that item, was carried out and rechecked. What a paper says never changes, and a
-- department is told once. Art. 9(3), 10(1), 10(2).
set local role jiuye_keeper;

-- How the change orders that began from an objection stand, for whoever it is from and whoever answers it.
create or replace function ledger.orders_of_objection(p_number text) returns table (number text, state text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.number, r.state from jiuye.maintenance_order r join jiuye.usage_objection o on 'report:' || o.number = r.origin
  where o.number = p_number and r.record_id = o.record_id
    and (o.holder_id = ledger.own() or ledger.scope_all() or o.district = any(ledger.scope()))
  order by r.id
$$;

-- Did an order that began from it, rechecked by now, change the very item it is about?
create or replace function ledger.objection_mended(p_number text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from jiuye.usage_objection o
    join jiuye.maintenance_order r on r.origin = 'report:' || o.number and r.state = 'confirmed'
    join jiuye.maintenance_line l on l.order_id = r.id and l.dataset = o.dataset and l.record_id = o.record_id
    where o.number = p_number
      and coalesce(l.before -> o.item, l.before #> array['extra', 'items', o.item])
          is distinct from coalesce(l.after -> o.item, l.after #> array['extra', 'items', o.item])
      and (o.holder_id = ledger.own() or ledger.scope_all() or o.district = any(ledger.scope())))
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
  if new.state = 'corrected' and not ledger.objection_mended(new.number) then
    raise exception '还没有从这条异议办结、改了这一项的变更单，不能答复为已更正' using errcode = 'JY403';
  end if;
  return new;
end $$;
create or replace function ledger.guard_notice() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); told text[] := array['entry_id', 'letter', 'told_by_id', 'told_at'];
begin
  if tg_op = 'INSERT' then
    if e.act is distinct from 'usage.answer_report' or e.subject_id is distinct from new.objection_id
       or new.told_by_id is not null or not exists (select from jiuye.usage_objection o
         where o.id = new.objection_id and o.state = 'corrected' and o.district = new.district) then
      raise exception '要告知的部门在答复已更正时列出' using errcode = 'JY403';
    end if;
  elsif e.act is distinct from 'usage.tell_recipient' or e.subject_id is distinct from new.id
     or old.told_by_id is not null or new.told_by_id is distinct from e.staff_id
     or to_jsonb(new) - told <> to_jsonb(old) - told then
    raise exception '部门由办理人告知一次' using errcode = 'JY403';
  end if;
  return new;
end $$;

create or replace function ledger.guard_paper() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry();
begin
  if tg_op = 'UPDATE' then
    raise exception '存根和打印件出具以后不再改动' using errcode = 'JY403';
  end if;
  if e.act is distinct from (case new.kind when 'seen' then 'usage.keep_stub' else 'usage.print_extract' end)
     or new.record_id is distinct from e.subject_id or not new.record_id = any(ledger.own_subjects())
     or new.made_by_id is distinct from e.staff_id or new.holder_id is distinct from e.staff_id then
    raise exception '存根和打印件由本人为本人的档案出具' using errcode = 'JY403';
  end if;
  return new;
end $$;
reset role;
