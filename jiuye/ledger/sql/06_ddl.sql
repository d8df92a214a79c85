-- Structure changes only under a migration entry, and every governed table is guarded from its first moment.
-- Owned by the superuser: the owner of the tables cannot take the guards off.
create or replace function ledger.dress(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare op text; parts text; fn text;
begin
  foreach op in array array['insert', 'update', 'delete'] loop
    parts := case op when 'insert' then 'new table as fresh' when 'delete' then 'old table as gone'
             else 'old table as gone new table as fresh' end;
    if not exists (select from pg_trigger where tgrelid = p_table and tgname = 'guard_' || op) then
      execute format('create trigger guard_%s after %s on %s referencing %s for each statement
                      execute function ledger.guard()', op, op, p_table, parts);
      execute format('alter table %s enable always trigger guard_%s', p_table, op);
    end if;
  end loop;
  -- Row by row as well where it matters who writes what, and in which order.
  for op, parts, fn in select name, fires, call from ledger.row_guard where to_regclass('jiuye.' || tbl) = p_table loop
    if not exists (select from pg_trigger where tgrelid = p_table and tgname = op) then
      execute format('create trigger %I before %s on %s for each row execute function ledger.%I()', op, parts, p_table, fn);
      execute format('alter table %s enable always trigger %I', p_table, op);
    end if;
  end loop;
  if p_table = to_regclass('jiuye.maintenance_order') then
    for op, parts in values ('done', 'modified'), ('undone', 'inverted') loop
      if not exists (select from pg_trigger where tgrelid = p_table and tgname = 'guard_' || op) then
        execute format('create constraint trigger guard_%s after update on %s deferrable initially deferred for each row
          when (new.state = %L and old.state <> %3$L) execute function ledger.guard_done()', op, p_table, parts);
        execute format('alter table %s enable always trigger guard_%s', p_table, op);
      end if;
    end loop;
  end if;
  if not exists (select from pg_trigger where tgrelid = p_table and tgname = 'guard_truncate') then
    execute format('create trigger guard_truncate before truncate on %s for each statement
                    execute function ledger.guard_truncate()', p_table);
    execute format('alter table %s enable always trigger guard_truncate', p_table);
  end if;
  perform ledger.publish_rows(p_table);
end $$;
revoke all on function ledger.dress(regclass) from public;

-- The same for what passes; where rows may be read of one person at most, row security is forced as well.
create or replace function ledger.dress_passing(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare op text; parts text;
begin
  foreach op in array array['insert', 'update', 'delete'] loop
    parts := case op when 'insert' then 'new table as fresh' when 'delete' then 'old table as gone'
             else 'old table as gone new table as fresh' end;
    if not exists (select from pg_trigger where tgrelid = p_table and tgname = 'guard_' || op) then
      execute format('create trigger guard_%s after %s on %s referencing %s for each statement
                      execute function ledger.guard_passing()', op, op, p_table, parts);
      execute format('alter table %s enable always trigger guard_%s', p_table, op);
    end if;
  end loop;
  if not exists (select from pg_trigger where tgrelid = p_table and tgname = 'guard_truncate') then
    execute format('create trigger guard_truncate before truncate on %s for each statement
                    execute function ledger.guard_truncate()', p_table);
    execute format('alter table %s enable always trigger guard_truncate', p_table);
  end if;
  if not exists (select from pg_policy where polrelid = p_table and polname = 'own') then
    execute format('alter table %s enable row level security, force row level security', p_table);
    execute format('create policy own on %s to jiuye_app using (subject_index = (select ledger.own_index()))', p_table);
    execute format('create policy by_machine on %s to jiuye_app using ((select ledger.is_machine()))', p_table);
    execute format('create policy whole on %s for select to jiuye_keeper, jiuye_inspector using (true)', p_table);
  end if;
  perform ledger.publish_rows(p_table);
end $$;
revoke all on function ledger.dress_passing(regclass) from public;

-- Runs as whoever issued the command: the superuser lays the foundation, and dresses tables from below.
create or replace function ledger.watch_ddl() returns event_trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    perform ledger.judge_ddl();
  end if;
end $$;

-- Whoever changes the structure says that he migrates, and there is an entry of it.
create or replace function ledger.migrating(p_what text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare reason text := current_setting('jiuye.migration', true);
begin
  if coalesce(reason, '') = '' then
    raise exception '受管结构只能在迁移中改动: %', p_what using errcode = 'JY004';
  end if;
  if (ledger.current_entry()).id is null then
    insert into ledger.entry (id, xact, at, act, channel, why, outcome)
    values (gen_random_uuid(), pg_current_xact_id(),
            greatest(clock_timestamp(), (select max(at) from ledger.entry)), 'ledger.migrate', 'migration', reason, 'done');
  end if;
end $$;

create or replace function ledger.judge_ddl() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; reason text := current_setting('jiuye.migration', true); bare text; filled boolean;
begin
  for c in select * from pg_event_trigger_ddl_commands() where schema_name in ('jiuye', 'ledger', 'history', 'behaviour')
           or object_identity ~ ' on (jiuye|ledger|history|behaviour)\.'   -- rules, triggers, policies have no schema
           or command_tag in ('GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES') loop
    perform ledger.migrating(c.command_tag || ' ' || coalesce(c.object_identity, c.object_type));
  end loop;
  select string_agg(distinct i.inhrelid::regclass || ' / ' || i.inhparent::regclass, ', ') into bare
  from pg_inherits i join pg_class k on k.oid in (i.inhrelid, i.inhparent)
  where k.relnamespace::regnamespace::text in ('jiuye', 'ledger', 'history', 'behaviour') and k.relkind in ('r', 'p');
  if bare is not null then
    raise exception '受管表不得继承或分区: %', bare using errcode = 'JY004';
  end if;
  perform ledger.dress(k.oid::regclass) from pg_class k
    where k.relnamespace = 'jiuye'::regnamespace and k.relkind in ('r', 'p');
  perform ledger.dress_passing(k.oid::regclass) from pg_class k
    where k.relnamespace = 'behaviour'::regnamespace and k.relkind in ('r', 'p');
  for c in select k.oid::regclass as rel, g.tgname from pg_trigger g join pg_class k on k.oid = g.tgrelid
           where k.relnamespace = 'work'::regnamespace and g.tgname like 'guard\_%' loop
    execute format('select exists (select from %s)', c.rel) into filled;
    if filled or coalesce(reason, '') = '' then
      raise exception '受管表不得移出: %', c.rel using errcode = 'JY004';
    end if;
    execute format('drop trigger %I on %s', c.tgname, c.rel);
    if exists (select from pg_publication_rel where prrelid = c.rel) then
      execute format('alter publication jiuye_stream drop table %s', c.rel);
    end if;
  end loop;
  select string_agg(k.relname || '.' || g.tgname, ', ') into bare
  from pg_trigger g join pg_class k on k.oid = g.tgrelid
  where k.relnamespace in ('jiuye'::regnamespace, 'behaviour'::regnamespace)
    and g.tgname like 'guard\_%' and g.tgenabled <> 'A';
  if bare is not null then
    raise exception '守卫触发器不得停用: %', bare using errcode = 'JY004';
  end if;
  select string_agg(k.relname, ', ') into bare
  from pg_policy p join pg_class k on k.oid = p.polrelid
  where p.polname in ('by_district', 'by_machine') and not (k.relrowsecurity and k.relforcerowsecurity);
  if bare is not null then
    raise exception '行级权限不得关闭: %', bare using errcode = 'JY004';
  end if;
end $$;

create or replace function ledger.watch_drop() returns event_trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    perform ledger.judge_drop();
  end if;
end $$;

-- A table that ever held a row under an entry stays, a migration notwithstanding: no row leaves before its term.
create or replace function ledger.judge_drop() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  for c in select * from pg_event_trigger_dropped_objects()
           where schema_name in ('jiuye', 'ledger', 'history', 'behaviour') loop
    perform ledger.migrating('DROP ' || c.object_identity);
    if c.object_type = 'table' and exists (select from ledger.subject where tbl = c.object_name) then
      raise exception '受管表里有过数据，不得删除: %', c.object_identity using errcode = 'JY004';
    end if;
    if c.original and (c.object_type = 'trigger' and c.address_names[3] like 'guard\_%'
                       or c.object_type = 'policy' and c.address_names[3] in
                         ('by_district', 'by_machine', 'whole', 'own', 'own_person', 'given', 'mandated', 'registered', 'for_employer')) then
      raise exception '守卫不得拆除: %', c.object_identity using errcode = 'JY004';
    end if;
  end loop;
end $$;

select ledger.dress(oid::regclass) from pg_class where relnamespace = 'jiuye'::regnamespace and relkind in ('r', 'p');
select ledger.dress_passing(oid::regclass) from pg_class
where relnamespace = 'behaviour'::regnamespace and relkind in ('r', 'p');
create event trigger jiuye_watch_ddl on ddl_command_end execute function ledger.watch_ddl();
create event trigger jiuye_watch_drop on sql_drop execute function ledger.watch_drop();

-- A table written anew by ALTER TABLE … USING passes no guard: once there are rows, it is refused.
create or replace function ledger.watch_rewrite() returns event_trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    perform ledger.judge_rewrite();
  end if;
end $$;

create or replace function ledger.judge_rewrite() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare rel regclass := pg_event_trigger_table_rewrite_oid(); filled boolean;
begin
  if exists (select from pg_class where oid = rel and relnamespace::regnamespace::text in ('jiuye', 'behaviour')) then
    execute format('select exists (select from %s)', rel) into filled;
    if filled then
      raise exception '受管表有数据时不得整表重写: %', rel using errcode = 'JY004';
    end if;
  end if;
end $$;
create event trigger jiuye_watch_rewrite on table_rewrite execute function ledger.watch_rewrite();

-- Row security by district on the governed tables that carry one; forced, so that the owner has no side door.
create or replace function ledger.fence(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform ledger.migrating('fence ' || p_table);
  execute format('alter table %s enable row level security, force row level security', p_table);
  execute format('drop policy if exists by_district on %s', p_table);
  execute format('create policy by_district on %s to jiuye_app, jiuye_owner
    using ((select ledger.scope_all()) or district = any((select ledger.scope())::text[]))', p_table);
  execute format('drop policy if exists whole on %s', p_table);
  execute format('create policy whole on %s for select to jiuye_keeper, jiuye_inspector using (true)', p_table);
end $$;
revoke all on function ledger.fence(regclass) from public;
grant execute on function ledger.fence(regclass) to jiuye_owner;

-- A table whose rows belong to whoever handed them in: he sees his own through a public channel. Art. 10(1).
create or replace function ledger.fence_own(p_table regclass, p_whose name) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform ledger.migrating('fence ' || p_table);
  execute format('drop policy if exists own on %s', p_table);
  execute format('create policy own on %s to jiuye_app using (%I = (select ledger.own()))', p_table, p_whose);
end $$;
-- A table of records that name a person by the index of his identity number: he may read what is his.
create or replace function ledger.fence_own_records(p_table regclass, p_index name) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform ledger.migrating('fence ' || p_table);
  execute format('drop policy if exists own on %s', p_table);
  execute format('create policy own on %s for select to jiuye_app using (%I = any((select ledger.own_indexes())::bytea[]))',
                 p_table, p_index);
end $$;
-- A table of records that name an employer by its number: whoever acts for that employer may read what is its own.
create or replace function ledger.fence_own_employer(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('drop policy if exists own on %s', p_table);
  execute format('create policy own on %s for select to jiuye_app using (employer_id = (select ledger.own_employer()))',
                 p_table);
end $$;
-- And whom such a record is about may read it as well; under a mandate for him, whoever holds one for such records.
create or replace function ledger.fence_own_person(p_table regclass, p_dataset text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform ledger.migrating('fence ' || p_table);
  execute format('create policy own_person on %s for select to jiuye_app using (id = any((select ledger.own_matters())::uuid[])
    and ((select ledger.mandate()) is null or %L = any((select ledger.mandated())::text[])))', p_table, p_dataset);
end $$;
-- A table of what is under way: whoever acts for himself may follow his own matters.
create or replace function ledger.fence_own_matters(p_table regclass, p_matter name) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform ledger.migrating('fence ' || p_table);
  execute format('drop policy if exists own on %s', p_table);
  execute format('create policy own on %s for select to jiuye_app using (%I = any((select ledger.own_matters())::uuid[]))',
                 p_table, p_matter);
end $$;
-- What is handed in: a person's by his own hand; an employer's by whoever acts for it, seen by all who do.
create or replace function ledger.fence_own_submissions(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('drop policy if exists own on %s', p_table);
  execute format('create policy own on %s to jiuye_app
    using (submitted_by_id = (select ledger.own()) or employer_id = (select ledger.own_employer()))
    with check (employer_id = coalesce((select ledger.own_employer()), '''')
                and (submitted_by_id = (select ledger.own()) or employer_id = (select ledger.own_employer())))', p_table);
end $$;
-- What was handed in under a mandate is the grantor's too.
create or replace function ledger.fence_mandated(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('create policy mandated on %s to jiuye_app
    using (mandate_id = any((select ledger.own_mandates())::uuid[]))', p_table);
end $$;
-- Mandates: the grantor gives and takes back his own, the agent reads what was given to him. Art. 10(2).
create or replace function ledger.fence_mandates(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s enable row level security, force row level security', p_table);
  execute format('create policy whole on %s for select to jiuye_keeper using (true)', p_table);
  execute format('create policy own on %s to jiuye_app using (grantor_id = (select ledger.own()))
    with check (grantor_index = (select ledger.own_index()) and grantor_id = (select ledger.own()))', p_table);
  execute format('create policy given on %s for select to jiuye_app using (id = (select ledger.mandate())
    or (select ledger.mandate()) is null and agent_index = (select ledger.own_index()))', p_table);
end $$;
-- Given while he was known by the 15 digits of his number, it is his still.
create or replace function ledger.fence_given(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter policy own on %s with check (grantor_index = any((select ledger.own_indexes())::bytea[])
    and grantor_id = (select ledger.own()))', p_table);
end $$;
-- Mandates registered at a window: of the district whose clerk registered it, seen and taken back there.
create or replace function ledger.fence_registered(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('create policy registered on %s to jiuye_app
    using (registered_by_id is not null and registered_in = any((select ledger.scope())::text[]))', p_table);
end $$;
-- An employer's mandates: given and taken back by whoever acts for it, and not by its agents.
create or replace function ledger.fence_employer_mandates(p_table regclass) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('create policy for_employer on %s to jiuye_app
    using (employer_id = (select ledger.own_employer()) and (select ledger.mandate()) is null)
    with check (employer_id = (select ledger.own_employer()) and (select ledger.mandate()) is null)', p_table);
end $$;
-- An agent sees of the employer's own what his mandate is for, and changes nothing else of it.
create or replace function ledger.fence_within_mandate(p_table regclass, p_dataset text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter policy own on %s using (%s and ((select ledger.mandate()) is null
    or %s = any((select ledger.mandated())::text[])))', p_table,
    case p_dataset when '' then '(submitted_by_id = (select ledger.own()) or employer_id = (select ledger.own_employer()))'
                   else 'employer_id = (select ledger.own_employer())' end,
    case p_dataset when '' then 'dataset' else quote_literal(p_dataset) end);
end $$;
revoke all on function ledger.fence_given(regclass), ledger.fence_registered(regclass), ledger.fence_employer_mandates(regclass),
  ledger.fence_within_mandate(regclass, text) from public;
grant execute on function ledger.fence_given(regclass), ledger.fence_registered(regclass), ledger.fence_employer_mandates(regclass),
  ledger.fence_within_mandate(regclass, text) to jiuye_owner;
revoke all on function ledger.fence_own(regclass, name), ledger.fence_own_records(regclass, name),
  ledger.fence_own_employer(regclass), ledger.fence_own_person(regclass, text), ledger.fence_own_matters(regclass, name),
  ledger.fence_own_submissions(regclass), ledger.fence_mandates(regclass), ledger.fence_mandated(regclass) from public;
grant execute on function ledger.fence_own(regclass, name), ledger.fence_own_records(regclass, name),
  ledger.fence_own_employer(regclass), ledger.fence_own_person(regclass, text), ledger.fence_own_matters(regclass, name),
  ledger.fence_own_submissions(regclass), ledger.fence_mandates(regclass), ledger.fence_mandated(regclass) to jiuye_owner;

revoke all on all functions in schema ledger from public;
grant execute on function ledger.open_entry, ledger.cover, ledger.write_refusal, ledger.open_session,
  ledger.switch_session, ledger.own_sessions, ledger.end_sessions, ledger.whoami, ledger.issue_ticket,
  ledger.end_ticket, ledger.ticket_holder, ledger.scope, ledger.scope_all,
  ledger.own, ledger.own_index, ledger.own_indexes, ledger.own_employer, ledger.own_matters, ledger.mandate, ledger.mandated,
  ledger.own_mandates, ledger.own_book, ledger.own_subjects, ledger.reading_acts, ledger.chained,
  ledger.orders_of_objection, ledger.objection_mended,
  ledger.open_mandate_session, ledger.is_machine, ledger.behaviour_counts, ledger.current_entry,
  ledger.past, ledger.today to jiuye_app, jiuye_owner;
grant execute on function ledger.unfit_rows, ledger.gone_rows, ledger.count_rows to jiuye_sealer;
grant execute on function ledger.index_faults to jiuye_sealer;
grant execute on function ledger.sizes, ledger.growth, ledger.unsealed to jiuye_app, jiuye_sealer;
grant execute on function ledger.reconciliation, ledger.guard_faults, ledger.shape to jiuye_app, jiuye_sealer;
grant execute on function ledger.judge_ddl, ledger.judge_drop, ledger.judge_rewrite to public;   -- means nothing outside an event trigger
grant execute on function ledger.scope, ledger.scope_all to jiuye_reader, jiuye_inspector;
grant execute on function ledger.hands_of, ledger.somebody_confirms, ledger.merger_fault to jiuye_app;
grant execute on function ledger.accounts_shown, ledger.staff_shown to jiuye_inspector;
