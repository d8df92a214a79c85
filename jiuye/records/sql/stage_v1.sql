-- On the tables of records, over their status items (the trigger's arguments): what a step of this entry says, or what
-- four hands approved; of no other way in.
create or replace function jiuye.keep_stage() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare e ledger.entry := ledger.current_entry(); col text; said jsonb;
begin
  if e.id is null or e.act like 'maintenance.%' then
    return new;   -- without an act the guard refuses; an order's lines are held by it too
  end if;
  foreach col in array tg_argv loop
    if to_jsonb(old) -> col is distinct from to_jsonb(new) -> col then
      if said is null then
        select s.items into said from jiuye.records_proceedingstep s
          where s.entry_id = e.id and s.proceeding_id = new.id;
      end if;
      if not coalesce(said ? col, false) or to_jsonb(jsonb_populate_record(new, said)) -> col is distinct from to_jsonb(new) -> col then
        raise exception '“%”由办理环节得出，不能另行填写', col using errcode = 'JY001';
      end if;
    end if;
  end loop;
  return new;
end $$;
