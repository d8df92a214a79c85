"""Truncation, edit, reorder and forged history of the book are found. Art. 9(2), 20(3)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from jiuye.collection import actions as collection
from jiuye.front.demo import session_of
from jiuye.ledger.leaves import GENESIS, leaves, link
from jiuye.ledger.seal import seal
from jiuye.ledger.verify import verify
from jiuye.server.connect import Instance
from tests.clean import person

pytestmark = pytest.mark.article("9(2)")

# What only a superuser could do, with every guard switched off: the verifier must still find it.
ATTACKS = {
    "edit": "update ledger.entry set why = 'x' where act = 'standards.load'",
    "refusal turned into done": "update ledger.entry set at = at + interval '1 second' where act = 'parties.found'",
    "removed entry": "delete from ledger.seal where entry_id = (select id from ledger.entry where act ="
    " 'records.make_key'); delete from ledger.subject where entry_id = (select id from ledger.entry where act ="
    " 'records.make_key'); delete from ledger.entry where act = 'records.make_key'",
    "cut tail": "delete from ledger.seal where position > (select max(position) - 2 from ledger.seal)",
    "reorder": "update ledger.seal set position = -position where position in (3, 4);"
    " update ledger.seal set position = 7 + position where position < 0",
    "forged entry": "insert into ledger.entry (id, xact, at, act, outcome) values"
    " (gen_random_uuid(), '3', now(), 'collection.accept', 'done')",
    "forged history": "insert into history.version (tbl, record_id, entry_id, xact, op, old) select"
    " 'records_person', gen_random_uuid(), id, xact, 'u', '{}' from ledger.entry where act = 'parties.found' limit 1",
    "history of nothing": "insert into history.version (tbl, record_id, entry_id, xact, op, old) values"
    " ('records_person', gen_random_uuid(), gen_random_uuid(), '3', 'u', '{}')",
    "hidden reach": "delete from ledger.reach",
    "moved reach": "update ledger.reach set district = '371083' where district = '371002'",
    "wider reach": "insert into ledger.reach select id, '371083' from ledger.entry where act = 'parties.found' limit 1",
    "wider cover": "update ledger.subject set ids = ids || gen_random_uuid() where tbl = 'standards_version'",
}


@pytest.fixture(scope="module")
def checkpoints(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("book") / "checkpoints.jsonl"
    collection.submit("person", person(), by=session_of("clerk2"))  # an act that reaches a district's rows
    assert seal(house.dsn("sealer"), file) > 5
    return file


def test_an_untouched_book_verifies(house: Instance, checkpoints: Path) -> None:
    found = verify(house.dsn("sealer"), checkpoints)
    assert found["ok"], found["faults"]
    assert found["sealed"] == found["entries"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_tampering_is_found(house: Instance, checkpoints: Path, attack: str) -> None:
    connections.close_all()
    other = house.on("attacked", template=house.database)
    try:
        with psycopg.connect(other.superuser_dsn()) as db:
            db.execute("set session_replication_role = replica")
            for table in ("ledger.entry", "ledger.subject", "ledger.reach", "ledger.seal", "history.version"):
                db.execute(f"alter table {table} disable trigger all".encode())
            db.execute(ATTACKS[attack].encode())
        found = verify(other.dsn("sealer"), checkpoints)
        assert not found["ok"]
        assert found["faults"]
    finally:
        other.drop()


def test_a_late_commit_is_sealed_in_its_turn(
    house: Instance, tmp_path: Path, session: "Callable[[str], object]", checkpoints: Path
) -> None:
    """An entry whose transaction is still open is not skipped for good by a sealing that runs meanwhile."""
    with psycopg.connect(house.dsn("app")) as late:
        late.execute("select set_config('jiuye.token', %s, true)", [session("clerk").token])  # type: ignore[attr-defined]
        late.execute(
            "select ledger.open_entry(gen_random_uuid(), 'parties.sign_in', '', null, 'late', '', '{}', '', null, '{}')"
        )
        seal(house.dsn("sealer"), checkpoints)
        late.commit()
    assert seal(house.dsn("sealer"), checkpoints) >= 1
    assert verify(house.dsn("sealer"), checkpoints)["ok"]


def test_leaves_an_earlier_build_sealed_count_as_what_they_are(
    house: Instance, tmp_path: Path, checkpoints: Path
) -> None:
    """At the beginning of the book only, and no less held than they were: an edit of one is found."""
    connections.close_all()
    other = house.on("earlier", template=house.database)
    try:
        with psycopg.connect(other.superuser_dsn()) as db:
            db.execute("alter table ledger.seal disable trigger all")
            db.execute("alter table ledger.entry disable trigger all")
            _sealed_earlier(db, upto=3)
            db.commit()
            found = verify(other.dsn("sealer"), tmp_path / "none")
            assert (found["ok"], found["earlier"]) == (True, 3), found["faults"]
            second = "select entry_id from ledger.seal where position = 2"
            db.execute(f"update ledger.entry set why = 'x' where id = ({second})".encode())
            db.commit()
            assert not verify(other.dsn("sealer"), tmp_path / "none")["ok"]
            _sealed_earlier(db, upto=2, first=5)
        assert not verify(other.dsn("sealer"), tmp_path / "none")["ok"]
    finally:
        other.drop()


def _sealed_earlier(db: "psycopg.Connection[Any]", *, upto: int, first: int = 1) -> None:
    """The book sealed again, `upto` leaves from the place `first` on without their reach."""
    chain, sealed = GENESIS, list(leaves(db, "join ledger.seal k on k.entry_id = e.id order by k.position"))
    for place, leaf in enumerate(sealed, start=1):
        digest = leaf.earlier if first <= place < first + upto else leaf.digest
        chain = link(chain, digest)
        db.execute("update ledger.seal set leaf = %s, chain = %s where position = %s", [digest, chain, place])
