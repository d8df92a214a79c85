-- Who is asking. A random token, set for one transaction only, names the session; pools cannot leak it.
set local role jiuye_keeper;

-- The city's day, whatever time zone the asker's connection is set to.
create or replace function ledger.today() returns date
language sql stable set search_path = pg_catalog, pg_temp as
$$ select (clock_timestamp() at time zone 'Asia/Shanghai')::date $$;

-- The last day a post counts without being looked over again: a year from the day it was given or last confirmed.
-- Citizens act for themselves, machines and interfaces have keys of their own: no term.
create or replace function ledger.lapses_on(p_post text, p_from date, p_recertified timestamptz) returns date
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when p_post in ('machine', 'department', 'person', 'employer', 'agent') then 'infinity'::date
         else coalesce((p_recertified at time zone 'Asia/Shanghai')::date, p_from) + 365 end
$$;

-- A ticket's token names the session it was issued in, and outlives that session's term but not its end.
create or replace function ledger.current_session() returns ledger.session
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with asked as (select sha256(convert_to(current_setting('jiuye.token', true), 'UTF8')) as digest),
  named as (
    select k.id from ledger.session k where k.token_digest = (select digest from asked)
      and k.expires_at > clock_timestamp()
    union all
    select t.session_id from ledger.ticket t where t.token_digest = (select digest from asked)
      and t.ended_at is null and t.expires_at > clock_timestamp())
  select s from named n
  join ledger.session s on s.id = n.id
  join jiuye.parties_appointment a on a.id = s.appointment_id
  join jiuye.parties_staff p on p.id = s.staff_id
  where s.ended_at is null
    and a.revoked_at is null and a.valid_from <= ledger.today() and (a.valid_to is null or a.valid_to >= ledger.today())
    and ledger.lapses_on(a.post, a.valid_from, a.recertified_at) >= ledger.today()
    and p.left_on is null
    and (s.mandate_id is null or exists (select from jiuye.parties_mandate m where m.id = s.mandate_id
      and m.revoked_at is null and ledger.today() between m.valid_from and m.valid_to))
$$;

create or replace function ledger.scope() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select array[s.district] from ledger.current_session() s where s.id is not null and s.own_index is null $$;

-- Whoever acts for himself sees what he handed in, and no district. Art. 10(1).
create or replace function ledger.own() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select s.staff_id from ledger.current_session() s where s.own_index is not null $$;

create or replace function ledger.own_index() returns bytea
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select s.own_index from ledger.current_session() s where s.own_employer is null $$;

