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

-- Of a stored row, what names the hand that wrote it last: a way back does not put it back.
create or replace function ledger.last_hand() returns text[] language sql immutable as
$$ select array['entry_id', 'updated_at', 'updated_by'] $$;

-- The entry under which a batch was carried out.
create or replace function ledger.executed(p_order uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.id from ledger.entry e
  where e.subject_id = p_order and e.act = 'maintenance.execute_batch' and e.outcome = 'done'
    and exists (select from history.version v where v.entry_id = e.id and v.tbl = 'maintenance_order')
$$;

-- The statement the guard of a table of records runs over its transition tables ($1: columns every change renews):
-- how many of the changes does nothing cover? Under an act that carries out an order every change must be a line of
-- it, drawn on the record as it was, and turn exactly its `before` into its `after`. A batch may go back again, whole
-- rows to the letter: when it is inverted, and when it tries that first, under its own entry (guard_done sees to it
-- that nothing of the trial stays). Under any other act only the columns named for it may change.
create or replace function ledger.unordered(e ledger.entry, p_tbl text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $f$
  select case when exists (select from ledger.act_ordered where act = e.act) then
    format($s$
      with ord as (select r.* from jiuye.maintenance_order r
                   where r.id = %1$L and r.entry_id = %2$L and r.approved_digest = r.digest)
      select count(*) from (select o.id, o.entry_id, to_jsonb(o) as was, to_jsonb(n) as is_
                            from gone o join fresh n on n.id = o.id offset 0) c where not exists (
        select from jiuye.maintenance_line l join ord r on r.id = l.order_id
        where l.order_id = %1$L and r.state = 'modified'
          and 'records_' || replace(l.dataset, '_', '') = %3$L and l.record_id = c.id and l.base = c.entry_id
          and to_jsonb(jsonb_populate_record(null::jiuye.%3$I, is_ || l.after)) - $1 = is_ - $1
          and to_jsonb(jsonb_populate_record(null::jiuye.%3$I, is_ || l.before)) - $1 = was - $1)
        and not exists (
        select from history.version v, ord r
        where r.kind = 'batch' and r.state = case %4$L when 'maintenance.invert_batch' then 'inverted' else 'modified' end
          and v.entry_id = %5$L and c.entry_id = v.entry_id and v.tbl = %3$L and v.record_id = c.id and v.op = 'u'
          and to_jsonb(jsonb_populate_record(null::jiuye.%3$I, was || v.old)) - ledger.last_hand()
            = is_ - ledger.last_hand())
      $s$, e.subject_id, e.id, p_tbl, e.act,
      case e.act when 'maintenance.execute_batch' then e.id when 'maintenance.invert_batch' then ledger.executed(e.subject_id) end)
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

-- One step of an order: under which act (and post), from which state to which, whose name it sets, for which kinds
-- ('{}': all).
create or replace view ledger.step as
select * from (values
  ('maintenance.approve', '', 'applied', 'approved', 'decided',
    '{correct, complete, restore, retire, merge, unmerge}'::text[]),
  ('maintenance.bind_province', '', 'applied', 'approved', 'decided', '{batch}'),
  ('maintenance.execute_batch', '', 'approved', 'modified', 'modified', '{batch}'),
  ('maintenance.invert_batch', '', 'returned', 'inverted', 'inverted', '{batch}'),
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
    if e.act <> (case new.kind when 'batch' then 'maintenance.propose_batch' else 'maintenance.apply' end)
       or new.state <> 'applied' or new.applied_by_id is distinct from e.staff_id
       or num_nonnulls(new.decided_by_id, new.modified_by_id, new.rechecked_by_id, new.returned_by_id,
         new.inverted_by_id) > 0 then
      raise exception '变更单从申报开始，申报人是本人' using errcode = 'JY001';
    end if;
    if exists (select from jiuye.maintenance_order r where r.id = new.reverses_id and r.kind = 'batch') then
      raise exception '批量修改不能用变更单改回' using errcode = 'JY001';
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
    || case when e.act in ('maintenance.approve', 'maintenance.bind_province') then array['approved_digest'] else '{}' end;
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
    when 'inverted' then array[old.applied_by_id, old.decided_by_id, old.modified_by_id, old.returned_by_id]
    else '{}' end;
  if exists (select from ledger.hands_of(e.staff_id) h where h = any(earlier)) then
    raise exception '办过本单前面环节的人和接手其在办的人不得办这一步' using errcode = 'JY001';
  end if;
  if e.act = 'maintenance.bind_province' and not exists
     (select from jiuye.maintenance_approval a where a.order_id = new.id and a.entry_id = e.id) then
    raise exception '没有登记省级批复' using errcode = 'JY001';
  end if;
  if e.act = 'maintenance.execute_batch' and not exists
     (select from jiuye.maintenance_approval a where a.order_id = new.id and a.digest = new.approved_digest
        and ledger.today() between a.issued_on and a.valid_until
        and a.rows = (select count(*) from jiuye.maintenance_line l where l.order_id = new.id)) then
    raise exception '没有在有效期内、对应这一份清单的省级批复' using errcode = 'JY001';
  end if;
  return new;
end $$;

-- Lines and evidence are written once, with the application, and never again; the scan of a provincial approval with
-- the approval. Only a merge and a batch have more than one line: what changes many rows at once is a batch.
create or replace function ledger.guard_line() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); lane text; what text;
begin
  if tg_op <> 'INSERT' or e.id is null or new.order_id is distinct from e.subject_id
     or e.act not in ('maintenance.apply', 'maintenance.propose_batch')
        and (e.act <> 'maintenance.bind_province' or tg_table_name <> 'maintenance_evidence') then
    raise exception '变更单的内容和依据只在申报时写入' using errcode = 'JY001';
  end if;
  select grade, kind into lane, what from jiuye.maintenance_order where id = new.order_id
    and case e.act when 'maintenance.bind_province' then kind = 'batch' and state = 'applied' else entry_id = e.id end;
  if what is null then
    raise exception '变更单的内容和依据只在申报时写入' using errcode = 'JY001';
  end if;
  if tg_table_name = 'maintenance_line' then
    if new.position <> 0 and what not in ('merge', 'unmerge', 'batch') then
      raise exception '一次改多份档案要办批量修改' using errcode = 'JY001';
    end if;
    if what = 'batch' and new.after = '{}' then
      raise exception '批量修改的每一行都要有改动' using errcode = 'JY001';
    end if;
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

-- The provincial approval of a batch and the report of what was written: each once, by its own act, about that order.
create or replace function ledger.guard_beside() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); r record;
begin
  select * into r from jiuye.maintenance_order where id = new.order_id;
  if tg_op <> 'INSERT' or e.id is null or e.subject_id is distinct from new.order_id or r.kind is distinct from 'batch'
     or e.act <> (case tg_table_name when 'maintenance_report' then 'maintenance.execute_batch'
                                     else 'maintenance.bind_province' end) then
    raise exception '省级批复和核验报告只在各自的环节写一次' using errcode = 'JY001';
  end if;
  if tg_table_name = 'maintenance_approval' and (r.state <> 'applied'
     or (to_jsonb(new) ->> 'digest') is distinct from r.digest
     or (to_jsonb(new) ->> 'rows')::int <> (select count(*) from jiuye.maintenance_line l where l.order_id = r.id)
     or not exists (select from jiuye.maintenance_evidence v where v.id = (to_jsonb(new) ->> 'scan_id')::uuid
                    and v.order_id = r.id and v.entry_id = e.id and v.sm3 = to_jsonb(new) ->> 'scan_sm3')) then
    raise exception '省级批复要对应这一份清单，并附本次登记的扫描件' using errcode = 'JY001';
  end if;
  return new;
end $$;

-- Rows of the whole city that meet a batch's condition now and would be changed by it, but are no line of it: the
-- province approved a list, and the list is no longer what was asked for. Of a batch by file there are none.
create or replace function ledger.unlisted(p_order uuid, p_dataset text, ask jsonb) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare item text := ask ->> 'item'; change text := ask ->> 'change'; told text; n bigint;
begin
  if ask ->> 'how' is distinct from 'condition' then
    return 0;
  end if;
  -- What the lines make of the item, in its column or among those added later: of all of them the same.
  select coalesce(l.after ->> change, l.after #>> array['extra', 'items', change]) into told
    from jiuye.maintenance_line l where l.order_id = p_order limit 1;
  execute format($s$
    with met as materialized (
      select x.* from jiuye.%1$I x where not x.retired and ($2 = '' or x.district = $2) and x.%2$I is not distinct from
        (select v.%2$I from jsonb_populate_record(null::jiuye.%1$I, jsonb_build_object(%2$L, nullif($3, ''))) v)),
    rows as (select m.id, to_jsonb(m) as j from met m)
    select count(*) from rows where coalesce(j ->> 'merged_into_person_id', j ->> 'merged_into_employer_id') is null
      and coalesce(j ->> %3$L, j #>> array['extra', 'items', %3$L]) is distinct from $4
      and not exists (select from jiuye.maintenance_line l where l.order_id = $1 and l.record_id = rows.id)
    $s$, 'records_' || replace(p_dataset, '_', ''), item, change)
    into n using p_order, coalesce(ask ->> 'district', ''), ask ->> 'value', told;
  return n;
end $$;

-- An order that says it was carried out was: every record it names bears the same entry. Of a batch each was written
-- once under it, so that nothing of a trial and its way back is left, there is a report, and no row more met its condition.
create or replace function ledger.guard_done() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare d text; missing bigint; more bigint;
begin
  for d in select distinct dataset from jiuye.maintenance_line where order_id = new.id loop
    execute format('select count(*) from jiuye.maintenance_line l where l.order_id = $1 and l.dataset = $2
      and not exists (select from jiuye.%I r where r.id = l.record_id and r.entry_id = $3)',
      'records_' || replace(d, '_', '')) into missing using new.id, d, new.entry_id;
    if missing > 0 then
      raise exception '变更单有 % 行没有写入', missing using errcode = 'JY001';
    end if;
    if new.kind = 'batch' and (select count(*) from history.version v where v.entry_id = new.entry_id
                               and v.tbl = 'records_' || replace(d, '_', ''))
       <> (select count(*) from jiuye.maintenance_line l where l.order_id = new.id and l.dataset = d) then
      raise exception '批量修改的行没有各写一次' using errcode = 'JY001';
    end if;
  end loop;
  if new.kind = 'batch' and new.state = 'modified' and not exists
     (select from jiuye.maintenance_report p where p.order_id = new.id and p.entry_id = new.entry_id) then
    raise exception '批量修改没有核验报告' using errcode = 'JY001';
  end if;
  more := case when new.kind = 'batch' and new.state = 'modified' then ledger.unlisted(new.id, new.dataset, new.detail -> 'ask') else 0 end;
  if more > 0 then
    raise exception '现在还有 % 份档案符合条件而不在批准的清单上，没有执行；请退回，重新试算申请', more using errcode = 'JY001';
  end if;
  return null;
end $$;
reset role;
