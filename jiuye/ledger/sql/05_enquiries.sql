-- What people look records up for, and how often. Art. 10(3).
set local role jiuye_keeper;

-- The number of the case a purpose begins with, or null where it is a purpose in words: as `records.purposes` reads it.
create or replace function ledger.case_of(p_why text) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as
$$ select substring(p_why from '^((?:[A-Z]{2}[A-Z0-9]*-?[0-9][0-9A-Z-]{4,}|威就数检〔[0-9]{4}〕[0-9]+号))(?:\s|$)') $$;

-- Whether there is such a case: a hand-in or a matter of the asker's own district, an order, a list, an inspection.
create or replace function ledger.case_known(p_case text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare everywhere boolean := ledger.scope_all(); mine text[] := ledger.scope();
begin
  return exists (select from jiuye.collection_submission s where s.number = p_case
                 and (everywhere or s.district = any(mine)))
      or exists (select from jiuye.records_proceeding p where p.number = p_case
                 and (everywhere or p.district = any(mine)))
      or exists (select from jiuye.records_acceptance a where a.acceptance_no = p_case
                 and (everywhere or a.district = any(mine)))
      or exists (select from jiuye.maintenance_order o where o.number = p_case)
      or exists (select from jiuye.collection_conflict c where c.number = p_case)
      or exists (select from jiuye.records_disposal d where d.number = p_case)
      or exists (select from jiuye.quality_run r where r.number = p_case)
      or exists (select from jiuye.quality_report r where r.number = p_case);
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
grant execute on function ledger.case_of, ledger.case_known, ledger.looked_up_today to jiuye_app;
reset role;
