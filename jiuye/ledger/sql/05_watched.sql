-- The guards as they stand, computed from the catalogue: what is missing, switched off or strange. Anyone may ask.
set local role jiuye_keeper;

-- How each governed table lies on the disk and in the stream, and its triggers, policies and rules with the
-- transactions that last touched them: switching off and on again leaves its trace.
create or replace function ledger.shape() returns table (tbl text, shape jsonb)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select k.oid::regclass::text, jsonb_build_object(
    'file', pg_relation_filenode(k.oid), 'kept', concat(k.relkind, k.relpersistence, k.relreplident),
    'stream', (select string_agg(concat(r.oid, ':', r.xmin), ',') from pg_publication_rel r where r.prrelid = k.oid),
    'triggers', (select md5(string_agg(concat(t.oid, t.xmin, t.tgenabled), ',' order by t.oid))
                 from pg_trigger t where t.tgrelid = k.oid),
    'policies', md5(concat(k.relrowsecurity, k.relforcerowsecurity,
                (select string_agg(concat(p.oid, p.xmin), ',' order by p.oid) from pg_policy p where p.polrelid = k.oid))),
    'columns', (select md5(string_agg(concat(a.attnum, a.attname, a.atttypid, a.attisdropped, a.attnotnull, a.attgenerated,
                pg_get_expr(d.adbin, d.adrelid)), ',' order by a.attnum))
                from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                where a.attrelid = k.oid and a.attnum > 0),
    'constraints', (select md5(string_agg(concat(c.oid, c.xmin), ',' order by c.oid)) from pg_constraint c where c.conrelid = k.oid),
    'rules', (select string_agg(concat(w.oid, ':', w.xmin), ',' order by w.oid) from pg_rewrite w where w.ev_class = k.oid))
  from pg_class k where k.relnamespace::regnamespace::text in ('jiuye', 'behaviour') and k.relkind in ('r', 'p')
$$;

-- The code of the guards, to be held against what the foundation laid.
create or replace function ledger.functions() returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_object_agg(p.oid::regprocedure::text,
    md5(concat_ws(' ', p.prosrc, p.prosecdef, p.proconfig::text, pg_get_userbyid(p.proowner), p.proacl::text)))
  from pg_proc p where p.pronamespace = 'ledger'::regnamespace
$$;

