"""留存根 and 核验: what a person keeps breaks when anything before it is removed, added, altered or put in another
order, by whoever owns the database. Art. 10(1), 9(2)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.test import Client

from jiuye.front.demo import session_of
from jiuye.ledger.leaves import leaves
from jiuye.ledger.own_book import head
from jiuye.lib.verdict import YES
from jiuye.parties import founding
from jiuye.parties.act import act
from jiuye.parties.sessions import scope, standing_session
from jiuye.server.connect import Instance
from jiuye.usage.own.actions import keep_stub
from jiuye.usage.own.models import Paper
from jiuye.usage.own.objections import report_wrong
from jiuye.usage.own.papers import Checked, check_paper, code_of
from jiuye.usage.own.rules import Stub, may_stand
from tests.book import asked, entries, refused
from tests.soak import LONG
from tests.usage.own.steps import CASE, Somebody, entry_behind_the_guards, looked_at, sealed, somebody

pytestmark = [pytest.mark.article("10(1)"), pytest.mark.article("9(2)")]
Db = psycopg.Connection[Any]

# Each on an entry (`one`) and the next of the same person (`two` holds both), by the superuser, guards off.
MUTATIONS = {
    "removed": "delete from ledger.seal where entry_id = %(one)s; delete from ledger.subject where entry_id = %(one)s;"
    " delete from ledger.entry where id = %(one)s",
    "removed from his page": "update ledger.entry set subject_id = gen_random_uuid() where id = %(one)s",
    "another purpose": "update ledger.entry set why = why || '。' where id = %(one)s",
    "another moment": "update ledger.entry set at = at - interval '1 second' where id = %(one)s",
    "another agency": "update ledger.entry set agency_id = gen_random_uuid() where id = %(one)s",
    "turned into a refusal": "update ledger.entry set outcome = 'refused', refusal = 'x' where id = %(one)s",
    "put in another order": "update ledger.seal s set position = -o.position from ledger.seal o where s.entry_id ="
    " any(%(two)s) and o.entry_id = any(%(two)s) and o.entry_id <> s.entry_id;"
    " update ledger.seal set position = -position where position < 0",
    "doubled": "insert into ledger.entry select '00000000-0000-4000-8000-000000000001', xact, at, act, staff_id, post,"
    " agency_id, district, session_id, channel, why, dataset, subject_id, items, origin, standard_version, detail,"
    " outcome, refusal_code, refusal from ledger.entry where id = %(one)s; insert into ledger.seal select 1 - position,"
    " '00000000-0000-4000-8000-000000000001', leaf, chain, sealed_at from ledger.seal where entry_id = %(one)s",
}


@pytest.fixture(scope="module")
def kept(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> tuple[Somebody, Paper]:
    """Somebody whose data was looked at twelve times, one of them in a list, and who kept a stub."""
    who, other = somebody(), somebody()
    for n in range(11):
        looked_at(who, f"{CASE}-{n}")
    with act("records.open", by=session_of("clerk2"), why="批量查询 PL-2") as entry:
        entry.saw([other.person.pk, who.person.pk])
    sealed(house, tmp_path_factory.mktemp("book"))
    return who, keep_stub(by=who.by)


def checked(paper: Paper) -> Checked:
    found = check_paper(paper.number, code_of(paper), by=standing_session(founding.MACHINE))
    assert found
    return found


@contextmanager
def unguarded(house: Instance) -> Iterator[Db]:
    """The superuser with every guard of the book off; nothing stays."""
    with psycopg.connect(house.superuser_dsn()) as one:
        for table in ("ledger.entry", "ledger.subject", "ledger.reach", "ledger.seal", "history.version"):
            one.execute(f"alter table {table} disable trigger all".encode())
        yield one
        one.rollback()


@pytest.fixture
def db(house: Instance) -> Iterator[Db]:
    with unguarded(house) as one:
        yield one


def chain(db: Db, paper: Paper) -> list[UUID]:
    """The entries under a stub, in order."""
    return [
        row[0]
        for row in db.execute(
            "select k.entry_id from ledger.seen_of(%s, %s) n(id) join ledger.seal k on k.entry_id = n.id"
            " where k.position <= %s order by k.position",
            [paper.subjects, paper.acts, paper.position],
        ).fetchall()
    ]


def mutate(db: Db, what: str, two: list[UUID]) -> None:
    for sql in MUTATIONS[what].split(";"):
        db.execute(sql.encode(), {"one": two[0], "two": two})


def now(db: Db, keys: list[UUID]) -> list[bytes]:
    """Their leaves as they would be computed now."""
    found = {leaf.entry_id: leaf.digest for leaf in leaves(db, "where e.id = any(%s)", [keys])}
    return [found[k] for k in keys if k in found]


def test_an_untouched_book_agrees(house: Instance, kept: tuple[Somebody, Paper]) -> None:
    who, paper = kept
    assert paper.count >= 12
    assert checked(paper).stands
    looked_at(who, "答复咨询：又看一次")
    assert checked(paper).stands, "what comes later does not touch it"
    last = entries(house, "usage.check_paper", "done")[-1]
    assert last.subject_id == paper.pk


def test_the_same_stub_while_nobody_has_looked(house: Instance, tmp_path: Path) -> None:
    who = somebody()
    looked_at(who)
    sealed(house, tmp_path)
    first = keep_stub(by=who.by)
    assert keep_stub(by=who.by).pk == first.pk
    looked_at(who)
    sealed(house, tmp_path)
    later = keep_stub(by=who.by)
    assert later.count == first.count + 1
    assert checked(first).stands


def test_what_becomes_his_while_it_is_drawn_does_not_break_it(house: Instance, tmp_path: Path) -> None:
    """Something looked at before, and sealed, is turned into his between one statement and the next."""
    who, other = somebody(), somebody()
    objection = report_wrong("person", str(other.person.pk), "major", "应当是法学专业", by=other.by)
    entry_behind_the_guards(house, "records.open", objection.pk)
    looked_at(who)
    sealed(house, tmp_path)
    turned: list[UUID] = []

    def between(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        done = execute(sql, *more)
        if "ledger.own_book()" in sql and not turned:
            turned.append(objection.pk)
            turn(house, objection.pk, who.by.staff_id)
        return done

    with connection.execute_wrapper(between):
        paper = keep_stub(by=who.by)
    assert turned
    assert checked(paper).stands
    turn(house, objection.pk, other.by.staff_id)


def turn(house: Instance, objection: UUID, holder: UUID | None) -> None:
    """Behind the guards, an objection is another's."""
    with psycopg.connect(house.superuser_dsn(), autocommit=True) as db:
        db.execute("alter table jiuye.usage_objection disable trigger user")
        db.execute("update jiuye.usage_objection set holder_id = %s where id = %s", [holder, objection])
        for name in ("guard_step", "guard_insert", "guard_update", "guard_delete", "guard_truncate"):
            db.execute(f"alter table jiuye.usage_objection enable always trigger {name}".encode())


