-- Two hands are two humans: whatever account, post, district or day, and whoever went on with somebody's open work.
-- Art. 9(1), 9(3).
set local role jiuye_keeper;

-- Everyone a person counts as: himself, his other accounts (staff or citizen, by the indexes of his identity number,
-- of 18 digits and of 15), and whose open work any of them went on with.
create or replace function ledger.hands_of(p_staff uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive hands(id) as (
    select p_staff union
    select x.id from hands join jiuye.parties_staff me on me.id = hands.id
      cross join lateral (select array[coalesce(me.identity_index, me.subject_index), me.short_index]) number(forms)
      cross join lateral (
        select h.giver_id from jiuye.parties_handover h where h.taker_id = me.id
        union all select s.id from jiuye.parties_staff s where s.identity_index = any(number.forms)
        union all select s.id from jiuye.parties_staff s where s.subject_index = any(number.forms)
        union all select s.id from jiuye.parties_staff s where s.short_index = any(number.forms)) x(id))
  select id from hands
$$;

-- Who may not be whom: the column of the later hand, the columns of the earlier ones.
create or replace view ledger.two_hands as
select * from (values
  ('collection_submission', 'reviewed_by_id', '{submitted_by_id}'::text[]),
  ('collection_submission', 'first_reviewed_by_id', '{submitted_by_id}'),
  ('collection_submission', 'reviewed_by_id', '{first_reviewed_by_id}'),
  ('collection_doubt', 'settled_by_id', '{collected_by_id}'),
  ('collection_conflict', 'settled_by_id', '{collected_by_id}'),
  ('records_proceeding', 'reviewed_by_id', '{collected_by_id}'),
  ('records_proceeding', 'decided_by_id', '{collected_by_id,reviewed_by_id}'),
  ('records_proceeding', 'paid_by_id', '{decided_by_id}'),
  ('quality_task', 'verified_by_id', '{answered_by_id}'),
  ('standards_draft', 'published_by_id', '{drafted_by_id}'),
  ('standards_request', 'answered_by_id', '{asked_by_id}'),
  ('standards_parametervalue', 'settled_by_id', '{set_by_id}'),
  ('records_hold', 'released_by_id', '{held_by_id}'),
  ('records_disposal', 'decided_by_id', '{proposed_by_id}'),
  ('records_waiver', 'decided_by_id', '{proposed_by_id}'),
  ('records_lineage', 'decided_by_id', '{stated_by_id}'),
  ('usage_objection', 'answered_by_id', '{holder_id}'),
  ('records_lineage', 'annulled_by_id', '{disputed_by_id}'),
  ('usage_export', 'decided_by_id', '{requested_by_id}'),
  ('usage_batchlookup', 'decided_by_id', '{asked_by_id}'),
  ('usage_alert', 'answered_by_id', '{staff_id}'),
  ('usage_release', 'decided_by_id', '{asked_by_id}'),
  ('usage_adhoc', 'decided_by_id', '{asked_by_id}'),
  ('parties_appointment', 'granted_by_id', '{staff_id}'),
  ('parties_appointment', 'recertified_by_id', '{staff_id}')
) t(tbl, late, early);

create or replace function ledger.guard_hands() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare p ledger.two_hands; n jsonb := to_jsonb(new); who uuid;
begin
  for p in select * from ledger.two_hands where tbl = tg_table_name loop
    who := (n ->> p.late)::uuid;
    -- The same row of staff twice is what the check constraints refuse.
    if who is not null and exists (select from ledger.hands_of(who) h, unnest(p.early) e
                                   where (n ->> e)::uuid = h and h <> who) then
      raise exception '前后两个环节须是两个人：另一个账号、换了岗位或接手其在办的，仍是同一人' using errcode = 'JY514';
    end if;
  end loop;
  return new;
end $$;

-- Whether the city has anybody whose post counts and may confirm posts.
create or replace function ledger.somebody_confirms() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from jiuye.parties_appointment a
    join jiuye.parties_agency g on g.id = a.agency_id and g.level = '1'
    join jiuye.parties_staff s on s.id = a.staff_id and s.left_on is null
    join jiuye.parties_account c on c.staff_id = s.id and c.disabled_at is null
    join ledger.permission p on p.act = 'parties.recertify' and p.post = a.post
    where a.revoked_at is null and a.valid_from <= ledger.today() and coalesce(a.valid_to, 'infinity') >= ledger.today()
      and ledger.lapses_on(a.post, a.valid_from, a.recertified_at) >= ledger.today())
