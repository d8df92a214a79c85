-- How many rows an entry covered, table by table: counts for the pages, never the keys.
set local role jiuye_keeper;
create or replace view ledger.covered_shown with (security_barrier) as
  select s.entry_id, s.tbl, sum(cardinality(s.ids))::bigint as covered
  from ledger.subject s join ledger.entry e on e.id = s.entry_id
  where (select ledger.scope_all()) or e.district = any((select ledger.scope())::text[])
    or exists (select from ledger.reach r where r.entry_id = e.id and r.district = any((select ledger.scope())::text[]))
  group by s.entry_id, s.tbl;
grant select on ledger.covered_shown to jiuye_app;
reset role;
