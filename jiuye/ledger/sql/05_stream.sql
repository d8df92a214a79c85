-- What the change stream is held against, and what was found. Read from outside the tables: by logical decoding,
-- so that an edit with every trigger off is seen too. ADR 23.
set local role jiuye_keeper;

-- One row a reconciliation: how far the stream has been read, and how the governed tables lay on the disk then.
create table if not exists ledger.reconciled (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  slot text not null, upto pg_lsn not null,
  transactions bigint not null, changes bigint not null,
  whole boolean not null,                  -- the stored rows were compared as well
  shape jsonb);                            -- null: as it was
create table if not exists ledger.unexplained (
  id uuid primary key,
  found_at timestamptz not null default clock_timestamp(),
  kind text not null check (kind in ('row', 'missing', 'book', 'stored', 'stream', 'guard')),
  tbl text not null, op text not null default '', why text not null,
  xact bigint,                             -- the transaction, as the stream numbers it, and when it was committed
  at timestamptz,
  entry_id uuid,
  sessions text not null default '',       -- who was connected then, as the server's log has it
  rows bigint not null, keys text[] not null default '{}');
create index if not exists unexplained_keys on ledger.unexplained using gin (keys);
-- The guards' own code as the foundation laid it.
create table if not exists ledger.laid (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(), functions jsonb not null);
do $$
declare t text;
begin
  foreach t in array array['ledger.reconciled', 'ledger.unexplained', 'ledger.laid'] loop
    execute format('create or replace trigger immutable before update or delete or truncate on %s
                    for each statement execute function ledger.immutable()', t);
    execute format('alter table %s enable always trigger immutable', t);
  end loop;
end $$;
-- Empty: whoever seals or reconciles holds one of them locked. No other login can, as it could an advisory lock.
create table if not exists ledger.sealing ();
create table if not exists ledger.reconciling ();
grant update on ledger.sealing, ledger.reconciling to jiuye_sealer;
grant select, insert on ledger.reconciled, ledger.unexplained to jiuye_sealer;
grant select on ledger.laid, ledger.act_table to jiuye_sealer;
grant select (id, staff_id, post, opened_at) on ledger.session to jiuye_sealer;
alter table ledger.session replica identity full;    -- what an update changed is told by old beside new
alter table ledger.ticket replica identity full;

-- Rows that stand as no entry left them: [transaction that wrote the row, its commit, the row's entry, the keys].
-- A row's writer is the transaction of the entry it bears; of a savepoint, one committed at the same moment.
create or replace function ledger.unfit_rows(p_tbl text) returns table (
  xact bigint, at timestamptz, entry_id uuid, why text, id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query execute format($q$
    with covered as materialized (
      select s.entry_id, u.id from ledger.subject s, unnest(s.ids) u(id) where s.tbl = %2$L)
    select t.xmin::text::bigint, pg_xact_commit_timestamp(t.xmin), t.entry_id,
      case when e.id is null then '行上写的台账编号没有对应的台账'
           when c.id is null then '行不在它所写的那一笔台账登记之内'
           else '最后写这一行的事务不是它所写台账的事务' end, t.id
    from %1$s t
    left join ledger.entry e on e.id = t.entry_id and e.outcome = 'done'
    left join covered c on c.entry_id = t.entry_id and c.id = t.id
    where e.id is null or c.id is null
       or t.xmin::text::bigint <> e.xact::text::bigint & 4294967295
          and pg_xact_commit_timestamp(t.xmin) is distinct from pg_xact_commit_timestamp(e.xact::xid)
          and not exists (select from ledger.entry m where m.act = 'ledger.migrate'
                          and m.xact::text::bigint & 4294967295 = t.xmin::text::bigint)
  $q$, p_tbl::regclass, split_part(p_tbl, '.', 2));
end $$;

-- Rows an entry wrote that are no longer there, and that no entry deleted. What passes leaves no history (05_passing).
create or replace function ledger.gone_rows(p_tbl text) returns table (entry_id uuid, id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_tbl like 'behaviour.%' then
    return;
  end if;
  return query execute format($q$
    select distinct on (u.id) s.entry_id, u.id from ledger.subject s, unnest(s.ids) u(id)
    where s.tbl = %2$L and not exists (select from %1$s t where t.id = u.id)
      and not exists (select from history.version v where v.tbl = %2$L and v.record_id = u.id and v.op = 'd')
    order by u.id, s.entry_id desc
  $q$, p_tbl::regclass, split_part(p_tbl, '.', 2));
end $$;

create or replace function ledger.count_rows(p_tbl text) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare n bigint;
begin
  execute format('select count(*) from %s', p_tbl::regclass) into n;
  return n;
end $$;

-- What was found, beside what the supervision said of it (an entry of its own). For the city's posts.
create or replace view ledger.unexplained_shown with (security_barrier) as
  select u.id, u.found_at, u.kind, u.tbl, u.op, u.why, u.xact, u.at, u.entry_id, u.sessions, u.rows, u.keys,
         a.at as accounted_at, a.why as account, a.staff_id as accounted_by
  from ledger.unexplained u
  left join lateral (select e.at, e.why, e.staff_id from ledger.entry e
                     where e.subject_id = u.id and e.act = 'accountability.account_for' and e.outcome = 'done'
                     order by e.at limit 1) a on true
  where (select ledger.scope_all());
grant select on ledger.unexplained_shown to jiuye_app;

-- How reconciliation stands, for anyone who asks whether all is well: counts only.
create or replace function ledger.reconciliation() returns table (at timestamptz, whole_at timestamptz, upto pg_lsn,
  open bigint, found bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select max(r.at), max(r.at) filter (where r.whole), max(r.upto),
    (select count(*) from ledger.unexplained u where not exists
       (select from ledger.entry e where e.subject_id = u.id and e.act = 'accountability.account_for'
        and e.outcome = 'done')),
    (select count(*) from ledger.unexplained)
  from ledger.reconciled r
$$;
reset role;

-- The stream carries keys and hands, no values: of a governed row its key and the entry it bears.
do $$ begin
  if not exists (select from pg_publication where pubname = 'jiuye_stream') then
    create publication jiuye_stream with (publish = 'insert, update, delete, truncate');
  end if;
end $$;

create or replace function ledger.publish(p_table regclass, p_columns text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
                 where p.pubname = 'jiuye_stream' and r.prrelid = p_table) then
    execute format('alter publication jiuye_stream add table only %s %s', p_table, p_columns);
  end if;
end $$;
-- Into the stream as soon as it is whole: what is made to be moved to `work` never gets there.
create or replace function ledger.publish_rows(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from pg_index where indrelid = p_table and indisprimary)
     and exists (select from pg_attribute where attrelid = p_table and attname = 'entry_id') then
    perform ledger.publish(p_table, '(id, entry_id)');
  end if;
end $$;
select ledger.publish('ledger.entry', '(id, xact, at, act, staff_id, post, session_id, outcome)');
select ledger.publish('history.version', '(id, tbl, record_id, entry_id, xact, op)');
select ledger.publish(t::regclass, '') from unnest(array['ledger.subject', 'ledger.reach', 'ledger.permission',
  'ledger.post_level', 'ledger.act_table', 'ledger.act_column', 'ledger.act_ordered', 'ledger.session', 'ledger.ticket', 'ledger.ticket_act']) t;
select ledger.publish('ledger.seal', '(position)');
select ledger.publish(t::regclass, '(id)') from unnest(array['ledger.reconciled', 'ledger.unexplained', 'ledger.laid']) t;
