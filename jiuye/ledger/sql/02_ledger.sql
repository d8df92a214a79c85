-- The evidence book. Entries, the rows they cover, what changes replaced. Nothing here is ever updated.
set local role jiuye_keeper;

create table if not exists ledger.entry (
  id uuid primary key,
  xact xid8 not null,
  at timestamptz not null,
  act text not null,
  staff_id uuid, post text, agency_id uuid, district text,
  session_id uuid, channel text not null default '',
  why text not null default '',
  dataset text not null default '', subject_id uuid,
  items text[] not null default '{}',
  origin text not null default '',
  standard_version int,
  detail jsonb not null default '{}',
  outcome text not null check (outcome in ('done', 'refused')),
  refusal_code text not null default '', refusal text not null default '',
  check ((outcome = 'refused') = (refusal <> '')));
create index if not exists entry_xact on ledger.entry (xact);
create index if not exists entry_subject on ledger.entry (subject_id, at desc) where subject_id is not null;
create index if not exists entry_at on ledger.entry (at);
create index if not exists entry_staff on ledger.entry (staff_id, at desc);

-- The rows an act may touch: one array per table, so that a chunk of 5,000 rows is one row here.
create table if not exists ledger.subject (
  entry_id uuid not null references ledger.entry, tbl text not null, part int not null, ids uuid[] not null,
  primary key (entry_id, tbl, part));
-- Whom a reading act showed beside its subject stands in the same list, as of no table: found by whom it is about.
create index if not exists subject_seen on ledger.subject using gin (ids) where tbl = '@seen';

-- Whose rows an entry wrote: a district sees what others (the city, mostly) did to its own records.
create table if not exists ledger.reach (
  entry_id uuid not null references ledger.entry, district text not null, primary key (entry_id, district));

create table if not exists history.version (
  id bigint generated always as identity primary key,
  tbl text not null, record_id uuid not null, entry_id uuid not null, xact xid8 not null,
  op "char" not null check (op in ('u', 'd')),
  district text,                          -- of the row that changed, where rows have one
  old jsonb not null);
create index if not exists version_record on history.version (record_id, id);
create index if not exists version_entry on history.version (entry_id);

-- The chain: each seal commits to one entry with its subjects and history, and to the seal before it.
create table if not exists ledger.seal (
  position bigint primary key, entry_id uuid not null unique references ledger.entry,
  leaf bytea not null, chain bytea not null, sealed_at timestamptz not null);

-- Which post may do which act, and which tables the act may write: loaded from permissions.py at every start.
create table if not exists ledger.permission (act text not null, post text not null, primary key (act, post));
-- At which levels of agency a post exists.
create table if not exists ledger.post_level (post text not null, level text not null, primary key (post, level));
create table if not exists ledger.act_table (
  act text not null, tbl text not null, may_delete boolean not null default false, primary key (act, tbl));

-- Of a record, the only columns an act may change without a change order; acts not named here change none.
create table if not exists ledger.act_column (act text not null, col text not null, primary key (act, col));
-- Acts that carry out a change order: whatever they change in a record, the order says.
create table if not exists ledger.act_ordered (act text primary key);
-- Acts whose entry tells that somebody was shown what is on file about its subject.
create table if not exists ledger.act_reading (act text primary key);

create table if not exists ledger.session (
  id uuid primary key,
  token_digest bytea not null unique,
  account_id uuid, staff_id uuid not null, appointment_id uuid not null,
  post text not null, agency_id uuid not null, district text not null, city_wide boolean not null,
  channel text not null, factors text not null,
  opened_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at timestamptz, ended_why text not null default '');
-- Of a public session: whose own data it is for (index of the identity number). Staff sessions have none.
alter table ledger.session add column if not exists own_index bytea;
-- Beside it, of the 15 digits of the same number: files bear either.
alter table ledger.session add column if not exists own_short bytea;
-- Of somebody who acts for an employer: its number. He sees what is the employer's, and no person's file.
alter table ledger.session add column if not exists own_employer text;
-- Of somebody who acts under another's mandate: which. `own_index` is then the grantor's.
alter table ledger.session add column if not exists mandate_id uuid;
create index if not exists session_staff on ledger.session (staff_id) where ended_at is null;

-- Nobody rewrites the book, the keeper's own functions included.
create or replace function ledger.immutable() returns trigger language plpgsql as $$
begin
  raise exception '台账和历史只能追加，不能改动' using errcode = 'JY002';
end $$;
do $$
declare t text;
begin
  foreach t in array array['ledger.entry', 'ledger.subject', 'ledger.reach', 'ledger.seal', 'history.version'] loop
    execute format('create or replace trigger immutable before update or delete or truncate on %s
                    for each statement execute function ledger.immutable()', t);
    execute format('alter table %s enable always trigger immutable', t);
  end loop;
end $$;

grant select on ledger.entry, ledger.subject, ledger.reach, ledger.seal, history.version to jiuye_sealer;
grant insert on ledger.seal to jiuye_sealer;
reset role;
