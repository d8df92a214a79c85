"""The catalogue of attacks: what somebody with a login of the database, and psql, would try. Art. 8, 9(2), 9(3).

REFUSED: as each login that is no superuser. Its statements run in turn, each committed by itself; one of them must
be refused, and after all of them nothing governed may have changed. NAMED: what nothing can refuse, because the
superuser may do everything: the next reconciling names it, by kind, table and operation.
"""

from dataclasses import dataclass

ALL = ("owner", "app", "reader", "inspector", "sealer", "backup")
OWNER, APP = ("owner",), ("app",)
STAFF, CITY = "jiuye.parties_staff", "jiuye.parties_instance"
MIGRATING = "set jiuye.migration = 'attack'"
NEW = "gen_random_uuid()"
RECONCILE = "reconcile"  # between two statements
# An act of the clerk's in the app's hands: the token of a live session, an entry, a cover.
ACT = (
    "begin",
    "select set_config('jiuye.token', '{token}', true)",
    "select ledger.open_entry('{entry}', 'collection.submit', '', null, '', '', '{}', '', null, '{}')",
)


@dataclass(frozen=True)
class Attack:
    """named: (kind, table, op) reconciling must say, where nothing can refuse it."""

    name: str
    statements: tuple[str, ...]
    logins: tuple[str, ...] = ALL
    named: tuple[tuple[str, str, str], ...] = ()


def _a(name: str, *statements: str, logins: tuple[str, ...] = ALL) -> Attack:
    return Attack(name, statements, logins)


