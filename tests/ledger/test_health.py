"""Each control of the database is proved by breaking it: its line turns, and no other's. Art. 8."""

from collections.abc import Callable

import psycopg
import pytest
from django.db import connections

from jiuye.front import reconciling
from jiuye.front.healthy import told
from jiuye.ledger.health import health
from jiuye.ledger.queries import reconciliation
from jiuye.server.connect import Instance
from tests.conftest import enter
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("8")

STAFF = "jiuye.parties_staff"
BROKEN = {
    "a guard off": (f"alter table {STAFF} disable trigger guard_update", "守卫"),
    "a guard gone": (f"drop trigger guard_insert on {STAFF}", "守卫"),
    "no event trigger": ("drop event trigger jiuye_watch_rewrite", "守卫"),
    "an open fence": ("alter table jiuye.records_person no force row level security", "守卫"),
    "out of the stream": (f"alter publication jiuye_stream drop table {STAFF}", "守卫"),
    "a guard that nods": (
        "create or replace function ledger.guard() returns trigger language plpgsql as 'begin return null; end'",
        "守卫",
    ),
    "a login with power": ("alter role jiuye_reader bypassrls", "守卫"),
    "a slot dropped": (
        "select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()",
        "变更流",
    ),
    "sealing stands still": (
        "insert into ledger.entry (id, xact, at, act, outcome, refusal) values (gen_random_uuid(),"
        " pg_current_xact_id(), now() - interval '1 hour', 'parties.sign_in', 'refused', 'x')", "封存",
    ),
}  # fmt: skip
UNDO = "alter role jiuye_reader nobypassrls"


def wrong() -> set[str]:
    return {line.name for line in told(health(), reconciliation()) if line.good is False} - {"封存"}


@pytest.fixture
def entered(scratch: Instance, house: Instance) -> Instance:
    connections.close_all()
    enter(scratch)
    return scratch


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_turns_its_line(entered: Instance, house: Instance, what: str) -> None:
    assert wrong() == set()
    sql, line = BROKEN[what]
    try:
        with psycopg.connect(entered.superuser_dsn(), autocommit=True) as db:
            db.execute(sql.encode())
        assert line in {one.name for one in told(health(), reconciliation()) if one.good is False}
        assert wrong() <= {line}
    finally:
        with psycopg.connect(entered.superuser_dsn(), autocommit=True) as db:
            db.execute(UNDO.encode())
        connections.close_all()
        enter(house)


def test_an_index_out_of_order_is_found_page_by_page(
    scratch: Instance, found: Callable[..., list[tuple[str, str, str]]]
) -> None:
    with psycopg.connect(scratch.superuser_dsn(), autocommit=True) as db:
        db.execute("create function public.cmp(uuid, uuid) returns int language sql immutable as"
                   " 'select uuid_cmp($1, $2)'")  # fmt: skip
        db.execute(
            "create operator class public.odd for type uuid using btree as operator 1 <, operator 2 <=, operator 3 =,"
            " operator 4 >=, operator 5 >, function 1 public.cmp(uuid, uuid)"
        )
        db.execute("create index odd_one on jiuye.standards_code (id public.odd)")
        assert ("stored", "jiuye.odd_one", "") not in found(scratch, whole=True)
        db.execute("create or replace function public.cmp(uuid, uuid) returns int language sql immutable as"
                   " 'select -uuid_cmp($1, $2)'")  # fmt: skip
    assert ("stored", "jiuye.odd_one", "") in found(scratch, whole=True)


def test_the_page_says_what_is_there_and_what_is_not(watched: Instance) -> None:
    reconciling.reconcile(watched, whole=False)
    shown = signed_in("technician").get("/ledger/health").content.decode()
    assert "没有备用库" in shown
    assert "没有 pg_stat_statements 扩展" in shown
    assert "尚无备份" in shown
    assert "jiuye.standards_code" in shown