def test_nothing_sealed_is_no_stub(house: Instance) -> None:
    who = somebody()
    with refused(house, "U220", "usage.keep_stub"):
        keep_stub(by=who.by)


@pytest.mark.parametrize("what", MUTATIONS)
def test_whatever_is_done_to_what_came_before_breaks_it(
    house: Instance, kept: tuple[Somebody, Paper], db: Db, what: str
) -> None:
    _, paper = kept
    keys = chain(db, paper)
    stub = Stub(paper.count, paper.digest)
    assert may_stand(stub, now(db, keys))
    for place in (0, len(keys) // 2, len(keys) - 2):
        with db.transaction(force_rollback=True):
            mutate(db, what, keys[place : place + 2])
            assert not may_stand(stub, now(db, chain(db, paper))), (what, place)


def test_a_list_he_was_taken_from_breaks_it(kept: tuple[Somebody, Paper], db: Db) -> None:
    who, paper = kept
    db.execute("update ledger.subject set ids = array_remove(ids, %s) where tbl = '@seen'", [who.person.pk])
    assert not may_stand(Stub(paper.count, paper.digest), now(db, chain(db, paper)))


def test_anyone_with_the_paper_learns_of_it(house: Instance, kept: tuple[Somebody, Paper]) -> None:
    """On the public page, for good: the book of a copy of the house is edited and stays so."""
    _, paper = kept
    asked_of = {"number": paper.number.lower(), "code": code_of(paper)}
    anybody = Client(headers={"host": "localhost"})
    said = anybody.post("/my/verify", asked_of).content.decode()
    assert "台账与它一致" in said
    assert paper.digest in said
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("alter table ledger.entry disable trigger all")
        db.execute("update ledger.entry set why = '办事' where why = %s", [f"{CASE}-5"])
    try:
        assert "台账和它不一致" in anybody.post("/my/verify", asked_of).content.decode()
    finally:
        with psycopg.connect(house.superuser_dsn()) as db:
            db.execute("update ledger.entry set why = %s where why = '办事'", [f"{CASE}-5"])
            db.execute("alter table ledger.entry enable trigger all")
            db.execute("alter table ledger.entry enable always trigger immutable")
    assert checked(paper).stands


def test_a_paper_made_to_fit_the_edited_book_is_not_the_one_he_holds(
    house: Instance, kept: tuple[Somebody, Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, paper = kept
    code = code_of(paper)
    for changed in ({"digest": "0" * 64}, {"count": paper.count - 1}, {"bearer": "别*人"}):
        other = Paper(**{f.attname: getattr(paper, f.attname) for f in Paper._meta.concrete_fields} | changed)
        assert code_of(other) != code, changed
    assert check_paper(paper.number, "AAAA-AAAA-AAAA", by=standing_session(founding.MACHINE)) is None
    assert check_paper("CG-1", code, by=standing_session(founding.MACHINE)) is None


def test_his_stub_is_his(house: Instance, kept: tuple[Somebody, Paper]) -> None:
    who, paper = kept
    other = somebody()
    assert who.phone.get(f"/my/seen/{paper.pk}").status_code == 200
    assert other.phone.get(f"/my/seen/{paper.pk}").status_code == 404
    with scope(other.by):
        assert not Paper.objects.exists()
    with psycopg.connect(house.dsn("app")) as db:
        db.execute("select set_config('jiuye.token', %s, true)", [who.by.token])
        with pytest.raises(psycopg.Error, match="只由系统核对"):
            db.execute("select * from ledger.chained('{}', '{}', 1)")


def test_the_button_keeps_one_and_shows_it(house: Instance, kept: tuple[Somebody, Paper]) -> None:
    who, _ = kept
    answer = who.phone.post("/my/seen/keep")
    assert answer.status_code == 302
    page = who.phone.get(answer.headers["Location"]).content.decode()
    assert "<svg" in page
    assert asked(house, "select number from jiuye.usage_paper order by id desc limit 1") in page


CHANGES: dict[str, Callable[[list[bytes], int], list[bytes]]] = {
    "removed": lambda some, i: some[:i] + some[i + 1 :],
    "doubled": lambda some, i: some[: i + 1] + some[i:],
    "altered": lambda some, i: [*some[:i], bytes(32), *some[i + 1 :]],
    "reordered": lambda some, i: [*some[:i], *some[i : i + 2][::-1], *some[i + 2 :]],
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_link_holds_all_before_it(what: str) -> None:
    for size in range(2, 30):
        some = [n.to_bytes(32, "big") for n in range(1, size + 1)]
        stub = Stub(size, head(some).hex())
        assert may_stand(stub, some) == YES
        for place in range(size - 1):
            assert not may_stand(stub, CHANGES[what](some, place)), (size, place)


class TestTenThousand:
    """Each of 10,000 entries, each way, one by one."""

    pytestmark = LONG

    def test_every_one_breaks_it(self, house: Instance, tmp_path: Path) -> None:
        who = somebody()
        with psycopg.connect(house.superuser_dsn()) as fill:
            fill.execute(
                "insert into ledger.entry (id, xact, at, act, post, district, channel, why, dataset, subject_id,"
                " outcome) select gen_random_uuid(), pg_current_xact_id(), clock_timestamp(), 'records.open', 'clerk',"
                " '371002', 'window', 'case ' || n, 'records.person', %s, 'done' from generate_series(1, 10000) n",
                [who.person.pk],
            )
        sealed(house, tmp_path)
        paper = keep_stub(by=who.by)
        assert paper.count >= 10_000
        assert checked(paper).stands
        with unguarded(house) as db:
            each_breaks(db, paper)


def each_breaks(db: Db, paper: Paper) -> None:
    keys = chain(db, paper)
    whole, stub = now(db, keys), Stub(paper.count, paper.digest)
    assert may_stand(stub, whole)
    seals = "select entry_id from ledger.seal where entry_id = any(%s) order by position"
    for place in range(len(keys) - 1):
        two = keys[place : place + 2]
        for what in ("removed", "another purpose", "put in another order"):
            with db.transaction(force_rollback=True):
                mutate(db, what, two)
                changed = now(db, [row[0] for row in db.execute(seals, [two]).fetchall()])
            assert not may_stand(stub, [*whole[:place], *changed, *whole[place + 2 :]]), (what, place)
