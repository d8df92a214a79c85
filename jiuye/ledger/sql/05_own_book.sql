-- What the book says of whoever acts for himself: who was shown what of his, when, and what for. Art. 10(1), 10(3).
set local role jiuye_keeper;

-- Everything that is about him: his files, matters and hand-ins, the change orders about them, and their papers. Of an
-- employer its own. Acting under another's mandate nobody asks for the grantor's.
create or replace function ledger.own_subjects() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare me ledger.session := ledger.current_session(); mine bytea[] := ledger.own_indexes(); found uuid[]; cases uuid[];
  more uuid[]; orders uuid[]; t text;
begin
  if me.own_index is null or me.mandate_id is not null then
    return '{}';
  end if;
  found := ledger.own_matters() || case when me.own_employer is null
    then array(select p.id from jiuye.records_person p where p.id_number_folded_index = any(mine))
    else array(select r.id from jiuye.records_employer r where r.employer_id = me.own_employer) end;
  cases := case when me.own_employer is null
    then array(select s.id from jiuye.collection_submission s where s.submitted_by_id = me.staff_id and s.employer_id = ''
               union select s.id from jiuye.collection_submission s where s.mandate_id = any(ledger.own_mandates()))
    else array(select s.id from jiuye.collection_submission s where s.employer_id = me.own_employer) end;
  -- What a clerk typed of him is about him alone; a file is about many.
  foreach t in array array['person', 'employer', 'employmentregistration', 'unemploymentregistration',
                           'employmentcertificate', 'hardshipassistance', 'training', 'jobseeking', 'vacancy', 'subsidy',
                           'personnelagencyfile'] loop
    execute format('select array_agg(s.id) from jiuye.records_%s r join jiuye.collection_submission s
      on s.id = r.submission_id and s.rows = 1 where r.id = any($1)', t) into more using found;
    cases := cases || more;
  end loop;
  orders := array(select l.order_id from jiuye.maintenance_line l join jiuye.maintenance_order r on r.id = l.order_id
                  where l.record_id = any(found) and r.kind <> 'batch');
  return found || cases || orders
    || array(select v.id from jiuye.maintenance_evidence v where v.order_id = any(orders))
    || array(select a.id from jiuye.collection_attachment a where a.submission_id = any(cases))
    || array(select l.id from jiuye.records_lineage l where l.record_id = any(found))
    || array(select o.id from jiuye.usage_objection o where o.holder_id = me.staff_id);
end $$;

create or replace function ledger.reading_acts() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select array(select r.act from ledger.act_reading r order by r.act) $$;

-- The entries by which somebody was shown one of these: its subject, or named beside it.
create or replace function ledger.seen_of(p_subjects uuid[], p_acts text[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.id from ledger.entry e
    where e.subject_id is not null and e.subject_id = any(p_subjects) and e.act = any(p_acts) and e.outcome = 'done'
  union select s.entry_id from ledger.subject s where s.tbl = '@seen' and s.ids && p_subjects
$$;

-- They, for his own page, the last first. Of whom: the agency and post, never the name; a department by its own. A visit
-- of authorities may name the day until which the law keeps it from him: until then nothing of it is told but that day
-- and its place in his chain. Art. 12.
create or replace function ledger.own_book() returns table (at timestamptz, act text, mine boolean, post text,
  agency_id uuid, department text, channel text, why text, items text[], dataset text, sealed_until text,
  "position" bigint, leaf bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when shut then null else e.at end, case when shut then '' else e.act end,
    not shut and e.staff_id is not distinct from me.staff_id, case when shut then '' else coalesce(e.post, '') end,
    case when shut then null else e.agency_id end,
    case when not shut and e.post = 'department' then (select s.name from jiuye.parties_staff s where s.id = e.staff_id) else '' end,
    case when shut then '' else e.channel end, case when shut then '' else e.why end,
    case when shut then '{}' else e.items end, case when shut then '' else e.dataset end,
    case when shut then e.detail ->> 'sealed_until' else '' end, k.position, k.leaf
  from ledger.current_session() me, ledger.seen_of(ledger.own_subjects(), ledger.reading_acts()) n(id)
  join ledger.entry e on e.id = n.id left join ledger.seal k on k.entry_id = e.id
  cross join lateral (select coalesce(e.detail ->> 'sealed_until' >= ledger.today()::text, false) and e.act = any(array[
    'usage.receive_officers', 'usage.approve_visit', 'usage.consult', 'usage.copy', 'usage.retrieve',
    'usage.close_visit'])) s(shut)
  where me.id is not null
  order by k.position is null desc, k.position desc, e.at desc
$$;

-- What a paper he kept is held against: the entries it was drawn over, whole, as their leaves are made. The leaf was made
-- in the server's own time zone, whatever the asker's is.
create or replace function ledger.chained(p_subjects uuid[], p_acts text[], p_upto bigint)
returns table (leaf bytea, entry text, subjects text, reach text, history text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
begin
  if not ledger.is_machine() then
    raise exception '只由系统核对' using errcode = 'JY403';
  end if;
  perform set_config('timezone', (select reset_val from pg_settings where name = 'TimeZone'), true);
  return query
    select k.leaf, to_jsonb(e)::text,
      coalesce((select jsonb_agg(to_jsonb(s) order by s.tbl, s.part) from ledger.subject s where s.entry_id = e.id), '[]')::text,
      coalesce((select jsonb_agg(r.district order by r.district) from ledger.reach r where r.entry_id = e.id), '[]')::text,
      coalesce((select jsonb_agg(to_jsonb(v) order by v.id) from history.version v where v.entry_id = e.id), '[]')::text
    from ledger.seen_of(p_subjects, p_acts) n(id) join ledger.seal k on k.entry_id = n.id join ledger.entry e on e.id = n.id
    where k.position <= p_upto order by k.position;
end $$;
reset role;
