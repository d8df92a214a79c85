-- A matter moves only along its table of states, each step under its own act and by its own hand; the status items of
-- the record are what the step says, and nothing else sets them. Art. 7, 9(2).
set local role jiuye_keeper;

-- One step: of which dataset, under which act, from which state to which, whose name it sets.
create or replace view ledger.proceeding_step as
select * from (values
  ('unemployment_registration', 'records.end', 'registered', 'ended', 'decided'),
  ('unemployment_registration', 'records.conclude', 'registered', 'ended', ''),
  ('hardship_assistance', 'records.first_review', 'applied', 'reviewed', 'reviewed'),
  ('hardship_assistance', 'records.publicise', 'reviewed', 'publicised', ''),
  ('hardship_assistance', 'records.grant', 'publicised', 'granted', 'decided'),
  ('hardship_assistance', 'records.deny', 'applied', 'denied', 'decided'),
  ('hardship_assistance', 'records.deny', 'reviewed', 'denied', 'decided'),
  ('hardship_assistance', 'records.deny', 'publicised', 'denied', 'decided'),
  ('hardship_assistance', 'records.end', 'granted', 'ended', ''),
  ('subsidy', 'records.publicise', 'accepted', 'publicised', ''),
  ('subsidy', 'records.grant', 'publicised', 'granted', 'decided'),
  ('subsidy', 'records.deny', 'accepted', 'denied', 'decided'),
  ('subsidy', 'records.deny', 'publicised', 'denied', 'decided'),
  ('subsidy', 'records.pay', 'granted', 'paid', 'paid'),
  ('subsidy', 'records.reclaim', 'paid', 'reclaimed', ''),
  ('employment_registration', 'records.end', 'employed', 'ended', 'decided'),
  ('training', 'records.complete', 'enrolled', 'completed', 'decided'),
  ('training', 'records.drop_out', 'enrolled', 'dropped', ''),
  ('vacancy', 'records.fulfil', 'open', 'fulfilled', ''),
  ('vacancy', 'records.cancel', 'open', 'cancelled', ''),
  ('vacancy', 'records.expire', 'open', 'expired', ''),
  ('job_seeking', 'records.fulfil', 'seeking', 'fulfilled', ''),
  ('job_seeking', 'records.cancel', 'seeking', 'cancelled', ''),
  ('job_seeking', 'records.expire', 'seeking', 'expired', ''),
  ('personnel_agency_file', 'records.lend', 'held', 'lent', ''),
  ('personnel_agency_file', 'records.take_back', 'lent', 'held', ''),
  ('personnel_agency_file', 'records.transfer_out', 'held', 'transferred', 'decided'),
  ('personnel_agency_file', 'records.confirm_receipt', 'transferred', 'receipted', ''),
  ('employment_certificate', 'records.issue', 'accepted', 'valid', ''),
  ('employment_certificate', 'records.report_lost', 'valid', 'lost', ''),
  ('employment_certificate', 'records.lift_loss', 'lost', 'valid', ''),
  ('employment_certificate', 'records.replace', 'valid', 'superseded', ''),
  ('employment_certificate', 'records.reissue', 'lost', 'superseded', ''),
  ('employment_certificate', 'records.end', 'accepted', 'cancelled', ''),
  ('employment_certificate', 'records.end', 'valid', 'cancelled', ''),
  ('employment_certificate', 'records.end', 'lost', 'cancelled', '')
) t(dataset, act, old, new, hand);