create or replace function ledger.guard_faults() returns table (what text, why text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with governed as (
    select k.* from pg_class k where k.relnamespace::regnamespace::text in ('jiuye', 'behaviour') and k.relkind in ('r', 'p')),
  book as (select k.* from pg_class k where k.relkind = 'r' and k.oid::regclass::text in ('ledger.entry', 'ledger.subject',
    'ledger.reach', 'ledger.seal', 'ledger.reconciled', 'ledger.unexplained', 'ledger.laid', 'history.version')),
  wanted as (
    select g.oid, 'guard_' || op as name, case when op = 'truncate' then 'ledger.guard_truncate()'
      when g.relnamespace = 'behaviour'::regnamespace then 'ledger.guard_passing()' else 'ledger.guard()' end as call
    from governed g, unnest(array['insert', 'update', 'delete', 'truncate']) op
    union all select g.oid, r.name, format('ledger.%I()', r.call) from governed g join ledger.row_guard r
      on to_regclass('jiuye.' || r.tbl) = g.oid
    union all select b.oid, 'immutable', 'ledger.immutable()' from book b)
  select w.oid::regclass::text, case when t.oid is null then '没有守卫 ' || w.name
      when t.tgfoid::regprocedure::text <> w.call then '守卫 ' || w.name || ' 换了函数'
      else '守卫 ' || w.name || ' 被停用，或不再总是生效' end
  from wanted w left join pg_trigger t on t.tgrelid = w.oid and t.tgname = w.name
  where t.oid is null or t.tgenabled <> 'A' or t.tgfoid::regprocedure::text <> w.call
  union all
  select t.tgrelid::regclass::text, '触发器 ' || t.tgname || ' 被停用' from pg_trigger t
  where t.tgenabled in ('D', 'R') and (t.tgrelid in (select oid from governed) or t.tgrelid in (select oid from book))
    and not exists (select from wanted w where w.oid = t.tgrelid and w.name = t.tgname)
  union all
  select r.ev_class::regclass::text, '多出改写规则 ' || r.rulename from pg_rewrite r
  where r.ev_class in (select oid from governed union all select oid from book)
  union all
  select g.oid::regclass::text, '不是普通的、写日志的表' from governed g
  where g.relpersistence <> 'p' or g.relkind <> 'r' or exists (select from pg_inherits i where g.oid in (i.inhrelid, i.inhparent))
  union all
  select o.oid::regclass::text, '表的所有者是 ' || pg_get_userbyid(o.relowner)
  from (select g.oid, g.relowner, 'jiuye_owner' as due from governed g
        union all select b.oid, b.relowner, 'jiuye_keeper' from book b) o
  where pg_get_userbyid(o.relowner) <> o.due
  union all
  select g.oid::regclass::text, '变更流里没有这张表' from governed g
  where g.relreplident <> 'd' or not exists (
    select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid and p.pubname = 'jiuye_stream'
      and p.pubinsert and p.pubupdate and p.pubdelete and p.pubtruncate
    where r.prrelid = g.oid and r.prqual is null)
  union all
  select b.oid::regclass::text, '变更流里没有这张表' from book b where not exists (
    select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid and p.pubname = 'jiuye_stream'
    where r.prrelid = b.oid and r.prqual is null)
  union all
  select g.oid::regclass::text, '行级权限没有强制' from governed g
  where exists (select from pg_policy p where p.polrelid = g.oid) and not (g.relrowsecurity and g.relforcerowsecurity)
  union all
  select e.name, '事件触发器不在或被停用' from unnest(array['jiuye_watch_ddl', 'jiuye_watch_drop', 'jiuye_watch_rewrite']) e(name)
  where not exists (select from pg_event_trigger t join pg_roles r on r.oid = t.evtowner and r.rolsuper
                    where t.evtname = e.name and t.evtenabled in ('O', 'A')
                      and t.evtfoid::regproc::text = 'ledger.' || substr(e.name, 7))
  union all
  select r.rolname, '登录名有超出约定的权力' from pg_roles r
  where r.rolname in ('jiuye_app', 'jiuye_owner', 'jiuye_reader', 'jiuye_inspector', 'jiuye_sealer', 'jiuye_backup', 'jiuye_keeper')
    and (r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication and r.rolname <> 'jiuye_backup'
         or r.rolcanlogin and r.rolname = 'jiuye_keeper')
  union all
  select m.member::regrole::text, '成为 ' || m.roleid::regrole || ' 的成员' from pg_auth_members m join pg_roles r on r.oid = m.member
  where not r.rolsuper and (m.roleid = 'jiuye_keeper'::regrole
    or r.rolname in ('jiuye_app', 'jiuye_owner', 'jiuye_reader', 'jiuye_inspector', 'jiuye_sealer', 'jiuye_backup'))
  union all
  select coalesce(nullif(d.setrole, 0)::regrole::text, 'database'), '预设了参数 ' || c.setting
  from pg_db_role_setting d, unnest(d.setconfig) c(setting)
  where c.setting ~ '^(session_replication_role|event_triggers|row_security|jiuye\.)'
  union all
  select s.name, '服务器参数为 ' || s.setting from pg_settings s
  where s.name = 'wal_level' and s.setting <> 'logical' or s.name = 'max_slot_wal_keep_size' and s.setting = '-1'
  union all
  select coalesce(l.key, n.key), '守卫函数与铺设时不同'
  from jsonb_each((select functions from ledger.laid order by id desc limit 1)) l
  full join jsonb_each(ledger.functions()) n on n.key = l.key where l.value is distinct from n.value
$$;
reset role;
