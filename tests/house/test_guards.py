"""Every governed table refuses every write outside an act, as each login of the database. Art. 9(2), 20(3)."""

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from jiuye.parties.models import governed_models
from jiuye.server.connect import Instance

pytestmark = pytest.mark.article("9(2)")

LOGINS = ("app", "owner", "reader")
TABLES = sorted(m._meta.db_table for m in governed_models())


def refused(house: Instance, login: str, sql: str) -> str:
    """The SQLSTATE of the refusal. Fails when the statement went through."""
    with psycopg.connect(house.dsn(login), autocommit=True) as db:
        with pytest.raises(psycopg.Error) as e:
            db.execute(sql.encode())
        return str(e.value.sqlstate)


# Our own refusals, and PostgreSQL's "not allowed" and "not null" never reached before them.
OURS = {"JY001", "JY002", "JY004", "42501"}


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("table", TABLES)
def test_no_write_without_an_entry(house: Instance, login: str, table: str) -> None:
    for sql in (
        f"update jiuye.{table} set entry_id = gen_random_uuid()",
        f"delete from jiuye.{table}",
        f"truncate jiuye.{table} cascade",
        f"insert into jiuye.{table} select * from jiuye.{table} where false",
    ):
        assert refused(house, login, sql) in OURS, sql


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("table", TABLES)
def test_no_copy_in(house: Instance, login: str, table: str) -> None:
    with psycopg.connect(house.dsn(login), autocommit=True) as db, pytest.raises(psycopg.Error) as e:  # noqa: SIM117
        with db.cursor() as c, c.copy(f"copy jiuye.{table} from stdin".encode()) as copy:
            copy.write(b"")
    # Row security refuses COPY FROM by itself (0A000).
    assert e.value.sqlstate in OURS | {"0A000"}


FORGERIES = {
    "an entry": "insert into ledger.entry (id, xact, at, act, outcome) values"
    " (gen_random_uuid(), pg_current_xact_id(), now(), 'collection.accept', 'done')",
    "a changed entry": "update ledger.entry set why = 'x'",
    "a removed entry": "delete from ledger.entry",
    "an emptied book": "truncate ledger.entry cascade",
    "history": "insert into history.version (tbl, record_id, entry_id, xact, op, old)"
    " values ('x', gen_random_uuid(), gen_random_uuid(), pg_current_xact_id(), 'u', '{}')",
    "changed history": "update history.version set old = '{}'",
    "a seal": "insert into ledger.seal values (1, gen_random_uuid(), '', '', now())",
    "a permission": "insert into ledger.permission values ('collection.accept', 'clerk')",
    "a table of an act": "insert into ledger.act_table values ('parties.sign_in', 'records_person', true)",
    "a session": "insert into ledger.session (id) values (gen_random_uuid())",
    "a ticket": "insert into ledger.ticket (id) values (gen_random_uuid())",
    "an act of a ticket": "insert into ledger.ticket_act values (gen_random_uuid(), 'x', gen_random_uuid())",
    "a ticket without a session": "select ledger.issue_ticket(gen_random_uuid(), 't', gen_random_uuid(),"
    " '{collection.accept}', array[gen_random_uuid()], 60)",
    "an entry without a session": "select ledger.open_entry(gen_random_uuid(), 'collection.accept', '', null,"
    " '', '', '{}', '', null, '{}')",
    "a disabled guard": "alter table jiuye.records_person disable trigger all",
    "a dropped guard": "drop trigger guard_update on jiuye.records_person",
    "an open fence": "alter table jiuye.records_person no force row level security",
    "an unguarded table": "create table jiuye.side_door (id int)",
    "a moved table": "alter table jiuye.records_person set schema work",
    "a new guard function": "create or replace function ledger.guard() returns trigger language plpgsql"
    " as 'begin return null; end'",
    "no event trigger": "drop event trigger jiuye_watch_ddl",
    "replica role": "set session_replication_role = replica",
}


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("what", FORGERIES)
def test_no_forgery(house: Instance, login: str, what: str) -> None:
    assert refused(house, login, FORGERIES[what]) in OURS | {"JY401"}


@pytest.mark.parametrize(
    "sql",
    [
        "alter table jiuye.records_person disable trigger guard_update",
        "drop trigger guard_update on jiuye.records_person",
        "drop policy by_district on jiuye.records_person",
        "drop trigger guard_representative on jiuye.parties_mandate",
        "drop trigger guard_mandate on jiuye.collection_submission",
        "drop policy own_person on jiuye.records_employmentregistration",
        "alter table jiuye.records_person no force row level security",
    ],
)
def test_even_a_migration_keeps_the_guards(house: Instance, sql: str) -> None:
    assert refused(house, "owner", f"set jiuye.migration = 'test'; {sql}") == "JY004"


def test_each_guard_of_rows_stands_and_is_missed(house: Instance) -> None:
    with psycopg.connect(house.superuser_dsn()) as db:
        assert db.execute("select * from ledger.guard_faults()").fetchall() == []
        guards = db.execute("select tbl, name from ledger.row_guard").fetchall()
        assert ("collection_submission", "guard_mandate") in guards
        for table, name in guards:
            db.execute(SQL("drop trigger {} on {}").format(Identifier(name), Identifier("jiuye", table)))
        missed = db.execute("select what, why from ledger.guard_faults()").fetchall()
        assert {(f"jiuye.{t}", f"没有守卫 {n}") for t, n in guards} <= set(missed)
        db.rollback()


def test_a_migration_is_on_the_ledger_and_its_table_guarded_from_birth(house: Instance) -> None:
    with psycopg.connect(house.dsn("owner"), autocommit=True) as db:
        db.execute("set jiuye.migration = 'test: a new table'")
        db.execute("create table jiuye.newborn (id uuid primary key, entry_id uuid)")
    assert refused(house, "owner", "insert into jiuye.newborn values (gen_random_uuid(), null)") == "JY001"
    with psycopg.connect(house.dsn("sealer")) as db:
        row = db.execute("select array_agg(act) from ledger.entry where why = 'test: a new table'").fetchone()
    assert row == (["ledger.migrate"],)