-- The state a record's own items tell: what it is admitted in, and what it is in after a correction by four hands.
create or replace function ledger.began(p_dataset text, r jsonb) returns text language sql immutable as $$
  select case p_dataset
    when 'unemployment_registration' then
      case when r ->> 'valid_flag' = '0' or r ->> 'cancel_date' is not null then 'ended' else 'registered' end
    when 'hardship_assistance' then
      case when '2' in (coalesce(r ->> 'first_review_result', ''), coalesce(r ->> 'final_review_result', '')) then 'denied'
           when r ->> 'valid_flag' = '0' or r ->> 'exit_date' is not null then 'ended'
           when r ->> 'final_review_result' = '1' then 'granted'
           when r ->> 'first_review_result' = '1' then 'reviewed' else 'applied' end
    when 'subsidy' then
      case when r ->> 'refund_flag' = '1' then 'reclaimed'
           when r ->> 'payment_status' = '40' then 'paid'
           when r ->> 'valid_flag' = '0' or r ->> 'review_result' = '2' then 'denied'
           when r ->> 'payment_status' in ('20', '30', '31', '41') then 'granted'
           when r ->> 'notice_start_date' is not null then 'publicised' else 'accepted' end
    when 'employment_registration' then
      case when r ->> 'valid_flag' = '0' or r ->> 'end_date' is not null then 'ended' else 'employed' end
    when 'training' then
      case when r ->> 'result' is not null then 'completed' when r ->> 'valid_flag' = '0' then 'dropped'
           else 'enrolled' end
    when 'vacancy' then
      case r ->> 'vacancy_status' when '2' then 'fulfilled' when '3' then 'cancelled' when '4' then 'expired'
        else case when r ->> 'valid_flag' = '0' then 'cancelled' else 'open' end end
    when 'job_seeking' then
      case r ->> 'seeking_status' when '2' then 'fulfilled' when '4' then 'cancelled' when '3' then 'expired'
        else case when r ->> 'valid_flag' = '0' then 'cancelled' else 'seeking' end end
    when 'personnel_agency_file' then
      case r ->> 'file_status' when '3' then 'lent' when '4' then 'closed' when '9' then 'closed'
        when '2' then case when r ->> 'receipt_date' is null then 'transferred' else 'receipted' end
        else case when r ->> 'valid_flag' = '0' then 'closed' else 'held' end end
    when 'employment_certificate' then
      case when r ->> 'certificate_status' = '4' then 'cancelled' when r ->> 'valid_flag' = '0' then 'superseded'
           when r ->> 'certificate_status' = '3' then 'lost' when r ->> 'certificate_status' = '2' then 'valid'
           when r ->> 'issued_flag' = '1' then 'superseded' else 'accepted' end
  end
$$;

grant execute on function ledger.began(text, jsonb) to jiuye_app, jiuye_owner;

create or replace function ledger.record_json(p_dataset text, p_id uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare r jsonb;
begin
  execute format('select to_jsonb(t) from jiuye.%I t where t.id = $1', 'records_' || replace(p_dataset, '_', ''))
    into r using p_id;
  return r;
end $$;
revoke all on function ledger.record_json(text, uuid) from public;

create or replace function ledger.guard_proceeding() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); taken text; told text; changed text[]; mine text[];
begin
  if e.id is null then
    raise exception '受管表只在登记的行为内可写' using errcode = 'JY001';
  end if;
  if tg_op = 'INSERT' then
    told := ledger.began(new.dataset, ledger.record_json(new.dataset, new.id));
    if told is null or new.state <> told or new.begun_as <> told or num_nonnulls(new.decided_by_id, new.paid_by_id) > 0
       or not coalesce(new.reviewed_by_id = (select s.id from jiuye.parties_staff s
                     where s.staff_no = ledger.record_json(new.dataset, new.id) ->> 'reviewer_id'), new.reviewed_by_id is null) then
      raise exception '办理从入库的档案所记的状态开始' using errcode = 'JY001';
    end if;
    return new;
  end if;
  select array_agg(k.key) into changed
    from jsonb_each(to_jsonb(new)) k where to_jsonb(old) -> k.key is distinct from k.value;
  mine := array['entry_id', 'state', 'due_on', 'not_before'];
  if e.act like 'maintenance.%' then
    if not changed <@ mine or new.state is distinct from ledger.began(new.dataset, ledger.record_json(new.dataset, new.id)) then
      raise exception '更正以后，办理状态是档案所记的状态' using errcode = 'JY001';
    end if;
    return new;
  end if;
  select t.hand into taken from ledger.proceeding_step t
    where t.dataset = new.dataset and t.act = e.act and t.old = old.state and t.new = new.state;
  if taken is null or not exists (select from jiuye.records_proceedingstep s where s.entry_id = e.id
      and s.proceeding_id = new.id and s.old = old.state and s.new = new.state) then
    raise exception '办理不能由 % 转为 %', old.state, new.state using errcode = 'JY001';
  end if;
  if taken <> '' then
    mine := mine || (taken || '_by_id');
    if (to_jsonb(new) ->> (taken || '_by_id')) is distinct from e.staff_id::text then
      raise exception '办理的这一步只能写本人' using errcode = 'JY001';
    end if;
    if taken <> 'paid' and exists (select from ledger.hands_of(e.staff_id) h
        where h = old.collected_by_id or taken = 'decided' and h = old.reviewed_by_id) or
       taken = 'paid' and exists (select from ledger.hands_of(e.staff_id) h where h = old.decided_by_id) then
      raise exception '办过本件前面环节的人和接手其在办的人不得办这一步' using errcode = 'JY001';
    end if;
  end if;
  if not changed <@ mine then
    raise exception '办理的这一步只能写本步的内容' using errcode = 'JY001';
  end if;
  if e.act = 'records.grant' and old.not_before is not null and ledger.today() <= old.not_before then
    raise exception '公示期未满' using errcode = 'JY001';
  end if;
  return new;
