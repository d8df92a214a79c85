-- What maintenance has done, as rules may read it: which order's line changed which item of which record, by whose four
-- hands, whether an old value was noted; no value. Art. 9(2), 9(3).
set local role jiuye_keeper;

-- A batch that was undone was written twice: the second time (kind 6) back to what it was. A merge counts the two
-- records it is about: what quoted the one now quotes the other, and is changed in nothing else.
create or replace function ledger.maintained() returns table (line_id uuid, log_id text, district text,
  agency_code text, dataset text, record_id uuid, kind text, item text, noted boolean, reason text, requested_by text,
  requested_at timestamptz, approved_by text, approved_at timestamptz, executed_by text, executed_at timestamptz,
  verified_by text, verified_at timestamptz, batch boolean, affected bigint, approval text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select l.id, r.number || '/' || l.position || coalesce('/' || k.item, ''), l.district::text, g.code, l.dataset,
      l.record_id, x.kind, k.item, l.before ? k.item, r.reason, a.staff_no, r.applied_at, d.staff_no, r.decided_at,
      m.staff_no, x.at, c.staff_no, x.checked_at, r.kind = 'batch',
      case when r.kind in ('merge', 'unmerge') then least(n.lines, 2) else n.lines end, p.number
    from jiuye.maintenance_order r
    join (select order_id, count(*) as lines from jiuye.maintenance_line group by order_id) n on n.order_id = r.id
    join jiuye.maintenance_line l on l.order_id = r.id
    join jiuye.parties_staff a on a.id = r.applied_by_id
    join jiuye.parties_agency g on g.id = a.agency_id
    join jiuye.parties_staff d on d.id = r.decided_by_id
    left join jiuye.maintenance_approval p on p.order_id = r.id
    cross join lateral (
      select case r.kind when 'complete' then '2' when 'merge' then '3' when 'retire' then '4' else '1' end,
        r.modified_by_id, r.modified_at, coalesce(r.rechecked_by_id, r.returned_by_id),
        coalesce(r.rechecked_at, r.returned_at)
      where r.modified_at is not null
      union all
      select '6', r.inverted_by_id, r.inverted_at, null, null where r.inverted_at is not null) x(kind, hand, at, checker, checked_at)
    join jiuye.parties_staff m on m.id = x.hand
    left join jiuye.parties_staff c on c.id = x.checker
    left join lateral (select j.key from jsonb_object_keys(l.after) j(key) where exists
      (select from jiuye.standards_item i where i.dataset = l.dataset and i.name = j.key)) k(item) on true;
end $$;
revoke all on function ledger.maintained() from public;
grant execute on function ledger.maintained to jiuye_inspector;

-- Under which act an entry was, when and by whom.
create or replace view ledger.hand as
  select e.id, e.act, e.at, e.staff_id from ledger.entry e where e.outcome = 'done';
grant select on ledger.hand to jiuye_inspector;
reset role;
