-- A batch that goes back puts whole rows back to the letter (ledger.unordered compares them): where values came from and
-- what somebody was called before are as they were, not remembered anew. Art. 9(3).
create or replace function jiuye.goes_back(p_writer uuid) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce((select e.act = 'maintenance.invert_batch' or e.act = 'maintenance.execute_batch' and p_writer = e.id
                   from ledger.current_entry() e where e.id is not null), false)
$$;

create or replace function jiuye.remember() returns trigger language plpgsql as $$
declare before jsonb := to_jsonb(old); after jsonb := to_jsonb(new); told text; kept jsonb;
begin
  if jiuye.goes_back(old.entry_id) then
    return new;
  end if;
  new.formerly := old.formerly;
  foreach told in array tg_argv loop
    kept := to_jsonb(ltrim(before ->> told, '\x'));
    if jsonb_typeof(kept) = 'string' and before -> told is distinct from after -> told
       and not new.formerly @> kept then
      new.formerly := new.formerly || kept;
    end if;
  end loop;
  return new;
end $$;
