-- A governed row changes only under an entry of the same transaction, for the app and for the owner alike. Art. 9(2).
set local role jiuye_keeper;

create or replace function ledger.guard_truncate() returns trigger language plpgsql as $$
begin
  raise exception '受管表不能清空: %', tg_table_name using errcode = 'JY001';
end $$;

create or replace function ledger.guard() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); covered uuid[]; stray bigint; kept bigint; touched bigint;
  records boolean := tg_table_name like 'records\_%' and exists
    (select from pg_attribute where attrelid = tg_relid and attname = 'retired');
begin
  if e.id is null then
    raise exception '受管表只在登记的行为内可写: %', tg_table_name using errcode = 'JY001';
  end if;
  -- Whoever was let go since the act began writes no further statement of it.
  if e.session_id is not null and (ledger.current_session()).id is distinct from e.session_id then
    raise exception '会话已结束或岗位授权已收回，请重新签入' using errcode = 'JY401';
  end if;
  if not exists (select from ledger.act_table where act = e.act and tbl = tg_table_name
                 and (tg_op <> 'DELETE' or may_delete)) then
    raise exception '行为 % 不得对 % 执行 %', e.act, tg_table_name, tg_op using errcode = 'JY001';
  end if;
  select array_agg(u.id) into covered from ledger.subject s, unnest(s.ids) u(id)
    where s.entry_id = e.id and s.tbl = tg_table_name;
  covered := coalesce(covered, '{}');
  -- EXECUTE plans afresh: a cached plan turns the transition table join quadratic on warm connections.
  if tg_op in ('INSERT', 'UPDATE') then
    execute 'select count(*) from fresh n where n.entry_id is distinct from $1 or n.id <> all($2)'
      into stray using e.id, covered;
  end if;
  if tg_op = 'UPDATE' then
    execute 'insert into history.version (tbl, record_id, entry_id, xact, op, district, old)
             select $2, o.id, $1, pg_current_xact_id(), ''u'', to_jsonb(o) ->> ''district'', ledger.replaced(to_jsonb(o), to_jsonb(n))
             from gone o join fresh n on n.id = o.id'
      using e.id, tg_table_name;
    get diagnostics kept = row_count;
    execute 'select count(*) from gone' into touched;
    if kept <> touched then
      raise exception '受管行的键不能改: %', tg_table_name using errcode = 'JY001';
    end if;
    if records then
      execute ledger.unordered(e, tg_table_name) into touched
        using array['entry_id', 'verdicts', 'standard_version', 'updated_at', 'updated_by', 'formerly',
          'origins'];   -- kept by records' own trigger (keep_strength)
      if touched > 0 then
        raise exception '行为 % 对 % 的改动（% 行）没有经批准的变更单', e.act, tg_table_name, touched
          using errcode = 'JY001';
      end if;
    end if;
  elsif tg_op = 'DELETE' then
    execute 'select count(*) from gone o where o.id <> all($1)' into stray using covered;
    execute 'insert into history.version (tbl, record_id, entry_id, xact, op, district, old)
             select $2, o.id, $1, pg_current_xact_id(), ''d'', to_jsonb(o) ->> ''district'', to_jsonb(o) from gone o'
      using e.id, tg_table_name;
  end if;
  if records and tg_op = 'INSERT' and exists (select from ledger.act_ordered where act = e.act) then
    raise exception '变更单只改已有的档案: %', tg_table_name using errcode = 'JY001';
  end if;
  if tg_op <> 'DELETE' and exists (select from pg_attribute where attrelid = tg_relid and attname = 'district') then
    execute 'insert into ledger.reach (entry_id, district) select distinct $1, n.district from fresh n
             where n.district is not null on conflict do nothing' using e.id;
  end if;
  if stray > 0 then
    raise exception '有 % 行不在本行为登记的对象之内: %', stray, tg_table_name using errcode = 'JY001';
  end if;
  return null;
end $$;

-- What a change replaced: old values of the items that differ, and always whose hand wrote them.
create or replace function ledger.replaced(o jsonb, n jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(k.key, k.value), '{}') || jsonb_build_object('entry_id', o -> 'entry_id')
  from jsonb_each(o) k where n -> k.key is distinct from k.value
$$;
reset role;
