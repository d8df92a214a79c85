-- What happened to a person's name or to an employer is stated by one and confirmed by another, once; and an employer
-- ends by a confirmed fact on the day the fact says, or by a change order. Art. 7, 9(2), 9(3).
set local role jiuye_keeper;

-- Why a merger cannot be confirmed; null where nothing stands against it. The city's mergers are confirmed one at a
-- time: what is asked under the lock holds until the act ends.
create or replace function ledger.merger_fault(p_record uuid, p_other text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(20044, 0);
  if exists (select from jiuye.records_lineage l
             where l.record_id = p_record and l.kind = 'merged' and l.state = 'confirmed') then
    return '这个单位已有一条核实的吸收合并，一个单位只被吸收一次';
  end if;
  if exists (
    with recursive heirs(uscc) as (
      select p_other union
      select l.other_uscc from heirs h join jiuye.records_employer e on e.uscc = h.uscc
        join jiuye.records_lineage l on l.record_id = e.id and l.kind = 'merged' and l.state = 'confirmed')
    select from heirs h join jiuye.records_employer s on s.uscc = h.uscc where s.id = p_record) then
    return '吸收它的单位已经核实并入这个单位，两个单位不能互相吸收';
  end if;
  return null;
end $$;

create or replace function ledger.guard_lineage() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); r jsonb := ledger.record_json(new.dataset, new.record_id);
  changed text[]; fault text;
begin
  -- Whatever is stated or confirmed is of a file in use, in its own district, and rests on what still stands.
  if e.act in ('records.state_lineage', 'records.confirm_lineage') then
    if r is null or (r ->> 'retired')::boolean or r ->> 'district' is distinct from new.district
       or coalesce(r ->> 'merged_into_person_id', r ->> 'merged_into_employer_id') is not null then
      raise exception '沿革只写在使用中的档案上、档案的辖区里' using errcode = 'JY001';
    end if;
    if new.fact_id is not null and not exists (select from jiuye.records_sharedfact f
        where (f.id = new.fact_id or tg_op = 'UPDATE') and not f.retired and f.fact_kind = '502'
          and f.fact_value = '已吊销' and f.fact_end_date is null and f.fact_start_date = new.effective_on
          and f.uscc = r ->> 'uscc' and f.district = new.district) then
      raise exception '部门所知不是这个单位在这一天被吊销' using errcode = 'JY001';
    end if;
  end if;
  if tg_op = 'INSERT' then
    if e.act is distinct from 'records.state_lineage' or new.state <> 'stated' or new.stated_by_id <> e.staff_id
       or new.stated_at <> e.at or new.effective_on > ledger.today() then
      raise exception '沿革由登记的人写一次' using errcode = 'JY001';
    end if;
    return new;
  end if;
  select array_agg(k.key) into changed
    from jsonb_each(to_jsonb(new)) k where to_jsonb(old) -> k.key is distinct from k.value;
  -- A confirmed fact is disputed by one and annulled by another, or upheld; until then it holds.
  if old.state = 'confirmed' then
    if coalesce(case e.act
       when 'records.dispute_lineage' then old.disputed_by_id is null and new.state = 'confirmed'
         and new.disputed_by_id = e.staff_id and new.disputed_at = e.at
         and changed <@ array['entry_id', 'due_on', 'disputed_by_id', 'disputed_at', 'dispute']
       when 'records.annul_lineage' then old.disputed_by_id is not null and new.state = 'annulled'
         and new.annulled_by_id = e.staff_id and new.annulled_at = e.at
         and changed <@ array['entry_id', 'state', 'annulled_by_id', 'annulled_at']
       when 'records.uphold_lineage' then old.disputed_by_id is not null and new.disputed_by_id is null
         and not exists (select from ledger.hands_of(e.staff_id) h where h = old.disputed_by_id)
         and changed <@ array['entry_id', 'disputed_by_id', 'disputed_at', 'dispute']
       end, false) then
      return new;
    end if;
    raise exception '核实过的沿革由一人提请、另一人撤销或维持' using errcode = 'JY001';
  end if;
  if e.act is distinct from (case new.state when 'confirmed' then 'records.confirm_lineage'
                                            when 'refused' then 'records.refuse_lineage' end)
     or old.state <> 'stated' or new.decided_by_id is distinct from e.staff_id or new.decided_at is distinct from e.at
     or not changed <@ array['entry_id', 'state', 'decided_by_id', 'decided_at', 'note'] then
    raise exception '沿革只由另一人核实一次，所说的内容不改' using errcode = 'JY001';
  end if;
  if new.state = 'confirmed' and new.kind = 'merged' then
    fault := ledger.merger_fault(new.record_id, new.other_uscc);
    if fault is not null then
      raise exception '%', fault using errcode = 'JY001';
    end if;
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
  -- What annulling gives back is what stood before that fact was confirmed, as the book has it.
  if e.act = 'records.annul_lineage' and not exists (select from jiuye.records_lineage l
      join history.version v on v.record_id = new.id and v.tbl = 'records_employer'
      join ledger.entry k on k.id = v.entry_id and k.act = 'records.confirm_lineage' and k.detail ->> 'lineage' = l.id::text
      where l.entry_id = e.id and l.record_id = new.id and l.state = 'annulled'
        and (not v.old ? 'employer_status' or old.origins -> 'employer_status' ->> 'entry' = k.id::text)
        and (not v.old ? 'cancelled_date' or old.origins -> 'cancelled_date' ->> 'entry' = k.id::text)
        and new.employer_status is not distinct from
          case when v.old ? 'employer_status' then v.old ->> 'employer_status' else old.employer_status end
        and new.cancelled_date is not distinct from
          case when v.old ? 'cancelled_date' then (v.old ->> 'cancelled_date')::date else old.cancelled_date end) then
    raise exception '撤销沿革只恢复核实以前的单位状态' using errcode = 'JY001';
  end if;
  return new;
end $$;
reset role;
