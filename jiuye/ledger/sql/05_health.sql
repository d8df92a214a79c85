-- How the city's database is: what can be asked of the catalogue without seeing anybody's data. Art. 8.
do $$ begin
  create extension if not exists amcheck schema public;
exception when others then
  raise notice 'amcheck is not there: %', sqlerrm;    -- said on the page, not hidden
end $$;
set local role jiuye_keeper;
-- Sampled every hour, so that growth is measured and not guessed.
create table if not exists ledger.size_sample (
  at timestamptz primary key default clock_timestamp(), bytes bigint not null, tables jsonb not null);
grant select, insert on ledger.size_sample to jiuye_sealer;
create or replace function ledger.sizes() returns table (tbl text, bytes bigint, live_rows bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.oid::regclass::text, pg_total_relation_size(k.oid), greatest(k.reltuples, 0)::bigint
  from pg_class k where k.relkind in ('r', 'p')
    and k.relnamespace::regnamespace::text in ('jiuye', 'behaviour', 'ledger', 'history', 'work')
  order by 2 desc
$$;
create or replace function ledger.growth() returns table (at timestamptz, bytes bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.at, s.bytes from ledger.size_sample s order by s.at desc limit 24 * 30
$$;
create or replace function ledger.unsealed() returns table (entries bigint, oldest timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(*), min(e.at) from ledger.entry e where not exists (select from ledger.seal s where s.entry_id = e.id)
$$;
reset role;

-- Every btree index of governed tables and of the book, page by page. Null where amcheck is not there.
create or replace function ledger.index_faults() returns table (idx text, why text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare i record;
begin
  if not exists (select from pg_extension where extname = 'amcheck') then
    return;
  end if;
  for i in select x.indexrelid::regclass as name, x.indisvalid and x.indisready as sound
           from pg_index x join pg_class k on k.oid = x.indrelid join pg_class n on n.oid = x.indexrelid
           join pg_am a on a.oid = n.relam and a.amname = 'btree'
           where k.relnamespace::regnamespace::text in ('jiuye', 'behaviour', 'ledger', 'history') loop
    if not i.sound then
      idx := i.name; why := '索引无效，查询不会用它'; return next;
      continue;
    end if;
    begin
      perform public.bt_index_check(i.name);
    exception when others then
      idx := i.name; why := '索引损坏：' || sqlerrm; return next;
    end;
  end loop;
end $$;
