-- What is asked of statistics takes each step under its own act, from the state before it, in the doer's own name; what
-- was asked for never changes, and what came of it is set once. Art. 11.
set local role jiuye_keeper;

-- table, act, from, to, only whoever asked, the columns the step sets
create or replace view ledger.statistic_step as
select * from (values
  ('usage_release', 'usage.approve_release', 'asked', 'approved', false, '{decided_by_id,decided_at,docx,pdf,pdf_sm3}'::text[]),
  ('usage_release', 'usage.refuse_release', 'asked', 'refused', false, '{decided_by_id,decided_at,note}'),
  ('usage_adhoc', 'usage.approve_ad_hoc', 'asked', 'approved', false, '{decided_by_id,decided_at}'),
  ('usage_adhoc', 'usage.refuse_ad_hoc', 'asked', 'refused', false, '{decided_by_id,decided_at,note}'),
  ('usage_adhoc', 'usage.run_ad_hoc', 'approved', 'running', true, '{run_at}'),
  ('usage_adhoc', 'usage.run_ad_hoc', 'running', 'done', true, '{columns,result,hidden}'),
  ('usage_adhoc', 'usage.run_ad_hoc', 'running', 'failed', true, '{note}')
) t(tbl, act, was, becomes, own, sets);

create or replace function ledger.guard_statistic() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); s ledger.statistic_step; n jsonb := to_jsonb(new);
begin
  if e.id is null then
    raise exception '受管表只在登记的行为内可写: %', tg_table_name using errcode = 'JY001';
  end if;
  if tg_op = 'INSERT' then
    if e.act is distinct from (case tg_table_name when 'usage_adhoc' then 'usage.ask_ad_hoc' else 'usage.release_figure' end)
       or new.state <> 'asked' or new.asked_by_id is distinct from e.staff_id or new.note <> ''
       or not (ledger.scope_all() or new.district = e.district)
       or coalesce(n ->> 'result', '[]') <> '[]' or coalesce(n ->> 'columns', '[]') <> '[]' then
      raise exception '统计的申请由申请人本人在本辖区提出' using errcode = 'JY403';
    end if;
    return new;
  end if;
  select * into s from ledger.statistic_step t
    where t.tbl = tg_table_name and t.act = e.act and t.was = old.state and t.becomes = new.state;
  if s.act is null or e.subject_id is distinct from new.id then
    raise exception '统计的申请不能这样办：% 之后不能 %', old.state, new.state using errcode = 'JY403';
  end if;
  if n - s.sets - array['entry_id', 'state'] <> to_jsonb(old) - s.sets - array['entry_id', 'state'] then
    raise exception '统计的申请提交后不再改动；要改的请另行申请' using errcode = 'JY403';
  end if;
  if s.own and e.staff_id is distinct from old.asked_by_id then
    raise exception '临时统计由申请人执行' using errcode = 'JY403';
  end if;
  if 'decided_by_id' = any(s.sets) and new.decided_by_id is distinct from e.staff_id then
    raise exception '决定以办理人本人的名义' using errcode = 'JY403';
  end if;
  return new;
end $$;
reset role;
