"""The catalogue, tried: no login but the superuser's changes anything, and what he changes is named. Art. 8, 9(2)."""

from collections.abc import Iterator
from functools import reduce
from typing import Any

import psycopg
import pytest
from django.db import connections

from jiuye.front import reconciling
from jiuye.front.demo import session_of
from jiuye.lib.keys import uuid7
from jiuye.parties.models import governed_models
from jiuye.server import testing
from jiuye.server.connect import Instance
from tests.attacks.catalogue import NAMED, RECONCILE, REFUSED, Attack
from tests.book import asked

pytestmark = pytest.mark.article("9(2)")
TABLES = [f"jiuye.{m._meta.db_table}" for m in governed_models()]
BOOK = ["ledger.permission", "ledger.act_table", "ledger.seal", "ledger.laid", "ledger.reconciled", "history.version"]


@pytest.fixture(scope="module")
def watched(house: Instance) -> Instance:
    reconciling.begin(house)
    reconciling.reconcile(house, whole=False)
    return house


@pytest.fixture(scope="module")
def before(watched: Instance) -> list[Any]:
    """The state before the first attack."""
    session_of("clerk2")
    return state(watched)


def state(instance: Instance) -> list[Any]:
    """A digest of every governed table, and of what the book holds beside entries."""
    with psycopg.connect(instance.superuser_dsn()) as db:
        return [
            db.execute(f"select count(*), md5(string_agg(t::text, '' order by t::text)) from {t} t".encode()).fetchone()
            for t in TABLES + BOOK
        ]


def attempt(dsn: str, attack: Attack, **told: str) -> list[str]:
    """Run it as far as it goes, each statement by itself. Returns the SQLSTATEs of the refusals."""
    refusals = []
    with psycopg.connect(dsn, autocommit=True) as db:
        for statement in attack.statements:
            sql = reduce(lambda text, name: text.replace(f"{{{name}}}", told[name]), told, statement)
            try:
                if sql.endswith("from stdin"):
                    with db.cursor() as c, c.copy(sql.encode()) as copy:
                        copy.write(b"")
                else:
                    db.execute(sql.encode())
            except psycopg.Error as e:
                refusals.append(e.sqlstate or "")
                if db.info.transaction_status == psycopg.pq.TransactionStatus.INERROR:
                    db.execute("rollback")
    return refusals


CASES = [(login, attack) for attack in REFUSED for login in attack.logins]


@pytest.mark.parametrize(("login", "attack"), CASES, ids=[f"{a.name}-{login}" for login, a in CASES])
def test_refused(watched: Instance, before: list[Any], login: str, attack: Attack) -> None:
    told = {"token": session_of("clerk2").token, "entry": str(uuid7())}
    assert attempt(watched.dsn(login), attack, **told)


def test_afterwards_nothing_has_changed_and_reconciling_has_nothing_to_say(
    watched: Instance, before: list[Any]
) -> None:
    assert state(watched) == before
    told = reconciling.reconcile(watched, whole=True)
    assert [(u["tbl"], u["why"]) for u in told["unexplained"]] == []


@pytest.fixture
def scratch(template: Instance) -> Iterator[Instance]:
    connections.close_all()
    instance = testing.fresh_database(template)
    reconciling.begin(instance)
    reconciling.reconcile(instance, whole=False)
    yield instance
    connections.close_all()
    instance.drop()


FK = (
    "select conname from pg_constraint where contype = 'f' and conrelid = 'jiuye.parties_appointment'::regclass"
    " and confrelid = 'jiuye.parties_staff'::regclass and conkey = (select array[attnum] from pg_attribute where"
    " attrelid = conrelid and attname = 'staff_id')"
)


@pytest.mark.parametrize("attack", NAMED, ids=[a.name for a in NAMED])
def test_named(scratch: Instance, attack: Attack) -> None:
    file = testing.temporary_data() / "rows"
    file.parent.chmod(0o777)
    told = {"file": str(file), "fk": asked(scratch, FK), "new": f"'{uuid7()}'", "flush": "select pg_switch_wal()"}
    statements = list(attack.statements)
    if RECONCILE in statements:
        first = statements[: statements.index(RECONCILE)]
        statements = statements[len(first) + 1 :]
        assert attempt(scratch.superuser_dsn(), Attack(attack.name, tuple(first)), **told) == []
        reconciling.reconcile(scratch, whole=False)
    assert attempt(scratch.superuser_dsn(), Attack(attack.name, tuple(statements)), **told) == []
    found = reconciling.reconcile(scratch, whole=any(kind == "stored" for kind, _, _ in attack.named))
    said = {(u["kind"], u["tbl"], u["op"]) for u in found["unexplained"]}
    assert set(attack.named) <= said