-- What the file of whoever acts for himself may bear: one number may be on file with 18 digits or with 15.
create or replace function ledger.own_indexes() returns bytea[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select array_remove(array[s.own_index, s.own_short], null) from ledger.current_session() s where s.own_employer is null
$$;

create or replace function ledger.own_employer() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select s.own_employer from ledger.current_session() s where s.id is not null $$;

-- Behaviour data is for its subject and for the machine that keeps it: no staff reads it, the city's neither.
create or replace function ledger.is_machine() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select coalesce((select s.post = 'machine' from ledger.current_session() s where s.id is not null), false) $$;

create or replace function ledger.scope_all() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select coalesce((select s.city_wide from ledger.current_session() s where s.id is not null), false) $$;

-- The gate has checked the factors; here the session begins for one appointment that is in force.
create or replace function ledger.open_session(p_id uuid, p_token text, p_account uuid, p_appointment uuid,
  p_channel text, p_factors text, p_minutes int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare a record;
begin
  select ap.*, ag.division as division, ag.level as level, st.subject_index as own_index, st.short_index as own_short,
    nullif(st.employer_id, '') as own_employer into a
  from jiuye.parties_appointment ap
  join jiuye.parties_staff st on st.id = ap.staff_id
  join jiuye.parties_agency ag on ag.id = ap.agency_id
  left join jiuye.parties_account ac on ac.staff_id = st.id and ac.id = p_account
  where ap.id = p_appointment and ap.revoked_at is null and ap.valid_from <= ledger.today()
    and (ap.valid_to is null or ap.valid_to >= ledger.today()) and st.left_on is null
    and ledger.lapses_on(ap.post, ap.valid_from, ap.recertified_at) >= ledger.today()
    and (ap.post in ('machine', 'department') or st.subject_index is not null or (ac.id is not null and ac.disabled_at is null));
  if not found then
    raise exception '岗位不在授权期内，或账号已停用' using errcode = 'JY003';
  end if;
  -- Two zones: what comes from the internet never reaches a staff post, and the other way round. Art. 17.
  if (p_channel in ('web', 'phone', 'wechat', 'kiosk')) <> (a.own_index is not null) then
    raise exception '这个渠道不能使用这个岗位' using errcode = 'JY003';
  end if;
  if a.own_index is not null and p_factors not in ('sms', 'oidc') then
    raise exception '本人登录须有短信验证码或实名认证' using errcode = 'JY003';
  end if;
  if (a.post = 'employer') <> (a.own_employer is not null) or a.own_employer is not null and p_factors <> 'oidc' then
    raise exception '单位办事须由实名认证平台确认为哪个单位办' using errcode = 'JY003';
  end if;
  if a.post = 'agent' then
    raise exception '受托办理要从受托人本人的登录开始' using errcode = 'JY003';
  end if;
  if p_channel = 'command' and not coalesce((select demo from jiuye.parties_instance limit 1), false) then
    raise exception '命令行代办只在演示环境可用' using errcode = 'JY003';
  end if;
  if a.post not in ('machine', 'department') and a.own_index is null and p_channel <> 'command' and p_factors not like '%+%' then
    raise exception '工作人员签入须有两个因子' using errcode = 'JY003';
  end if;
  insert into ledger.session (id, token_digest, account_id, staff_id, appointment_id, post, agency_id, district,
                              city_wide, channel, factors, expires_at, own_index, own_short, own_employer)
  values (p_id, sha256(convert_to(p_token, 'UTF8')), p_account, a.staff_id, a.id, a.post, a.agency_id, a.division,
          a.level = '1' and a.own_index is null, p_channel, p_factors,
          clock_timestamp() + make_interval(mins => p_minutes), a.own_index,
          case when a.own_index is not null then a.own_short end, a.own_employer);
end $$;

-- Another post of the same person, without the factors again: a new session that lasts no longer than this one
-- would have; this one ends.
create or replace function ledger.switch_session(p_id uuid, p_token text, p_appointment uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare me ledger.session := ledger.current_session();
begin
  if me.id is null or (ledger.current_ticket()).id is not null then
    raise exception '会话已结束或岗位授权已收回，请重新签入' using errcode = 'JY401';
  end if;
  if not exists (select from jiuye.parties_appointment where id = p_appointment and staff_id = me.staff_id) then
    raise exception '只能换到本人的岗位' using errcode = 'JY003';
  end if;
  perform ledger.open_session(p_id, p_token, me.account_id, p_appointment, me.channel, me.factors, 1);
  update ledger.session set expires_at = me.expires_at where id = p_id;
  update ledger.session set ended_at = clock_timestamp(), ended_why = '换岗' where id = me.id;
end $$;

-- From his own session somebody begins to act under a mandate another gave him; it lasts no longer than his own.
create or replace function ledger.open_mandate_session(p_id uuid, p_token text, p_mandate uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare me ledger.session := ledger.current_session(); m record; a record;
begin
  select * into m from jiuye.parties_mandate where id = p_mandate and agent_index = me.own_index
    and revoked_at is null and ledger.today() between valid_from and valid_to;
  if me.post is distinct from 'person' or not found then
    raise exception '没有这份委托，或已撤销、已过期' using errcode = 'JY003';
  end if;
  select ap.*, ag.division as division into a from jiuye.parties_appointment ap
  join jiuye.parties_staff st on st.id = ap.staff_id join jiuye.parties_agency ag on ag.id = ap.agency_id
  where ap.post = 'agent' and ap.revoked_at is null and st.left_on is null
    and st.subject_index = me.own_index and st.principal_index = m.grantor_index and st.employer_id = m.employer_id;
  -- For an employer he stays who he is, and sees what is the employer's; for a person he sees what is that person's.
  insert into ledger.session (id, token_digest, account_id, staff_id, appointment_id, post, agency_id, district,
                              city_wide, channel, factors, expires_at, own_index, own_short, own_employer, mandate_id)
  values (p_id, sha256(convert_to(p_token, 'UTF8')), null, a.staff_id, a.id, a.post, a.agency_id, a.division,
          false, me.channel, me.factors, me.expires_at,
          case m.employer_id when '' then m.grantor_index else me.own_index end,
          case m.employer_id when '' then (select g.short_index from jiuye.parties_staff g where g.id = m.grantor_id)
                             else me.own_short end, nullif(m.employer_id, ''), m.id);
end $$;

-- What the mandate a session stands under is for; null for whoever acts without one.
create or replace function ledger.mandated() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select array(select jsonb_array_elements_text(m.datasets)) from jiuye.parties_mandate m where m.id = ledger.mandate()
$$;

-- What was given stands as it was given; it is taken back once, and nothing else. It is given by the grantor himself, or
-- before a clerk who is neither of the two and known by his own number; an employer's by its legal representative,
-- acting for it or standing there. Art. 10(2).
create or replace function ledger.guard_representative() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare me ledger.session := ledger.current_session(); rep record;
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - '{revoked_at, entry_id}'::text[] is distinct from to_jsonb(old) - '{revoked_at, entry_id}'::text[]
       or old.revoked_at is not null or new.revoked_at is null then
      raise exception '委托不能改，只能撤销' using errcode = 'JY001';
    end if;
    return new;
  end if;
  if new.registered_by_id is null and (me.mandate_id is not null or (new.grantor_id, new.grantor_index, new.employer_id)
     is distinct from (me.staff_id, me.own_index, coalesce(me.own_employer, ''))) then
    raise exception '委托由委托人本人办理' using errcode = 'JY403';
  elsif new.registered_by_id is not null and (not exists (select from jiuye.parties_staff s where s.id = new.registered_by_id
     and s.id = (ledger.current_entry()).staff_id and s.identity_index = new.registered_index)
     or exists (select from ledger.hands_of(new.registered_by_id) h where h = new.grantor_id)) then
    raise exception '委托由经办人本人登记，不给自己登记，且他的账号要有本人证件' using errcode = 'JY403';
  elsif not exists (select from jiuye.parties_staff s where s.id = new.grantor_id and s.subject_index = new.grantor_index
     and s.employer_id = new.employer_id and s.principal_index is null) then
    raise exception '委托人的账号与证件号码或单位不符' using errcode = 'JY403';
  end if;
  if new.employer_id <> '' then
    select coalesce(r.legal_rep_id_number_folded_index, r.legal_rep_id_number_index) as index into rep from jiuye.records_employer r
      where r.employer_id = new.employer_id and not r.retired and r.merged_into_employer_id is null;
    if not found or rep.index is distinct from new.grantor_index and (new.registered_by_id is null or rep.index is not null) then
      raise exception '单位的委托由它的法定代表人本人办理' using errcode = 'JY403';
    end if;
  end if;
  return new;
end $$;

create or replace function ledger.mandate() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select s.mandate_id from ledger.current_session() s where s.id is not null $$;

-- The mandates whoever asks has given: what was handed in under them is his.
create or replace function ledger.own_mandates() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select array_agg(m.id) from ledger.current_session() s
  join jiuye.parties_mandate m on m.grantor_id = s.staff_id where s.own_index is not null
$$;

-- What is handed in under a mandate: within its scope, once where it is for once, and saying so. Art. 10(2).
create or replace function ledger.guard_mandate() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare me ledger.session := ledger.current_session(); m record;
begin
  if new.mandate_id is distinct from me.mandate_id then
    raise exception '代办的件要写明是哪份委托，本人的件不写' using errcode = 'JY403';
  end if;
  if me.mandate_id is null then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(me.mandate_id::text, 2));
  select * into m from jiuye.parties_mandate where id = me.mandate_id;
  if not m.datasets ? new.dataset then
    raise exception '委托里没有这项业务' using errcode = 'JY403';
  end if;
  -- What came back and was handed in under it may be corrected; what another hand did for the grantor may not.
  if m.single and exists (select from jiuye.collection_submission s where s.mandate_id = m.id and s.state <> 'withdrawn')
     and not exists (select from jiuye.collection_submission s
                     where s.id = new.replaces_id and s.mandate_id = m.id and s.state = 'returned') then
    raise exception '这份委托只能办一次，已经用过了' using errcode = 'JY403';
  end if;
  return new;
end $$;

-- The sessions of whoever asks, so that a strange one is noticed.
create or replace function ledger.own_sessions() returns table (session_id uuid, post text, agency_id uuid,
  channel text, opened_at timestamptz, expires_at timestamptz, this boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.post, s.agency_id, s.channel, s.opened_at, s.expires_at, s.id = me.id
  from ledger.current_session() me join ledger.session s on s.staff_id = me.staff_id
  where me.id is not null and s.ended_at is null and s.expires_at > clock_timestamp()
  order by s.opened_at desc
$$;

create or replace function ledger.end_sessions(p_staff uuid, p_only uuid, p_why text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare n int; me ledger.session := ledger.current_session();
begin
  if me.id is null or (ledger.current_ticket()).id is not null or me.staff_id <> p_staff and not exists
     (select from ledger.permission where act = 'parties.revoke' and post = me.post) then
    raise exception '只能结束本人的会话' using errcode = 'JY003';
  end if;
  update ledger.session set ended_at = clock_timestamp(), ended_why = p_why
  where staff_id = p_staff and ended_at is null and (p_only is null or id = p_only);
  get diagnostics n = row_count;
  return n;
end $$;

-- What the pages need to know of the session they serve.
drop function if exists ledger.whoami();
create or replace function ledger.whoami() returns table (session_id uuid, account_id uuid, staff_id uuid,
  appointment_id uuid, post text, agency_id uuid, district text, city_wide boolean, channel text, expires_at timestamptz,
  own_index bytea, own_short bytea, own_employer text, mandate_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.account_id, s.staff_id, s.appointment_id, s.post, s.agency_id, s.district, s.city_wide, s.channel,
         s.expires_at, s.own_index, s.own_short, s.own_employer, s.mandate_id
  from ledger.current_session() s where s.id is not null and (ledger.current_ticket()).id is null
$$;
reset role;
