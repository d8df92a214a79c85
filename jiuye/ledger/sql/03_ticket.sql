-- A ticket: a person's hand lent to the worker, for named acts on named subjects and for a day at most. Only a
-- live session issues one; it ends with that session's end, with the appointment, with its job or with its term.
set local role jiuye_keeper;

create table if not exists ledger.ticket (
  id uuid primary key, job_id uuid not null, token_digest bytea not null unique,
  session_id uuid not null references ledger.session,
  issued_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at timestamptz, ended_why text not null default '');
create table if not exists ledger.ticket_act (
  ticket_id uuid not null references ledger.ticket, act text not null, subject_id uuid not null,
  primary key (ticket_id, act, subject_id));

-- The ticket the transaction's token names, in force or not.
create or replace function ledger.current_ticket() returns ledger.ticket
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t from ledger.ticket t
  where t.token_digest = sha256(convert_to(current_setting('jiuye.token', true), 'UTF8'))
$$;

create or replace function ledger.issue_ticket(p_id uuid, p_token text, p_job uuid, p_acts text[], p_subjects uuid[],
  p_minutes int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare me ledger.session := ledger.current_session();
begin
  if me.id is null then
    raise exception '会话已结束或岗位授权已收回，请重新签入' using errcode = 'JY401';
  end if;
  if (ledger.current_ticket()).id is not null then
    raise exception '后台任务不得再交办' using errcode = 'JY403';
  end if;
  if coalesce(cardinality(p_acts), 0) = 0 or cardinality(p_acts) is distinct from cardinality(p_subjects)
     or p_minutes not between 1 and 1440 then
    raise exception '交办须写明行为、对象和不超过一天的期限' using errcode = 'JY403';
  end if;
  if exists (select from unnest(p_acts) a(act) where not exists
             (select from ledger.permission p where p.act = a.act and p.post = me.post)) then
    raise exception '本岗位没有此项权限' using errcode = 'JY403';
  end if;
  insert into ledger.ticket (id, job_id, token_digest, session_id, expires_at)
  values (p_id, p_job, sha256(convert_to(p_token, 'UTF8')), me.id, clock_timestamp() + make_interval(mins => p_minutes));
  insert into ledger.ticket_act (ticket_id, act, subject_id)
  select p_id, a.act, a.subject_id from unnest(p_acts, p_subjects) a(act, subject_id);
end $$;

-- By whoever holds it, or by a session of the person it was issued for.
create or replace function ledger.end_ticket(p_id uuid, p_why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare me ledger.session := ledger.current_session(); held ledger.ticket := ledger.current_ticket();
begin
  update ledger.ticket t set ended_at = clock_timestamp(), ended_why = p_why
  where t.id = p_id and t.ended_at is null
    and (t.id = held.id or exists (select from ledger.session s where s.id = t.session_id and s.staff_id = me.staff_id));
end $$;

-- Whose hand it is, while it is in force: for the worker. A ticket opens no page (whoami knows none).
create or replace function ledger.ticket_holder() returns table (session_id uuid, staff_id uuid, account_id uuid,
  post text, agency_id uuid, district text, city_wide boolean, channel text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.staff_id, s.account_id, s.post, s.agency_id, s.district, s.city_wide, s.channel
  from ledger.current_session() s where s.id is not null and (ledger.current_ticket()).id is not null
$$;
reset role;
