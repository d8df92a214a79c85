-- A weaker source never changes what a stronger one said, whatever way the change comes. Art. 6(2), 6(4).
-- Items are the trigger's arguments, sealed ones by their index. What four hands approved (Art. 9(3)) is written
-- whatever stood there, and bears that origin from then on.
create or replace function jiuye.keep_strength() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  col text; item text; told jsonb; was text; before jsonb := to_jsonb(old); after jsonb := to_jsonb(new);
  e ledger.entry := ledger.current_entry();
begin
  if e.id is null then
    return new;   -- without an act the guard refuses
  end if;
  if jiuye.goes_back(old.entry_id) then
    return new;
  end if;
  if e.act like 'maintenance.%' then
    new.origins := old.origins;
    foreach col in array tg_argv loop
      if before -> col is distinct from after -> col then
        new.origins := coalesce(new.origins, '{}') || jsonb_build_object(regexp_replace(col, '_index$', ''),
          jsonb_build_object('strength', '30', 'said', '申报更正', 'at', e.at, 'entry', e.id));
      end if;
    end loop;
    return new;
  end if;
  foreach col in array tg_argv loop
    if before -> col is distinct from after -> col then
      item := regexp_replace(col, '_index$', '');
      told := after -> 'origins' -> item;
      if told ->> 'entry' is distinct from e.id::text then
        raise exception '改动“%”须写明这次的来源', item using errcode = 'JY420';
      end if;
      was := coalesce(before -> 'origins' -> item ->> 'strength', before ->> 'strength', '20');
      if before ->> col is not null and coalesce(told ->> 'strength', '') < was then
        raise exception '较弱的来源不得改动较强的来源所记的内容（%）', item using errcode = 'JY420';
      end if;
    end if;
  end loop;
  return new;
end $$;
