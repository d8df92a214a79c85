"""What the database's own change stream tells and no entry explains is found, and nothing else. Art. 8, 9(2)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from jiuye.collection import actions as collection
from jiuye.front import reconciling
from jiuye.front.demo import session_of
from jiuye.ledger import slot
from jiuye.ledger.recorder import Recorder
from jiuye.ledger.stream import Stream
from jiuye.lib import clock
from jiuye.parties import actions as parties
from jiuye.parties.models import Appointment
from jiuye.parties.sessions import end
from jiuye.server.connect import Instance
from jiuye.server.visitors import Visitors
from tests.book import asked
from tests.clean import person, persons
from tests.collection.steps import again, imported

pytestmark = pytest.mark.article("9(2)")

Found = Callable[..., list[tuple[str, str, str]]]
STAFF = "jiuye.parties_staff"
RENAME = "update jiuye.parties_staff set name = name || '改' where staff_no = 'SYS-1'"


def by_superuser(instance: Instance, sql: str, *, guards: bool = False) -> None:
    """In one transaction, the guards off meanwhile unless `guards`."""
    off = "" if guards else f"alter table {STAFF} disable trigger user;"
    on = "" if guards else ";".join(
        f"alter table {STAFF} enable always trigger guard_{op}" for op in ("insert", "update", "delete", "truncate")
    )  # fmt: skip
    with psycopg.connect(instance.superuser_dsn()) as db:
        db.execute(f"{off} {sql}; {on}".encode())


def test_lawful_acts_raise_no_alarm(watched: Instance, tmp_path: Path) -> None:
    session = session_of
    accepted = imported(session, tmp_path / "p.csv", persons(300))
    collection.accept(accepted, by=session("reviewer2"))
    undone = imported(session, tmp_path / "q.csv", persons(20))
    collection.accept(undone, by=session("reviewer2"))
    collection.undo_batch(again(undone, session), by=session("clerk2"), why="导错")
    collection.submit("person", person(), by=session("clerk2"))
    held = Appointment.objects.get(staff__account__name="contact-371002", revoked_at=None)
    parties.revoke(held, by=session("manager"), why="轮岗")
    end(session("clerk2"), everywhere=True, why="签出")
    with psycopg.connect(watched.dsn("owner"), autocommit=True) as db:
        db.execute("set jiuye.migration = 'test: a table more'")
        db.execute("create table jiuye.one_more (id uuid primary key, entry_id uuid)")
    told = reconciling.reconcile(watched, whole=True)
    assert told["unexplained"] == []
    assert told["ok"]
    assert told["rows"] > 320
    assert told["changes"] > 320
    assert told["slot"]["status"] == "reserved"


def test_an_edit_with_the_guards_off_is_named(scratch: Instance) -> None:
    before = clock.now()
    by_superuser(scratch, RENAME)
    xact = asked(scratch, f"select xmin::text::bigint from {STAFF} where staff_no = 'SYS-1'")
    key = asked(scratch, f"select id::text from {STAFF} where staff_no = 'SYS-1'")
    told = reconciling.reconcile(scratch, whole=True)
    assert not told["ok"]
    [row] = [u for u in told["unexplained"] if u["kind"] == "row"]
    assert (row["tbl"], row["op"], row["xact"], row["keys"]) == (STAFF, "u", xact, [key])
    assert before - timedelta(seconds=1) < row["at"] <= clock.now()
    assert {u["tbl"] for u in told["unexplained"]} == {STAFF}
    again = reconciling.reconcile(scratch, whole=True)
    assert again["found"] == 0  # named once
    assert len(again["unexplained"]) == len(told["unexplained"])


def test_what_was_rolled_back_is_not_named(scratch: Instance, found: Found) -> None:
    with psycopg.connect(scratch.superuser_dsn()) as db:
        db.execute(f"savepoint s; alter table {STAFF} disable trigger user; {RENAME}; rollback to s".encode())
        db.execute("create table public.harmless ()")
    assert found(scratch, whole=True) == []


def test_every_row_of_a_large_edit_is_named_in_parts(scratch: Instance) -> None:
    many = asked(scratch, "select count(*) from jiuye.standards_code")
    assert many > 5000
    with psycopg.connect(scratch.superuser_dsn()) as db:
        db.execute("alter table jiuye.standards_code disable trigger user")
        db.execute("update jiuye.standards_code set entry_id = entry_id")
    told = [u for u in reconciling.reconcile(scratch, whole=False)["unexplained"] if u["kind"] == "row"]
    assert len({k for u in told for k in u["keys"]}) == many
    assert max(len(u["keys"]) for u in told) == 5000


def test_an_entry_without_its_changes_is_named(scratch: Instance) -> None:
    """The entry covers a row, and the stream has no change of it."""
    with psycopg.connect(scratch.superuser_dsn()) as db:
        db.execute(
            "with e as (insert into ledger.entry (id, xact, at, act, outcome) values (gen_random_uuid(),"
            " pg_current_xact_id(), clock_timestamp(), 'parties.found', 'done') returning id)"
            f" insert into ledger.subject select e.id, 'parties_staff', 0, array_agg(s.id) from e, {STAFF} s group by 1"
        )
    told = reconciling.reconcile(scratch, whole=False)["unexplained"]
    assert ("missing", STAFF) in {(u["kind"], u["tbl"]) for u in told}


@pytest.mark.parametrize(
    "deed",
    [
        "select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()",
        "select pg_switch_wal(); select pg_replication_slot_advance(slot_name, pg_current_wal_lsn())"
        " from pg_replication_slots where database = current_database()",
    ],
)
def test_a_stream_that_broke_off_is_a_finding_and_the_rows_tell_the_rest(
    scratch: Instance, found: Found, deed: str
) -> None:
    by_superuser(scratch, RENAME)
    with psycopg.connect(scratch.superuser_dsn(), autocommit=True) as db:
        db.execute(deed.encode())
    told = found(scratch)
    assert ("stream", "", "") in told
    assert ("stored", STAFF, "") in told
    by_superuser(scratch, RENAME)  # and it is read again from here on
    assert ("row", STAFF, "u") in found(scratch)


def test_killed_after_recording_names_once(scratch: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    by_superuser(scratch, RENAME)
    with monkeypatch.context() as m:
        m.setattr(Stream, "confirm", _killed)
        with pytest.raises(KeyboardInterrupt):
            reconciling.reconcile(scratch, whole=False)
    assert asked(scratch, "select count(*) from ledger.unexplained where kind = 'row'") == 1
    reconciling.reconcile(scratch, whole=False)
    assert asked(scratch, "select count(*) from ledger.unexplained where kind = 'row'") == 1


def test_killed_before_recording_names_the_next_time(scratch: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    by_superuser(scratch, RENAME)
    with monkeypatch.context() as m:
        m.setattr(Recorder, "step", _killed)
        with pytest.raises(KeyboardInterrupt):
            reconciling.reconcile(scratch, whole=False)
    assert asked(scratch, "select count(*) from ledger.unexplained where kind = 'row'") == 0
    reconciling.reconcile(scratch, whole=False)
    assert asked(scratch, "select count(*) from ledger.unexplained where kind = 'row'") == 1


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("login", ["app", "owner", "sealer", "inspector", "reader", "backup"])
@pytest.mark.parametrize("deed", ["delete from", "truncate", "update"])
@pytest.mark.parametrize("table", ["unexplained", "reconciled", "laid"])
def test_nobody_takes_a_finding_back(watched: Instance, login: str, deed: str, table: str) -> None:
    change = " set at = null" if deed == "update" else ""
    with psycopg.connect(watched.dsn(login)) as db, pytest.raises(psycopg.Error) as e:
        db.execute(f"{deed} ledger.{table}{change}".encode())
    assert e.value.sqlstate in ("42501", "JY002")


def test_a_slot_nobody_reads_is_bounded(watched: Instance) -> None:
    with psycopg.connect(watched.dsn("reader")) as db:
        held = slot.state(db.cursor())
    assert held.whole
    assert 0 < held.limit_mb <= 4096


def test_the_log_tells_who_was_connected(tmp_path: Path) -> None:
    (tmp_path / "postgresql-Wed.log").write_text(
        "2026-11-25 10:00:00.000 CST [7] postgres@jiuye LOG:  connection authorized: user=postgres database=jiuye"
        " application_name=psql\n"
        "2026-11-25 10:00:00.500 CST [8] jiuye_app@jiuye LOG:  connection authorized: user=jiuye_app database=jiuye\n"
        "2026-11-25 10:00:01.000 CST [9] dba@other LOG:  connection authorized: user=dba database=other\n"
        "2026-11-25 10:00:09.000 CST [7] postgres@jiuye LOG:  disconnection: session time: 0:00:09.000 user=postgres"
        " database=jiuye host=[local]\n"
    )
    visitors = Visitors(tmp_path, "jiuye")
    at = clock.now().replace(year=2026, month=11, day=25, hour=10, minute=0, second=5, microsecond=0)
    assert visitors.at(at) == "postgres（进程 7，psql，10:00:00 连入）"
    assert visitors.at(at + timedelta(seconds=30)) == ""
    assert Visitors(None, "jiuye").at(at) == ""