REFUSED = [
    # ── plain writes ──
    _a("update", f"update {STAFF} set name = 'x'"),
    _a("delete", f"delete from {STAFF}"),
    _a("truncate", f"truncate {STAFF} cascade"),
    _a("copy in", f"copy {STAFF} (id, entry_id) from stdin"),
    _a("copy from a program", f"copy {STAFF} from program 'true'"),
    _a("insert", f"insert into {STAFF} (id, entry_id, staff_no, name, agency_id, machine, enrolled_on) select {NEW},"
       f" {NEW},"
       " 'X-1', 'x', (select id from jiuye.parties_agency limit 1), false, current_date"),
    _a("merge", f"merge into {STAFF} s using (values ('SYS-1')) v(no) on s.staff_no = v.no"
       " when matched then update set name = 'x'"),
    _a("insert on conflict", f"insert into {STAFF} select * from {STAFF} on conflict (id) do update set name = 'x'"),
    _a("writable cte", f"with w as (update {STAFF} set name = 'x' returning id) select count(*) from w"),
    _a("prepared statement", f"prepare p as update {STAFF} set name = 'x'", "execute p"),
    _a("do block", f"do $$ begin update {STAFF} set name = 'x'; exception when others then raise; end $$"),
    _a("update where current of", "begin", f"declare c cursor for select * from {STAFF} for update", "fetch c",
       f"update {STAFF} set name = 'x' where current of c", "commit"),
    _a("every row of a large table at once", "update jiuye.standards_code set entry_id = entry_id"),
    # ── around the guards ──
    _a("disabled triggers", f"alter table {STAFF} disable trigger all", f"update {STAFF} set name = 'x'"),
    _a("one guard disabled while migrating", MIGRATING, f"alter table {STAFF} disable trigger guard_update"),
    _a("guard enabled for replicas only", MIGRATING, f"alter table {STAFF} enable replica trigger guard_update"),
    _a("guard dropped while migrating", MIGRATING, f"drop trigger guard_update on {STAFF}"),
    _a("guard renamed", f"alter trigger guard_update on {STAFF} rename to guard_nothing"),
    _a("session_replication_role", "set session_replication_role = replica", f"update {STAFF} set name = 'x'"),
    _a("event triggers off", "set event_triggers = off", f"alter table {STAFF} disable trigger all"),
    _a("event trigger dropped", "drop event trigger jiuye_watch_ddl"),
    _a("event trigger disabled", "alter event trigger jiuye_watch_drop disable"),
    _a("guard function replaced", "create or replace function ledger.guard() returns trigger language plpgsql"
       " as 'begin return null; end'"),
    _a("guard function's setting changed", "alter function ledger.guard() set search_path = public"),
    _a("data under a claimed migration", "begin", "set local jiuye.migration = 'attack'",
       "create table jiuye.side_door (id uuid primary key, entry_id uuid)", f"update {STAFF} set name = 'x'", "commit"),
    _a("written anew while migrating", MIGRATING, f"alter table {STAFF} alter name type varchar(9) using 'x'"),
    _a("unlogged while migrating", MIGRATING, f"alter table {STAFF} set unlogged"),
    _a("generated column", MIGRATING, f"alter table {STAFF} add column forged text generated always as ('x') stored"),
    _a("default changed", f"alter table {STAFF} alter name set default 'x'"),
    _a("table with rows dropped while migrating", MIGRATING, f"drop table {STAFF} cascade"),
    _a("schema dropped while migrating", MIGRATING, "drop schema jiuye cascade"),
    _a("moved out", MIGRATING, f"alter table {STAFF} set schema work"),
    _a("replica identity", f"alter table {STAFF} replica identity nothing"),
    _a("taken out of the stream", f"alter publication jiuye_stream drop table {STAFF}"),
    _a("publication dropped", "drop publication jiuye_stream"),
    # ── other doors to the same table ──
    _a("inheriting child", "create table work.child () inherits (jiuye.parties_staff)",
       f"insert into work.child select * from {STAFF}", logins=OWNER),
    _a("child attached while migrating", MIGRATING, f"create table work.kid (like {STAFF} including all)",
       f"alter table work.kid inherit {STAFF}", logins=OWNER),
    _a("partition attached", "create table work.whole (like jiuye.parties_staff) partition by list (staff_no)",
       f"alter table work.whole attach partition {STAFF} default", logins=OWNER),
    _a("updatable view", f"create view work.v as select * from {STAFF}", "update work.v set name = 'x'", logins=OWNER),
    _a("security barrier view", f"create view work.b with (security_barrier) as select * from {STAFF}",
       "delete from work.b", logins=OWNER),
    _a("view with an instead-of trigger", f"create view work.i as select * from {STAFF}",
       f"create function work.instead() returns trigger language plpgsql as 'begin update {STAFF} set name = ''x'';"
       " return new; end'",
       "create trigger t instead of update on work.i for each row execute function work.instead()",
       "update work.i set name = 'x'", logins=OWNER),
    _a("rule on the table", f"create rule r as on update to {STAFF} do instead nothing"),
    _a("rule elsewhere that writes it", "create table work.bait (id int)",
       f"create rule r as on insert to work.bait do also update {STAFF} set name = 'x'",
       "insert into work.bait values (1)",
       logins=OWNER),
    _a("own trigger", "create function work.own() returns trigger language plpgsql as 'begin return null; end'",
       f"create trigger a before insert on {STAFF} for each row execute function work.own()", logins=OWNER),
    _a("security definer function", "create function work.f() returns void language sql security definer as"
       f" $$ update {STAFF} set name = 'x' $$", "select work.f()", logins=OWNER),
    _a("foreign-key cascade", f"alter table {STAFF} add constraint casc foreign key (agency_id)"
       " references jiuye.parties_agency on delete cascade", "delete from jiuye.parties_agency"),
    _a("cascade from a table of one's own", "create table work.parent (id uuid primary key)",
       f"alter table {STAFF} add constraint own_parent foreign key (id) references work.parent on delete cascade",
       logins=OWNER),
    # ── shadows ──
    _a("schema before the real one", "create schema jiuye2", "create table jiuye2.parties_staff (like"
       " jiuye.parties_staff)",
       "set search_path = jiuye2, jiuye", f"update {STAFF} set name = 'x'", logins=OWNER),
    _a("function before pg_catalog's", "create schema mine", "create function mine.pg_current_xact_id_if_assigned()"
       " returns"
       " xid8 language sql as $$ select xact from ledger.entry limit 1 $$", "set search_path = mine, pg_catalog",
       f"update {STAFF} set name = 'x'", logins=OWNER),
    _a("operator of one's own", "create schema ops", "create function ops.never(uuid, uuid) returns boolean language"
       " sql"
       " immutable as 'select true'", "create operator ops.= (leftarg = uuid, rightarg = uuid, function = ops.never)",
       "set search_path = ops, pg_catalog", f"update {STAFF} set name = 'x'", logins=OWNER),
    _a("cast of one's own", "create cast (text as uuid) with inout as implicit"),
    _a("temporary table of the same name", "create temp table parties_staff (id uuid, name text)",
       "insert into pg_temp.parties_staff values (null, 'x')", "set search_path = pg_temp, jiuye",
       "update parties_staff set name = 'x'", f"update {STAFF} set name = 'x'"),
    _a("temporary table before the book", "create temp table entry (id uuid, xact xid8, outcome text)",
       f"insert into pg_temp.entry values ({NEW}, pg_current_xact_id(), 'done')", f"update {STAFF} set name = 'x'"),
    # ── roles and rights ──
    _a("set role keeper", "set role jiuye_keeper"),
    _a("set session authorization", "set session authorization postgres"),
    _a("reset to another login", "set role jiuye_owner", "set role postgres"),
    _a("granting oneself the book", "grant insert on ledger.entry to current_user"),
    _a("granting a governed table away", f"grant update on {STAFF} to public"),
    _a("default privileges", "alter default privileges in schema jiuye grant all on tables to public", logins=OWNER),
    _a("table given away", f"alter table {STAFF} owner to jiuye_app"),
    _a("fence opened", "alter table jiuye.records_person no force row level security"),
    _a("fence laid anew outside a migration", "select ledger.fence('jiuye.records_person')"),
    _a("own fence laid on another column", "select ledger.fence_own_records('jiuye.records_person', 'entry_id')"),
    _a("role made", "create role mine superuser login"),
    _a("permission", "insert into ledger.permission values ('collection.accept', 'clerk')"),
    _a("table of an act", "insert into ledger.act_table values ('parties.sign_in', 'parties_staff', true)"),
    # ── the book ──
    _a("entry forged", "insert into ledger.entry (id, xact, at, act, outcome) values"
       f" ({NEW}, pg_current_xact_id(), now(), 'collection.accept', 'done')"),
    _a("entry changed", "update ledger.entry set why = 'x'"),
    _a("entry removed", "delete from ledger.entry"),
    _a("cover forged", f"insert into ledger.subject values ({NEW}, 'parties_staff', 0, '{{}}')"),
    _a("history forged", "insert into history.version (tbl, record_id, entry_id, xact, op, old) values"
       f" ('parties_staff', {NEW}, {NEW}, pg_current_xact_id(), 'u', '{{}}')"),
    _a("history emptied", "truncate history.version"),
    _a("sequence of history set back", "select setval('history.version_id_seq', 1, false)"),
    _a("findings removed", "delete from ledger.unexplained"),
    _a("session forged", f"insert into ledger.session (id) values ({NEW})"),
    _a("session prolonged", "update ledger.session set expires_at = 'infinity'"),
    # ── acts misused ──
    _a("entry without a session", f"select ledger.open_entry({NEW}, 'collection.submit', '', null, '', '', '{{}}',"
       f" '', null,"
       " '{}')"),
    _a("row the entry does not cover", *ACT, f"update {STAFF} set name = 'x', entry_id = '{{entry}}'", "commit",
       logins=APP),
    _a("table the act may not write", *ACT, f"select ledger.cover('parties_staff', array(select id from {STAFF}))",
       f"update {STAFF} set name = 'x', entry_id = '{{entry}}'", "commit", logins=APP),
    _a("entry of another transaction", *ACT, "commit", f"update {STAFF} set name = 'x', entry_id = '{{entry}}'",
       logins=APP),
    _a("act of another post", "begin", "select set_config('jiuye.token', '{token}', true)",
       f"select ledger.open_entry({NEW}, 'parties.leave', '', null, '', '', '{{}}', '', null, '{{}}')",
       "commit",
       logins=APP),
    _a("two acts in one transaction", *ACT,
       f"select ledger.open_entry({NEW}, 'collection.withdraw', '', null, '', '', '{{}}', '', null, '{{}}')",
       "commit",
       logins=APP),
    _a("entry opened in a savepoint and rolled back", "begin", "savepoint s", *ACT[1:], "rollback to s",
       f"update {STAFF} set name = 'x', entry_id = '{{entry}}'", "commit", logins=APP),
    _a("prepared transaction", "begin", f"update {STAFF} set name = 'x'", "prepare transaction 'later'"),
    # ── the server ──
    _a("extension dblink", "create extension dblink"),
    _a("extension file_fdw", "create extension file_fdw"),
    _a("foreign data wrapper", "create foreign data wrapper mine"),
    _a("untrusted language", "create extension plpython3u"),
    _a("catalogue edited", "update pg_catalog.pg_class set relhastriggers = false"),
    _a("setting of the server", "alter system set session_replication_role = replica"),
    _a("setting of all sessions", "alter database current set session_replication_role = replica"),
    _a("large object", "select lo_from_bytea(0, 'x')", f"update {STAFF} set name = 'x'"),
    _a("read of the server's files", "select pg_read_file('postgresql.auto.conf')"),
]  # fmt: skip

