-- What an inspection may know of the accounts of staff: whether there is one, in use, with a second factor, and when
-- somebody signed in with it last; no secret, no name. Citizens, machines and departments are no staff.
set local role jiuye_keeper;
create or replace function ledger.staff_shown() returns table (staff_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id from jiuye.parties_staff s
  where not s.machine and s.subject_index is null and not exists
    (select from jiuye.parties_appointment t where t.staff_id = s.id and t.post = 'department')
$$;

create or replace function ledger.accounts_shown() returns table (staff_id uuid, has_account boolean,
  enabled boolean, second_factor boolean, last_sign_in timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, c.id is not null, c.id is not null and c.disabled_at is null, octet_length(c.totp_secret) > 0,
    (select max(e.at) from ledger.entry e where e.staff_id = s.id and e.act = 'parties.sign_in' and e.outcome = 'done')
  from ledger.staff_shown() s(id) left join jiuye.parties_account c on c.staff_id = s.id
$$;
reset role;
