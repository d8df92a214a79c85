-- What a record became is what was approved: no more, no less, and by nobody else. Art. 9(3).
set local role jiuye_keeper;

-- May handling refresh this column? What the standard in force says of its item, with the index and facts beside a
-- sealed one, and where it came from.
create or replace function ledger.by_handling(p_tbl text, p_column text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p_column in ('origins', 'updated_at', 'updated_by', 'formerly') or exists (
    select from jiuye.standards_item i
    where 'records_' || replace(i.dataset, '_', '') = p_tbl and i.upkeep = 'handling'
      and (i.name = p_column or i.protection = 'sealed' and starts_with(p_column, i.name || '_'))
      and i.version_id = (select v.id from jiuye.standards_version v where v.effective_from <= clock_timestamp()
                          order by v.effective_from desc limit 1))
$$;

-- The statement the guard of a table of records runs over its transition tables ($1: columns every change renews):
-- how many of the changes does nothing cover? Under an act that carries out an order every change must be a line of
-- it, drawn on the record as it was, and turn exactly its `before` into its `after`. Under any other act only the
-- columns named for it may change.
create or replace function ledger.unordered(e ledger.entry, p_tbl text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $f$
  select case when exists (select from ledger.act_ordered where act = e.act) then
    format($s$
      select count(*) from gone o join fresh n on n.id = o.id where not exists (
        select from jiuye.maintenance_line l join jiuye.maintenance_order r on r.id = l.order_id
        where r.id = %1$L and r.entry_id = %2$L and r.state = 'modified' and r.approved_digest = r.digest
          and 'records_' || replace(l.dataset, '_', '') = %3$L and l.record_id = n.id and l.base = o.entry_id
          and to_jsonb(jsonb_populate_record(null::jiuye.%3$I, to_jsonb(n) || l.after)) - $1 = to_jsonb(n) - $1
          and to_jsonb(jsonb_populate_record(null::jiuye.%3$I, to_jsonb(n) || l.before)) - $1 = to_jsonb(o) - $1)
      $s$, e.subject_id, e.id, p_tbl)
  else
    format($s$
      select count(*) from history.version v where v.entry_id = %1$L and v.tbl = %2$L and v.op = 'u' and exists (
        select from jsonb_object_keys(v.old) k where k <> 'entry_id'
          and not exists (select from ledger.act_column c where c.act = %3$L
                          and (c.col = k or c.col = '@handling' and ledger.by_handling(%2$L, k))))
      $s$, e.id, p_tbl, e.act)
  end
$f$;

-- Items that four different people answer for, whatever the dataset. Art. 9(3).
create or replace function ledger.key_columns() returns text[] language sql immutable as $$
  select array['name', 'employer_name', 'id_number', 'id_number_index', 'uscc', 'birth_date', 'bank_account',
    'bank_account_index', 'person_id', 'employer_id', 'merged_into_person_id', 'merged_into_employer_id', 'retired']
$$;

-- Items two people may see to, by the city's parameter in force.
create or replace function ledger.light_items() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(string_to_array(coalesce(
    (select p.value from jiuye.standards_parametervalue p where p.name = 'light_maintenance_items'
       and p.state = 'active' and p.effective_from <= ledger.today() order by p.effective_from desc limit 1),
    (select p.value from jiuye.standards_parameter p join jiuye.standards_version v on v.id = p.version_id
     where p.name = 'light_maintenance_items' and v.effective_from <= clock_timestamp()
     order by v.effective_from desc limit 1)), ' '), '{}')
$$;

-- Everyone whose open work a person went on with, himself included: for two hands they are one.
create or replace function ledger.hands_of(p_staff uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive hands(id) as (
    select p_staff union select h.giver_id from jiuye.parties_handover h join hands on h.taker_id = hands.id)
  select id from hands
$$;

-- One step of an order: under which act (and post), from which state to which, whose name it sets, for which kinds
-- ('{}': all).
create or replace view ledger.step as
select * from (values
  ('maintenance.approve', '', 'applied', 'approved', 'decided', '{}'::text[]),
  ('maintenance.refuse', '', 'applied', 'refused', 'decided', '{}'),
  ('maintenance.modify', '', 'approved', 'modified', 'modified', '{correct, complete, restore}'),
  ('maintenance.merge', '', 'approved', 'modified', 'modified', '{merge}'),
  ('maintenance.unmerge', '', 'approved', 'modified', 'modified', '{unmerge}'),
  ('maintenance.retire', '', 'approved', 'modified', 'modified', '{retire}'),
  ('maintenance.recheck', '', 'modified', 'confirmed', 'rechecked', '{}'),
  ('maintenance.send_back', 'operator', 'approved', 'returned', 'returned', '{}'),
  ('maintenance.send_back', 'rechecker', 'modified', 'returned', 'returned', '{}')
) t(act, post, old, new, hand, kinds);

create or replace function ledger.guard_order() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); s ledger.step; changed text[]; mine text[]; earlier uuid[];
begin
  if e.id is null or e.subject_id is distinct from new.id then
    raise exception '变更单只在以它为对象的行为内可写' using errcode = 'JY001';
  end if;
  if tg_op = 'INSERT' then
    if e.act <> 'maintenance.apply' or new.state <> 'applied' or new.applied_by_id is distinct from e.staff_id
       or num_nonnulls(new.decided_by_id, new.modified_by_id, new.rechecked_by_id, new.returned_by_id) > 0 then
      raise exception '变更单从申报开始，申报人是本人' using errcode = 'JY001';
    end if;
    return new;
  end if;
  select * into s from ledger.step t
    where t.act = e.act and t.post in ('', e.post) and t.old = old.state and t.new = new.state
      and (t.kinds = '{}' or new.kind = any(t.kinds));
  if s.act is null then
    raise exception '变更单不能由 % 转为 %', old.state, new.state using errcode = 'JY001';
  end if;
  mine := array['entry_id', 'state', 'due_on', s.hand || '_by_id', s.hand || '_at', 'note']
    || case when e.act = 'maintenance.approve' then array['approved_digest'] else '{}' end;
  select array_agg(k.key) into changed
    from jsonb_each(to_jsonb(new)) k where to_jsonb(old) -> k.key is distinct from k.value;
  if not changed <@ mine or (to_jsonb(new) ->> (s.hand || '_by_id')) is distinct from e.staff_id::text then
    raise exception '变更单的这一步只能写本人和本步的内容' using errcode = 'JY001';
  end if;
  -- Whoever went on with somebody's open work counts as that one.
  earlier := case s.hand
    when 'decided' then array[old.applied_by_id]
    when 'modified' then case old.grade when 'key' then array[old.applied_by_id, old.decided_by_id] else '{}' end
    when 'rechecked' then array[old.modified_by_id]
      || case old.grade when 'light' then '{}' else array[old.applied_by_id, old.decided_by_id] end
    else '{}' end;
  if exists (select from ledger.hands_of(e.staff_id) h where h = any(earlier)) then
    raise exception '办过本单前面环节的人和接手其在办的人不得办这一步' using errcode = 'JY001';
  end if;
  return new;
end $$;

-- Lines and evidence are written once, with the application, and never again.
create or replace function ledger.guard_line() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); lane text;
begin
  if tg_op <> 'INSERT' or e.id is null or e.act <> 'maintenance.apply'
     or new.order_id is distinct from e.subject_id then
    raise exception '变更单的内容和依据只在申报时写入' using errcode = 'JY001';
  end if;
  if tg_table_name = 'maintenance_line' then
    select grade into lane from jiuye.maintenance_order where id = new.order_id;
    if (to_jsonb(new) -> 'after') ?| ledger.key_columns() and lane is distinct from 'key' then
      raise exception '关键项目的变更单须四人办理' using errcode = 'JY001';
    end if;
    if lane = 'light' and exists (select from jsonb_object_keys(to_jsonb(new) -> 'after') k
                                  where not (new.dataset || '.' || k) = any(ledger.light_items())) then
      raise exception '不在两人办理之列的项目' using errcode = 'JY001';
    end if;
  end if;
  return new;
end $$;

-- An order that says it was carried out was: every record it names bears the same entry.
create or replace function ledger.guard_done() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare d text; missing bigint;
begin
  for d in select distinct dataset from jiuye.maintenance_line where order_id = new.id loop
    execute format('select count(*) from jiuye.maintenance_line l where l.order_id = $1 and l.dataset = $2
      and not exists (select from jiuye.%I r where r.id = l.record_id and r.entry_id = $3)',
      'records_' || replace(d, '_', '')) into missing using new.id, d, new.entry_id;
    if missing > 0 then
      raise exception '变更单有 % 行没有写入', missing using errcode = 'JY001';
    end if;
  end loop;
  return null;
end $$;
reset role;