$$;

-- A post is given, confirmed and taken by whoever's act it is, in his own name, within his own scope, from today on;
-- to posts the agency's level has, by and to people whose number is on file. What was taken stays taken; the posts of
-- machines, departments and citizens do not end this way. When nobody of the city is left who may confirm, the
-- machine confirms one who may. Art. 9(1).
create or replace function ledger.guard_appointment() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); n jsonb := to_jsonb(new); a record; changed text[]; hand text;
  manned boolean := new.post not in ('machine', 'department', 'person', 'employer', 'agent');
begin
  if e.id is null then
    raise exception '受管表只在登记的行为内可写: %', tg_table_name using errcode = 'JY001';
  elsif e.act = 'parties.found' and tg_op = 'INSERT' and (not manned or not exists (select from jiuye.parties_account)
        or (select demo from jiuye.parties_instance)) then
    return new;
  end if;
  -- Whoever leaves loses all his posts, by the administrator of the agency he belongs to.
  select g.level, g.division into a from jiuye.parties_agency g where g.id = case e.act
    when 'parties.leave' then (select s.agency_id from jiuye.parties_staff s where s.id = new.staff_id)
    else new.agency_id end;
  if tg_op = 'INSERT' then
    if num_nonnulls(new.revoked_by_id, new.revoked_at, new.recertified_by_id, new.recertified_at) > 0
       or new.valid_from < ledger.today()
       or not (case when e.act in ('parties.grant', 'parties.enrol') then manned and new.granted_by_id is not distinct from e.staff_id
                   when e.act = 'parties.open_account' then new.post in ('person', 'employer', 'agent')
                   else e.act = 'collection.connect_department' and new.post = 'department' end) then
      raise exception '岗位从今天起授予，以授权人本人的名义' using errcode = 'JY403';
    end if;
    if manned and not exists (select from ledger.post_level l where l.post = new.post and l.level = a.level) then
      raise exception '该机构级别不设此岗位' using errcode = 'JY403';
    end if;
  else
    hand := case when e.act in ('parties.recertify', 'parties.reinstate') then 'recertified'
                 when e.act in ('parties.revoke', 'parties.leave') then 'revoked' end;
    select array_agg(k.key) into changed from jsonb_each(n) k where to_jsonb(old) -> k.key is distinct from k.value;
    if hand is null or not manned or not changed <@ array['entry_id', hand || '_by_id', hand || '_at'] or old.revoked_at is not null
       or (n ->> (hand || '_by_id'))::uuid is distinct from e.staff_id
       or (n ->> (hand || '_at'))::timestamptz > clock_timestamp() + interval '2 seconds' then
      raise exception '岗位只能以本人的名义复核或撤销，撤了的不再改' using errcode = 'JY403';
    end if;
    if e.act = 'parties.reinstate' and (ledger.somebody_confirms() or a.level <> '1' or not exists
       (select from ledger.permission p where p.act = 'parties.recertify' and p.post = new.post)) then
      raise exception '岗位由另一名管理人员复核；市级没有人能复核时，才恢复市级一名管理人员' using errcode = 'JY403';
    end if;
  end if;
  if e.act in ('parties.grant', 'parties.recertify') and exists (select from jiuye.parties_staff s
     where s.id in (e.staff_id, new.staff_id) and s.identity_index is null) then
    raise exception '授权和复核，双方的账号都要有本人证件' using errcode = 'JY403';
  end if;
  if manned and e.district is distinct from a.division and not ledger.scope_all() then
    raise exception '该机构不在您的辖区' using errcode = 'JY403';
  end if;
  return new;
end $$;

