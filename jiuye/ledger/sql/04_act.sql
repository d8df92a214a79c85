-- The only door to a governed write: open an entry, name the rows, write, commit.
set local role jiuye_keeper;

create or replace function ledger.current_entry() returns ledger.entry
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select e from ledger.entry e where e.xact = pg_current_xact_id_if_assigned() and e.outcome = 'done' limit 1 $$;

create or replace function ledger.open_entry(p_id uuid, p_act text, p_dataset text, p_subject uuid, p_why text,
  p_channel text, p_items text[], p_origin text, p_standard int, p_detail jsonb) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare me ledger.session := ledger.current_session(); held ledger.ticket := ledger.current_ticket();
  moment timestamptz := clock_timestamp(); latest timestamptz;
begin
  if me.id is null then
    raise exception '会话已结束或岗位授权已收回，请重新签入' using errcode = 'JY401';
  end if;
  if not exists (select from ledger.permission where act = p_act and post = me.post) then
    raise exception '本岗位没有此项权限' using errcode = 'JY403';
  end if;
  if held.id is not null and not exists
     (select from ledger.ticket_act t where t.ticket_id = held.id and t.act = p_act and t.subject_id = p_subject) then
    raise exception '后台任务只能办交办时写明的行为和对象' using errcode = 'JY403';
  end if;
  if (ledger.current_entry()).id is not null then
    raise exception '一个事务只能有一个行为' using errcode = 'JY409';
  end if;
  select max(at) into latest from ledger.entry;
  if latest > moment + interval '2 seconds' then
    raise exception '服务器时钟早于台账最后一笔，请校时' using errcode = 'JY500';
  end if;
  moment := greatest(moment, latest);
  insert into ledger.entry (id, xact, at, act, staff_id, post, agency_id, district, session_id, channel, why, dataset,
    subject_id, items, origin, standard_version, detail, outcome)
  values (p_id, pg_current_xact_id(), moment, p_act, me.staff_id, me.post, me.agency_id, me.district, me.id,
    coalesce(nullif(p_channel, ''), me.channel), p_why, p_dataset, p_subject, p_items,
    coalesce(nullif(p_origin, ''), 'job:' || held.job_id, ''), p_standard,
    p_detail || case when me.mandate_id is null then '{}' else jsonb_build_object('mandate', me.mandate_id) end,
    'done');
  return moment;
end $$;

create or replace function ledger.cover(p_tbl text, p_ids uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry();
begin
  if e.id is null then
    raise exception '没有打开的行为' using errcode = 'JY001';
  end if;
  insert into ledger.subject (entry_id, tbl, part, ids)
  values (e.id, p_tbl, (select count(*) from ledger.subject where entry_id = e.id and tbl = p_tbl), p_ids);
end $$;

-- A refusal is written after the rollback, in a transaction of its own. Without a session it names only the act;
-- a ticket that is no longer in force still tells whose hand it was.
create or replace function ledger.write_refusal(p_id uuid, p_act text, p_dataset text, p_subject uuid, p_why text,
  p_channel text, p_code text, p_refusal text, p_detail jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare me ledger.session := ledger.current_session(); held ledger.ticket := ledger.current_ticket();
begin
  if me.id is null and held.id is not null then
    select * into me from ledger.session s where s.id = held.session_id;
  end if;
  insert into ledger.entry (id, xact, at, act, staff_id, post, agency_id, district, session_id, channel, why, dataset,
    subject_id, origin, detail, outcome, refusal_code, refusal)
  values (p_id, pg_current_xact_id(), greatest(clock_timestamp(), (select max(at) from ledger.entry)), p_act,
    me.staff_id, me.post, me.agency_id, me.district, me.id, coalesce(nullif(p_channel, ''), me.channel, ''), p_why,
    p_dataset, p_subject, coalesce('job:' || held.job_id, ''), p_detail, 'refused', p_code, coalesce(nullif(p_refusal, ''), '未说明'));
end $$;

-- Reading the book through the app: the city sees all, a district its own, everyone what he did himself.
create or replace view ledger.entry_shown with (security_barrier) as
  select e.id, e.at, e.act, e.staff_id, e.post, e.agency_id, e.district, e.channel, e.why, e.dataset, e.subject_id,
         e.items, e.origin, e.standard_version, e.detail, e.outcome, e.refusal_code, e.refusal,
         s.position as seal_position
  from ledger.entry e left join ledger.seal s on s.entry_id = e.id
  where (select ledger.scope_all()) or e.district = any((select ledger.scope())::text[])
    or exists (select from ledger.reach r where r.entry_id = e.id and r.district = any((select ledger.scope())::text[]));
create or replace view ledger.version_shown with (security_barrier) as
  select v.id, v.tbl, v.record_id, v.entry_id, v.op, v.old, e.at, e.act, e.staff_id, e.district
  from history.version v join ledger.entry e on e.id = v.entry_id
  where (select ledger.scope_all()) or coalesce(v.district, e.district) = any((select ledger.scope())::text[]);
grant select on ledger.entry_shown, ledger.version_shown to jiuye_app;

-- What changes since a moment replaced in a row, to be laid over it: versions backwards from the entry that wrote the
-- row, each by the writer the later one names, as far as the asker's scope goes. `known` is false where it ends before
-- the moment is reached: the chain breaks, or its first entry is out of sight or replaced a version that is. A row first
-- written after the moment did not exist then. Here, so that row and history are of one statement and plans are kept;
-- what is in sight is what the two views show, with the scope asked for once.
create or replace function ledger.past(p_tbl text, p_record uuid, p_writer uuid, p_moment timestamptz,
  out before jsonb, out existed boolean, out known boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  everywhere boolean := ledger.scope_all(); mine text[] := ledger.scope();
  versions no scroll cursor for select h.entry_id, e.at, h.old
    from history.version h join ledger.entry e on e.id = h.entry_id
    where h.record_id = p_record and h.tbl = p_tbl and (everywhere or coalesce(h.district, e.district) = any(mine))
    order by h.id desc;
  v record; writer uuid := p_writer; began timestamptz;
begin
  before := '{}'; existed := true; known := true;
  open versions;
  loop   -- one by one: each version lies on a page of its own, and a FOR loop would fetch ten
    fetch versions into v;
    exit when not found or v.entry_id <> writer;
    if v.at <= p_moment then
      return;
    end if;
    before := before || v.old;
    writer := (v.old ->> 'entry_id')::uuid;
  end loop;
  select e.at into began from ledger.entry e where e.id = writer and (everywhere or e.district = any(mine)
    or exists (select from ledger.reach r where r.entry_id = e.id and r.district = any(mine)));
  if found and began <= p_moment then
    return;
  end if;
  known := found and not exists (select from history.version h where h.record_id = p_record and h.tbl = p_tbl
                                   and h.entry_id = writer);
  existed := not known;
end $$;
reset role;