OFF, ON = f"alter table {STAFF} disable trigger user", f"alter table {STAFF} enable trigger user"
BOOK_OFF = "alter table ledger.{0} disable trigger immutable"
ROW = ("row", STAFF, "u")
EDIT = f"update {STAFF} set left_on = current_date where staff_no = 'TECHNICIAN'"


def _n(name: str, *statements: str, named: list[tuple[str, str, str]]) -> Attack:
    return Attack(name, statements, ("superuser",), named=tuple(named))


NAMED = [
    _n("edit with triggers off", OFF, EDIT, ON, named=[ROW, ("guard", STAFF, "")]),
    _n("guards taken off, and put back as they were", OFF, EDIT, *(
        f"alter table {STAFF} enable always trigger guard_{op}" for op in ("insert", "update", "delete", "truncate")),
       named=[ROW, ("guard", STAFF, "")]),
    _n("replica role and triggers off", "set session_replication_role = replica", OFF, EDIT, named=[ROW]),
    _n("event triggers off", "set event_triggers = off", OFF, EDIT, named=[ROW]),
    _n("delete", OFF, "set session_replication_role = replica", f"delete from {STAFF} where staff_no = 'SYS-1'",
       named=[("row", STAFF, "d")]),
    _n("truncate", "alter table jiuye.standards_parameter disable trigger user",
       "truncate jiuye.standards_parameter cascade",
       named=[("row", "jiuye.standards_parameter", "t")]),
    _n("logical restore by COPY", OFF, f"copy {STAFF} to '{{file}}'", f"alter table {STAFF} disable trigger all",
       "set session_replication_role = replica", f"delete from {STAFF}", f"copy {STAFF} from '{{file}}'",
       named=[("row", STAFF, "d"), ("row", STAFF, "i")]),
    _n("merge", OFF, f"merge into {STAFF} s using (values ('SYS-1')) v(no) on s.staff_no = v.no when matched then"
       " update set name = 'x'", named=[ROW]),
    _n("insert on conflict", OFF, f"insert into {STAFF} select * from {STAFF} on conflict (id) do update set name ="
       f" 'x'",
       named=[ROW]),
    _n("writable cte", OFF, f"with w as (update {STAFF} set name = 'x' returning 1) select count(*) from w",
       named=[ROW]),
    _n("key changed", OFF, "set session_replication_role = replica",
       f"update {STAFF} set id = {NEW} where staff_no = 'SYS-1'", named=[ROW]),
    _n("security definer function for later", OFF, "create function public.f() returns void language sql security"
       " definer as"
       f" $$ {EDIT} $$", "select public.f()", named=[ROW]),
    _n("guard dropped", f"drop trigger guard_update on {STAFF}", EDIT, named=[ROW, ("guard", STAFF, "")]),
    _n("event trigger dropped", "drop event trigger jiuye_watch_ddl", named=[("guard", "jiuye_watch_ddl", "")]),
    _n("guard replaced by one that nods", "create or replace function ledger.guard() returns trigger language plpgsql"
       " as 'begin return null; end'", EDIT, named=[ROW, ("guard", "ledger.guard()", "")]),
    _n("unlogged, edited, logged again", f"alter table {CITY} disable trigger user",
       f"alter publication jiuye_stream drop table {CITY}", f"alter table {CITY} set unlogged",
       f"update {CITY} set city = 'x'", f"alter table {CITY} set logged",
       f"alter publication jiuye_stream add table only {CITY} (id, entry_id)",
       named=[("guard", CITY, ""), ("stored", CITY, "")]),
    _n("taken out of the stream, edited, put back", OFF, f"alter publication jiuye_stream drop table {STAFF}", EDIT,
       f"alter publication jiuye_stream add table only {STAFF} (id, entry_id)",
       named=[("guard", STAFF, ""), ("stored", STAFF, "")]),
    _n("publication without updates, for a moment", OFF, "alter publication jiuye_stream set (publish = 'insert')",
       EDIT,
       "alter publication jiuye_stream set (publish = 'insert, update, delete, truncate')", named=[("stored", STAFF,
       "")]),
    _n("slot dropped", OFF, EDIT, "{flush}", "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
       " where database = current_database()", named=[("stream", "", ""), ("stored", STAFF, "")]),
    _n("slot advanced", OFF, EDIT, "{flush}", "select pg_replication_slot_advance(slot_name, pg_current_wal_lsn())"
       " from pg_replication_slots where database = current_database()",
       named=[("stream", "", ""), ("stored", STAFF, "")]),
    _n("inheriting child", f"create table public.kid () inherits ({STAFF})", named=[("guard", STAFF, "")]),
    _n("rule that swallows", f"create rule r as on update to {STAFF} do instead nothing", named=[("guard", STAFF, "")]),
    _n("own trigger", "create function public.own() returns trigger language plpgsql as 'begin return new; end'",
       f"create trigger own before update on {STAFF} for each row execute function public.own()",
       named=[("guard", STAFF, "")]),
    _n("default of one's own", f"alter table {STAFF} alter name set default 'x'", named=[("guard", STAFF, "")]),
    _n("two-hands constraint dropped", "alter table jiuye.parties_appointment drop constraint granted_by_another",
       named=[("guard", "jiuye.parties_appointment", "")]),
    _n("fence opened", "alter table jiuye.records_person no force row level security",
       named=[("guard", "jiuye.records_person", "")]),
    _n("table given away", f"alter table {STAFF} owner to jiuye_app", named=[("guard", STAFF, "")]),
    _n("power given", "alter role jiuye_reader bypassrls", named=[("guard", "jiuye_reader", "")]),
    _n("keeper handed out", "grant jiuye_keeper to jiuye_owner", named=[("guard", "jiuye_owner", "")]),
    _n("foreign-key cascade", "alter table jiuye.parties_appointment drop constraint {fk}",
       f"alter table jiuye.parties_appointment add constraint casc foreign key (staff_id) references {STAFF}"
       " on delete cascade", OFF, "alter table jiuye.parties_appointment disable trigger user",
       f"insert into {STAFF} (id, entry_id, staff_no, name, agency_id, machine, enrolled_on) select {NEW}, entry_id,"
       f" 'X-9', 'x', agency_id, false, current_date from {STAFF} limit 1",
       f"insert into jiuye.parties_appointment (id, entry_id, staff_id, post, agency_id, valid_from) select {NEW},"
       f" entry_id,"
       f" id, 'clerk', agency_id, current_date from {STAFF} where staff_no = 'X-9'",
       f"delete from {STAFF} where staff_no = 'X-9'",
       named=[("row", STAFF, "d"), ("row", "jiuye.parties_appointment", "d")]),
    _n("forged entry without a session", "with e as (insert into ledger.entry (id, xact, at, act, outcome) values"
       " ({new},"
       " pg_current_xact_id(), now(), 'collection.accept', 'done') returning id) insert into ledger.subject"
       f" select e.id, 'parties_staff', 0, array_agg(s.id) from e, {STAFF} s group by 1",
       named=[("book", "ledger.entry", "i"), ("book", "ledger.subject", "i")]),
    _n("forged entry of a session that is not", "insert into ledger.entry (id, xact, at, act, session_id, staff_id,"
       " post,"
       f" outcome) values ({NEW}, pg_current_xact_id(), now(), 'collection.accept', {NEW}, {NEW}, 'clerk', 'done')",
       named=[("book", "ledger.entry", "i")]),
    _n("entry of an earlier transaction", "insert into ledger.entry (id, xact, at, act, outcome) values"
       f" ({NEW}, '3', now(), 'parties.found', 'done')", named=[("book", "ledger.entry", "i")]),
    _n("clock set back", "insert into ledger.entry (id, xact, at, act, outcome, refusal) values"
       f" ({NEW}, pg_current_xact_id(), now() - interval '2 days', 'parties.sign_in', 'refused', 'x')",
       named=[("book", "ledger.entry", "i")]),
    _n("entry edited", BOOK_OFF.format("entry"), "update ledger.entry set why = 'x' where act = 'standards.load'",
       named=[("book", "ledger.entry", "u"), ("guard", "ledger.entry", "")]),
    _n("entry removed", "alter table ledger.entry disable trigger all",
       "delete from ledger.entry where act = 'records.make_key'",
       named=[("book", "ledger.entry", "d")]),
    _n("history emptied", "alter table history.version disable trigger immutable", "truncate history.version",
       named=[("book", "history.version", "t")]),
    _n("history forged", "insert into history.version (tbl, record_id, entry_id, xact, op, old) select 'parties_staff',"
       f" id, entry_id, pg_current_xact_id(), 'u', '{{}}' from {STAFF} limit 1", named=[("book", "history.version",
       "i")]),
    _n("finding removed", OFF, EDIT, RECONCILE, BOOK_OFF.format("unexplained"), "delete from ledger.unexplained",
       named=[("book", "ledger.unexplained", "d")]),
    _n("permission", "insert into ledger.permission values ('collection.accept', 'clerk')",
       named=[("book", "ledger.permission", "i")]),
    _n("post of a session changed", "update ledger.session set post = 'approver'", named=[("book", "ledger.session",
       "u")]),
    _n("session prolonged", "update ledger.session set expires_at = 'infinity'", named=[("book", "ledger.session",
       "u")]),
    _n("savepoint kept, savepoint dropped", "begin", OFF, "savepoint a", EDIT, "release a", "savepoint b",
       "create table public.passing ()", "rollback to b", "commit", named=[ROW]),
    _n("catalogue edited", "set allow_system_table_mods = on",
       f"update pg_trigger set tgenabled = 'D' where tgrelid = '{STAFF}'::regclass", EDIT, named=[ROW, ("guard", STAFF,
       "")]),
    _n("a whole table at once", "alter table jiuye.standards_code disable trigger user",
       "update jiuye.standards_code set entry_id = entry_id", named=[("row", "jiuye.standards_code", "u")]),
]  # fmt: skip