end $$;

-- The matters of whoever acts for himself: of an employer, the vacancies in its number (of its agent, where his mandate
-- is for them); of a person, what quotes the number of his file and names no other identity number than one his file
-- bears, bore, or took over by a merge. What names no file is his by the identity number alone. What is out of use is
-- nobody's. Art. 10(1).
create or replace function ledger.own_matters() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare its text := ledger.own_employer(); mine bytea[] := ledger.own_indexes(); files text[]; sole text[]; known text[];
  found uuid[] := '{}'; more uuid[]; t text;
begin
  if its is not null then
    return array(select v.id from jiuye.records_vacancy v where v.employer_id = its and not v.retired
      and (ledger.mandate() is null or 'vacancy' = any(ledger.mandated())));
  elsif coalesce(cardinality(mine), 0) = 0 then
    return found;
  end if;
  files := array(select p.person_id from jiuye.records_person p where p.id_number_folded_index = any(mine)
    and not p.retired and p.merged_into_person_id is null and p.person_id is not null);
  -- Older systems gave a file's number twice: a row that names no identity number is then nobody's.
  sole := array(select f from unnest(files) f where not exists (select from jiuye.records_person o
    where o.person_id = f and (o.id_number_folded_index = any(mine)) is not true and not o.retired));
  known := array(select distinct '\x' || k from jiuye.records_person p, lateral (
      select encode(p.id_number_index, 'hex') union select encode(p.id_number_folded_index, 'hex')
      union select jsonb_array_elements_text(p.formerly)) n(k)
    where p.person_id = any(files) and p.id_number_folded_index = any(mine) or p.merged_into_person_id = any(files));
  foreach t in array array['employmentregistration', 'unemploymentregistration', 'hardshipassistance', 'training',
                           'subsidy', 'personnelagencyfile', 'employmentcertificate'] loop
    execute format('select array_agg(r.id) from jiuye.records_%1$s r where not r.retired and (r.person_id = any($1)
        and (%2$L || encode(r.id_number_index, ''hex'') = any($2) or r.id_number_index is null and r.person_id = any($3))
      or r.person_id is null and r.id_number_index = any($4))', t, '\x') into more using files, known, sole, mine;
    found := found || more;
  end loop;
  return found || array(select j.id from jiuye.records_jobseeking j where j.person_id = any(sole) and not j.retired);
end $$;

-- A step is written once, by whoever takes it, from the state the matter is in.
create or replace function ledger.guard_proceeding_step() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); p record;
begin
  select * into p from jiuye.records_proceeding where id = new.proceeding_id;
  if tg_op <> 'INSERT' or e.id is null or e.act <> new.act or new.by_id is distinct from e.staff_id
     or new.at is distinct from e.at or p.state is distinct from new.old or new.happened_on > ledger.today()
     or e.act not like 'maintenance.%' and not exists (select from ledger.proceeding_step t
       where t.dataset = p.dataset and t.act = e.act and t.old = new.old and t.new = new.new) then
    raise exception '办理的环节只在它的行为内、由办理人写一次' using errcode = 'JY001';
  end if;
  return new;
end $$;
reset role;
