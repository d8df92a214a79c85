"""Each pair of hands the house keeps apart, each way one human could be both: the database refuses. Art. 9(1), 9(3)."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.test import Client

from jiuye.collection import actions as collection
from jiuye.front.demo import session_of
from jiuye.parties import actions
from jiuye.parties.models import Account, Staff
from jiuye.parties.own_account import open_account
from jiuye.parties.sessions import machine_session
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries
from tests.clean import person, persons, write
from tests.jobs.steps import drained, in_use
from tests.maintenance.steps import SURE
from tests.parties.people import agency, enrolled, fresh_number

pytestmark = pytest.mark.article("9(3)")
Ways = dict[str, tuple[UUID, UUID]]


def gone(account: str, taker: str) -> Staff:
    """Somebody's account after he handed over and left."""
    staff = Account.objects.select_related("staff__agency").get(name=account).staff
    admin = session_of("admin")
    actions.hand_over(staff, by=admin, taker=Account.objects.get(name=taker).staff, why="调走")
    actions.leave(staff, by=admin, why="调走")
    return staff


@pytest.fixture(scope="module")
def ways(house: Instance) -> Ways:
    """How one human has two names in the book: the later hand, the earlier one."""
    number = fresh_number()
    enrolled(session_of, "once", "clerk", number)
    enrolled(session_of, "taker", "clerk", fresh_number())
    first = gone("once", "taker")
    enrolled(session_of, "twice", "clerk", number)
    second, taker = Staff.objects.get(staff_no="TWICE"), Staff.objects.get(staff_no="TAKER")
    index, machine = bytes(second.identity_index or b""), machine_session("SYS-1")
    own = open_account(index, "演*", agency(), by=machine).staff_id
    boss = open_account(index, "演*", agency(), by=machine, employer_id="E0000001").staff_id
    return {
        "back under another number": (second.pk, first.pk),
        "the number of before": (first.pk, second.pk),
        "what he handed in as a citizen": (second.pk, own),
        "what he entered before he was a citizen": (own, first.pk),
        "what he handed in for an employer": (second.pk, boss),
        "for an employer and for himself": (boss, own),
        "who went on with his open work": (taker.pk, first.pk),
        "who went on with it, and his account of now": (taker.pk, second.pk),
        "who went on with it, and him as a citizen": (taker.pk, own),
    }


@pytest.fixture(scope="module")
def pairs(house: Instance) -> Iterator[list[tuple[str, str, str]]]:
    with psycopg.connect(house.superuser_dsn()) as db:
        yield db.execute("select tbl, late, unnest(early) from ledger.two_hands").fetchall()


def test_whichever_pair_and_whichever_way(house: Instance, ways: Ways, pairs: list[tuple[str, str, str]]) -> None:
    """The guard itself, on tables of the same name with the two columns; that it lies on the real ones is told by
    tests/house."""
    manager, manager2 = (Staff.objects.get(staff_no=no).pk for no in ("MANAGER", "MANAGER2"))
    with psycopg.connect(house.superuser_dsn()) as db:
        for table, late, early in pairs:
            db.execute(f"create temp table {table} ({late} uuid, {early} uuid)".encode())
            db.execute(f"create trigger hands before insert or update on pg_temp.{table}"
                       " for each row execute function ledger.guard_hands()".encode())  # fmt: skip
            insert = f"insert into pg_temp.{table} ({late}, {early}) values (%s, %s)".encode()
            for how, hands in ways.items():
                with pytest.raises(psycopg.DatabaseError, match="同一人") as e, db.transaction():
                    db.execute(insert, hands)
                assert e.value.sqlstate == "JY514", (table, late, early, how)
            db.execute(insert, (manager, manager2))
            db.execute(insert, (None, manager2))
            for who, stays in ((late, early), (early, late)):
                update = f"update pg_temp.{table} set {who} = %s, {stays} = %s".encode()
                with pytest.raises(psycopg.DatabaseError, match="同一人"), db.transaction():
                    db.execute(update, ways["back under another number"])
            db.execute(f"drop table pg_temp.{table}".encode())


def test_every_check_of_two_hands_is_on_the_list(house: Instance, pairs: list[tuple[str, str, str]]) -> None:
    """Each check of the schema that holds two members of staff apart stands in the database's own list."""
    with psycopg.connect(house.superuser_dsn()) as db:
        checks = db.execute(
            "select conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint where contype = 'c'"
            " and connamespace = 'jiuye'::regnamespace and pg_get_constraintdef(oid) ~ '_by_id (=|<>) \\(?[a-z_]+_id'"
        ).fetchall()
    assert checks
    for owner, text in checks:
        name = owner.removeprefix("jiuye.")
        if name == "maintenance_order":
            continue  # its steps are guarded one by one (guard_order)
        for pair in re.findall(r"\(([a-z_]+_by_id) (?:=|<>) ([a-z_]+_id)\)", text):
            assert (name, *pair) in pairs or (name, *reversed(pair)) in pairs, (name, pair)


def test_neither_page_nor_api_nor_long_work_leads_round_it(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    number = fresh_number()
    _, before = enrolled(session, "went", "clerk", number)
    form = collection.submit("person", person(), by=before, confirmed=SURE)
    file, _ = collection.import_batch("person", write(tmp_path / "persons.csv", persons(3)), by=before)
    gone("went", "clerk2")
    _, back = enrolled(session, "cameback", "reviewer", number)
    page = Client(headers={"host": "localhost"})
    page.cookies["jiuye_session"] = back.token
    api = Client(headers={"host": "localhost", "authorization": f"Bearer {back.token}"})

    def called(what: str) -> Any:
        return api.post(f"/api/submissions/{what}/accept", "{}", content_type="application/json")

    tries: dict[str, Callable[[], Any]] = {
        "page": lambda: page.post(f"/collection/{form.pk}/accept", {"note": "齐全"}),
        "API": lambda: called(form.number),
        "long work": lambda: (called(file.number), drained())[0],
    }
    for how, tried in tries.items():
        known = len(entries(house, "collection.accept", "refused"))
        answer = tried()
        assert answer.status_code == (202 if how == "long work" else 422), (how, answer.content.decode())
        told = entries(house, "collection.accept", "refused")[known:]
        assert [(t.code, t.staff_id) for t in told] == [("JY514", back.staff_id)], how
    assert (in_use(house, form.pk), in_use(house, file.pk)) == (0, 0)
