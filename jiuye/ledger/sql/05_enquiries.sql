-- What people look records up for, and how often. Art. 10(3).
set local role jiuye_keeper;

-- The number of the case a purpose begins with, or null where it is a purpose in words: as `records.purposes` reads it.
create or replace function ledger.case_of(p_why text) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as
$$ select substring(p_why from '^((?:[A-Z]{2}[A-Z0-9]*-?[0-9][0-9A-Z-]{4,}|威就数检〔[0-9]{4}〕[0-9]+号))(?:\s|$)') $$;

-- Whether there is such a case in the asker's own district: a hand-in, a matter, an order, a list, an inspection or a
-- report that found something of it.
create or replace function ledger.case_known(p_case text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare everywhere boolean := ledger.scope_all(); mine text[] := ledger.scope();
begin
  return exists (select from (
      select s.district from jiuye.collection_submission s where s.number = p_case
      union all select p.district from jiuye.records_proceeding p where p.number = p_case
      union all select a.district from jiuye.records_acceptance a where a.acceptance_no = p_case
      union all select o.district from jiuye.maintenance_order o where o.number = p_case
      union all select c.district from jiuye.collection_conflict c where c.number = p_case
      union all select d.district from jiuye.records_disposal d where d.number = p_case) k
    where everywhere or k.district = any(mine))
      or exists (select from jiuye.quality_run r where r.number = p_case and (everywhere or exists
                 (select from jiuye.quality_finding f where f.run_id = r.id and f.district = any(mine))))
      or exists (select from jiuye.quality_report r where r.number = p_case and (everywhere or exists
                 (select from jiuye.quality_task t where t.report_id = r.id and t.district = any(mine))));
end $$;

-- Which of these cases are about whoever asks for himself. Art. 10(1).
create or replace function ledger.own_cases(p_cases text[]) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare mine uuid[] := ledger.own_subjects();
begin
  return array(
    select s.number from jiuye.collection_submission s where s.number = any(p_cases) and s.id = any(mine)
    union select p.number from jiuye.records_proceeding p where p.number = any(p_cases)
      and p.id = any(mine)
    union select o.number from jiuye.maintenance_order o where o.number = any(p_cases) and o.id = any(mine));
end $$;

-- How many look-ups whoever asks has on file today in his post, the one that is open among them. One after the other:
-- of two at once the second counts the first.
create or replace function ledger.looked_up_today() returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare me ledger.session := ledger.current_session();
begin
  perform pg_advisory_xact_lock(hashtextextended(me.staff_id::text, 3));
  return (select count(*) from ledger.entry e where e.staff_id = me.staff_id and e.post = me.post
    and e.at >= ledger.today()::timestamp at time zone 'Asia/Shanghai' and e.act = 'usage.look_up' and e.outcome = 'done');
end $$;
-- What was asked under these acts, as rules may read it: by whom, when, from where, what for, how many records were
-- shown and, of one, which (a person or not). What else an act knows of it (papers, approvals, officers) its entry's detail tells under
-- "query", by the names of the standard's items. No text that was typed, no value.
create or replace function ledger.queried(p_acts text[]) returns table (entry_id uuid, act text, district text,
  agency_code text, staff_no text, at timestamptz, channel text, why text, person_id uuid, shown bigint, told jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.id, e.act, e.district, g.code, s.staff_no, e.at, e.channel, left(e.why, 200),
    coalesce(case when e.dataset = 'records.person' then e.subject_id end,
             case when u.n = 1 then u.one end),
    coalesce(u.n, (e.dataset like 'records.%')::int), coalesce(e.detail -> 'query', '{}')
  from ledger.entry e
  join jiuye.parties_staff s on s.id = e.staff_id
  left join jiuye.parties_agency g on g.id = e.agency_id
  left join lateral (
    select sum(cardinality(x.ids)) as n, (array_agg(x.ids[1]))[1] as one
    from ledger.subject x where x.entry_id = e.id and x.tbl = '@seen') u on true
  where e.act = any(p_acts) and e.outcome = 'done'
$$;
grant execute on function ledger.queried to jiuye_inspector;
grant execute on function ledger.case_of, ledger.case_known, ledger.own_cases, ledger.looked_up_today to jiuye_app;

-- Batches and alerts take each step under its own act, from the state before it, in the name of whoever does it; what
-- was asked never changes, nor whom an alert is about, and what was found comes with its step alone. Art. 10(3).
-- table, act, from ('' before it is there), to, the column that names whose act it is, the columns the step sets
create or replace view ledger.enquiry_step as
select * from (values
  ('usage_batchlookup', 'usage.ask_batch', '', 'asked', 'asked_by_id', '{sealed}'::text[]),
  ('usage_batchlookup', 'usage.approve_batch', 'asked', 'approved', 'decided_by_id', '{decided_by_id,decided_at,note}'),
  ('usage_batchlookup', 'usage.refuse_batch', 'asked', 'refused', 'decided_by_id',
    '{decided_by_id,decided_at,note,sealed}'),
  ('usage_batchlookup', 'usage.look_up_batch', 'approved', 'done', 'asked_by_id', '{sealed,found,done_at}'),
  ('usage_alert', 'usage.raise_alert', '', 'raised', null, '{measured,limit,entries}'),
  ('usage_alert', 'usage.raise_alert', 'raised', 'raised', null, '{measured,limit,entries}'),
  ('usage_alert', 'usage.explain_alert', 'raised', 'explained', 'answered_by_id', '{answered_by_id,answered_at,note}'),
  ('usage_alert', 'usage.pass_on_alert', 'raised', 'passed', 'answered_by_id', '{answered_by_id,answered_at,note}')
) t(tbl, act, was, becomes, hand, sets);

create or replace function ledger.guard_enquiry() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); s ledger.enquiry_step; n jsonb := to_jsonb(new);
  o jsonb := case tg_op when 'UPDATE' then to_jsonb(old) else '{}' end;
begin
  if e.id is null then
    raise exception '受管表只在登记的行为内可写: %', tg_table_name using errcode = 'JY001';
  end if;
  select * into s from ledger.enquiry_step t
    where t.tbl = tg_table_name and t.act = e.act and t.was = coalesce(o ->> 'state', '') and t.becomes = new.state;
  if s.act is null then
    raise exception '查询申请和预警不能这样办：% 之后不能 %', o ->> 'state', new.state using errcode = 'JY403';
  elsif s.hand is not null and (n ->> s.hand)::uuid is distinct from e.staff_id then
    raise exception '查询申请和预警的每一步以办理人本人的名义' using errcode = 'JY403';
  elsif tg_op = 'UPDATE' and n - s.sets - array['entry_id', 'state'] <> o - s.sets - array['entry_id', 'state'] then
    raise exception '申请的内容和预警的对象不再改动' using errcode = 'JY403';
  elsif tg_op = 'INSERT' and (exists (select from ledger.enquiry_step t, unnest(t.sets) later(col)
      where t.tbl = tg_table_name and later.col <> all (s.sets) and n -> later.col not in ('null', '""', '[]'))
      or not (ledger.scope_all() or new.district = e.district)) then
    raise exception '申请由申请人在本辖区报送，还没有办的不能先写上' using errcode = 'JY403';
  end if;
  return new;
end $$;
reset role;