-- Who somebody is is told when he is entered: an account takes no other human's place, it only ends. Of whom it is
-- missing another tells it, once; of a citizen known by 15 digits the 18 are told when he comes back.
create or replace function ledger.guard_staff() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry();
  kept text[] := array['entry_id'] || case e.act when 'parties.identify' then array['identity_index', 'short_index']
    when 'parties.open_account' then array['subject_index', 'short_index']
    when 'parties.register_phone' then array['phone_index'] else array['left_on'] end;
begin
  if tg_op = 'INSERT' then
    if new.identity_index is null and e.act = 'parties.enrol' then
      raise exception '入职要登记证件号码' using errcode = 'JY403';
    end if;
  elsif to_jsonb(new) - kept <> to_jsonb(old) - kept or old.left_on is not null then
    raise exception '人员登记后只办离岗' using errcode = 'JY403';
  elsif e.act = 'parties.identify' and (old.identity_index is not null or new.identity_index is null or old.machine
     or old.subject_index is not null or e.staff_id = old.id or not ledger.scope_all() and e.district is distinct from
     (select g.division from jiuye.parties_agency g where g.id = old.agency_id)) then
    raise exception '证件只补一次，由本辖区的另一人办理' using errcode = 'JY403';
  elsif e.act = 'parties.register_phone' and (old.machine or old.subject_index is not null or not ledger.scope_all() and
     e.district is distinct from (select g.division from jiuye.parties_agency g where g.id = old.agency_id)) then
    raise exception '手机号码由本辖区的管理人员登记' using errcode = 'JY403';
  elsif e.act = 'parties.open_account' and (old.subject_index is null or old.short_index is not null
     or new.subject_index is null or new.short_index is distinct from old.subject_index) then
    raise exception '本人的账号只从 15 位号码改认 18 位' using errcode = 'JY403';
  end if;
  return new;
end $$;

-- Which tables are guarded row by row, by which trigger, when, through which function: change orders and the steps of
-- matters each by their own hand; two humans where two hands are wanted; posts within the giver's own scope; what
-- happened to a subject stated and confirmed once, and an employer ended by it as it says; a mandate as it was given,
-- and what is handed in under it; an export, a batch of look-ups, an alert and what is asked of statistics step by step;
-- what is said to be wrong, who is told, and papers as they left.
create or replace view ledger.row_guard as
select tbl, name, fires, call from (values
  ('maintenance_order', 'guard_step', 'insert or update', 'guard_order'),
  ('maintenance_line', 'guard_step', 'insert or update', 'guard_line'),
  ('maintenance_evidence', 'guard_step', 'insert or update', 'guard_line'),
  ('maintenance_approval', 'guard_step', 'insert or update', 'guard_beside'),
  ('maintenance_report', 'guard_step', 'insert or update', 'guard_beside'),
  ('records_proceeding', 'guard_step', 'insert or update', 'guard_proceeding'),
  ('records_proceedingstep', 'guard_step', 'insert or update', 'guard_proceeding_step'),
  ('parties_appointment', 'guard_appointment', 'insert or update', 'guard_appointment'),
  ('parties_staff', 'guard_staff', 'insert or update', 'guard_staff'),
  ('parties_mandate', 'guard_representative', 'insert or update', 'guard_representative'),
  ('collection_submission', 'guard_mandate', 'insert', 'guard_mandate'),
  ('usage_objection', 'guard_step', 'insert or update', 'guard_objection'),
  ('usage_notice', 'guard_step', 'insert or update', 'guard_notice'),
  ('usage_paper', 'guard_step', 'insert or update', 'guard_paper'),
  ('records_lineage', 'guard_lineage', 'insert or update', 'guard_lineage'),
  ('usage_export', 'guard_export', 'insert or update', 'guard_export'),
  ('usage_batchlookup', 'guard_step', 'insert or update', 'guard_enquiry'),
  ('usage_alert', 'guard_step', 'insert or update', 'guard_enquiry'),
  ('usage_release', 'guard_step', 'insert or update', 'guard_statistic'),
  ('usage_adhoc', 'guard_step', 'insert or update', 'guard_statistic'),
  ('records_employer', 'guard_standing', 'update of employer_status, cancelled_date', 'guard_standing')
) t(tbl, name, fires, call)
union all select distinct tbl, 'guard_hands', 'insert or update', 'guard_hands' from ledger.two_hands;
reset role;
