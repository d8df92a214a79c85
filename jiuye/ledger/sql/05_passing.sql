-- What passes (behaviour data, Art. 2(5)): written once under an act, never changed, gone when its time has come or
-- its subject objects. No history is kept of what goes: the entry says how many rows went and their digest, no more.
set local role jiuye_keeper;

create or replace function ledger.guard_passing() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); covered uuid[]; stray bigint; n bigint;
begin
  if e.id is null then
    raise exception '行为数据只在登记的行为内可写: %', tg_table_name using errcode = 'JY001';
  end if;
  if tg_op = 'UPDATE' then
    raise exception '行为数据只增、到期删除，不能改: %', tg_table_name using errcode = 'JY001';
  end if;
  if not exists (select from ledger.act_table where act = e.act and tbl = tg_table_name
                 and (tg_op <> 'DELETE' or may_delete)) then
    raise exception '行为 % 不得对 % 执行 %', e.act, tg_table_name, tg_op using errcode = 'JY001';
  end if;
  select array_agg(u.id) into covered from ledger.subject s, unnest(s.ids) u(id)
    where s.entry_id = e.id and s.tbl = tg_table_name;
  covered := coalesce(covered, '{}');
  if tg_op = 'INSERT' then
    execute 'select count(*) from fresh n where n.entry_id is distinct from $1 or n.id <> all($2)'
      into stray using e.id, covered;
    if tg_table_name = 'behaviour_derived' then
      -- Lineage: of events of the same person, gathered for that purpose, and no longer kept than they are.
      execute 'select count(*) from fresh f, unnest(f.sources) s(id) where not exists
               (select from behaviour.behaviour_event v where v.id = s.id and v.subject_index = f.subject_index
                and f.purpose = any (v.purposes) and f.expires_on <= v.expires_on)' into n;
      if n > 0 then
        raise exception '衍生数据有 % 个来源不在册，或不能作此用', n using errcode = 'JY001';
      end if;
    end if;
  else
    execute 'select count(*), count(*) filter (where o.id <> all($1)) from gone o' into n, stray using covered;
    if n <> coalesce((e.detail ->> tg_table_name)::bigint, 0) or n > 0 and coalesce(e.detail ->> 'digest', '') = '' then
      raise exception '删除的 % 行与台账所记不符: %', n, tg_table_name using errcode = 'JY001';
    end if;
    if tg_table_name = 'behaviour_event' and exists
       (select from behaviour.behaviour_derived d where d.sources && covered) then
      raise exception '由它得出的衍生数据要先删除: %', tg_table_name using errcode = 'JY001';
    end if;
    execute 'select count(*) from gone o where o.expires_on > $1 and o.subject_index is distinct from $2'
      into n using ledger.today(), ledger.own_index();
    if n > 0 then
      raise exception '有 % 行没有到期，只能由本人反对后删除: %', n, tg_table_name using errcode = 'JY001';
    end if;
  end if;
  if stray > 0 then
    raise exception '有 % 行不在本行为登记的对象之内: %', stray, tg_table_name using errcode = 'JY001';
  end if;
  return null;
end $$;

-- Where people get stuck, by headcount: of those who agreed to it, ten people at least, for who drafts the forms.
create or replace function ledger.behaviour_counts() returns table (service_code text, event_type text,
  event_result text, people bigint, times bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select v.service_code, v.event_type, v.event_result, count(distinct v.subject_index), count(*)
  from behaviour.behaviour_event v
  where 'improve' = any (v.purposes)
    and exists (select from ledger.current_session() s where s.id is not null and s.post = 'data_manager')
  group by 1, 2, 3 having count(distinct v.subject_index) >= 10
  order by 1, 2, 3
$$;
reset role;
