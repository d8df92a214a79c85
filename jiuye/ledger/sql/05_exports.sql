-- An export takes each step under its own act, from the state before it, by whoever asked where the step is his; what
-- was asked for never changes, and what was digested is what is there. Art. 10(3), 11.
set local role jiuye_keeper;

-- act, from, to, only the requester (a machine may too: what nobody fetched), the columns the step sets
create or replace view ledger.export_step as
select * from (values
  ('usage.approve_export', 'requested', 'approved', false,
    '{decided_by_id,decided_at,note,approved_digest,approved_until,due_on}'::text[]),
  ('usage.refuse_export', 'requested', 'refused', false, '{decided_by_id,decided_at,note}'),
  ('usage.produce_export', 'approved', 'produced', false,
    '{attempt,rows,held_back,pieces,file_size,file_sm3,produced_at,fetch_until,due_on}'),
  ('usage.fetch_export', 'produced', 'opened', true, '{opened_at,link}'),
  ('usage.fetch_export', 'opened', 'fetched', true, '{fetched_at,report_due,due_on}'),
  ('usage.report_use', 'fetched', 'reported', true, '{reported_at,report,due_on}'),
  ('usage.destroy_export', 'produced', 'destroyed', true, '{destroyed_by_id,destroyed_at,statement,certificate,pieces}'),
  ('usage.destroy_export', 'opened', 'destroyed', true, '{destroyed_by_id,destroyed_at,statement,certificate,pieces}'),
  ('usage.destroy_export', 'reported', 'destroyed', true, '{destroyed_by_id,destroyed_at,statement,certificate,pieces}'),
  ('usage.withdraw_export', 'approved', 'withdrawn', false, '{note}'),
  ('usage.withdraw_export', 'produced', 'destroyed', false, '{destroyed_by_id,destroyed_at,statement,certificate,pieces}'),
  ('usage.withdraw_export', 'opened', 'destroyed', false, '{destroyed_by_id,destroyed_at,statement,certificate,pieces}'),
  ('usage.wipe_export', 'fetched', 'fetched', false, '{certificate,pieces}'),
  ('usage.wipe_export', 'reported', 'reported', false, '{certificate,pieces}')
) t(act, was, becomes, own, sets);

create or replace function ledger.guard_export() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); s ledger.export_step; n jsonb := to_jsonb(new);
begin
  if e.id is null then
    raise exception '受管表只在登记的行为内可写: %', tg_table_name using errcode = 'JY001';
  end if;
  if tg_op = 'INSERT' then
    if e.act is distinct from 'usage.request_export' or new.state <> 'requested' or new.requested_by_id <> e.staff_id
       or not (ledger.scope_all() or new.district = e.district
               and new.places <@ to_jsonb(array[e.district]) and new.places <> '[]') then
      raise exception '导出由申请人本人在本辖区申请' using errcode = 'JY403';
    end if;
    return new;
  end if;
  select * into s from ledger.export_step t where t.act = e.act and t.was = old.state and t.becomes = new.state;
  if s.act is null then
    raise exception '导出不能这样办：% 之后不能 %', old.state, new.state using errcode = 'JY403';
  end if;
  if n - s.sets - array['entry_id', 'state'] <> to_jsonb(old) - s.sets - array['entry_id', 'state'] then
    raise exception '导出申请报送后不再改动；要改的请另行申请' using errcode = 'JY403';
  end if;
  if s.own and e.staff_id <> old.requested_by_id and not ledger.is_machine() then
    raise exception '导出由申请人本人领取、报告和销毁' using errcode = 'JY403';
  end if;
  if coalesce((n ->> 'decided_by_id')::uuid <> e.staff_id, false) and old.decided_by_id is null
     or coalesce((n ->> 'destroyed_by_id')::uuid <> e.staff_id, false) then
    raise exception '导出的每一步以办理人本人的名义' using errcode = 'JY403';
  end if;
  if new.state = 'produced' and old.approved_until < ledger.today()
     or new.state in ('opened', 'fetched') and new.state <> old.state and old.fetch_until < clock_timestamp() then
    raise exception '导出的批准或领取期限已过' using errcode = 'JY403';
  end if;
  if e.act = 'usage.wipe_export' and (new.pieces <> '[]' or new.certificate = '') then
    raise exception '清除以后没有文件，只有证明' using errcode = 'JY403';
  end if;
  return new;
end $$;
reset role;
