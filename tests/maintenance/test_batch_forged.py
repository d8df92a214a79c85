"""No way round the province: as the app's login, with a live session of a post that may do the act, and no respect for
the room; and as the owner of the tables. Art. 9(2), 9(3)."""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg
import pytest

from jiuye.front.demo import session_of
from jiuye.maintenance import actions
from jiuye.maintenance.models import Order
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked
from tests.maintenance.batches import bound, condition, dated, proposed, town
from tests.maintenance.steps import again
from tests.maintenance.test_forged import ME, E, forge

pytestmark = pytest.mark.article("9(3)")


@dataclass(frozen=True)
class Scene:
    """A batch that may be carried out, one without an approval, one whose approval lapsed, one carried out, one that
    came back from the recheck, one whose condition somebody has come to meet since; their people, and somebody of
    none."""

    good: Order
    waits: Order
    lapsed: Order
    used: Order
    returned: Order
    outgrown: Order
    people: list[Person]
    taken: list[Person]
    given: list[Person]
    fewer: list[Person]
    other: Person


@pytest.fixture(scope="module")
def scene(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    session, folder = session_of, tmp_path_factory.mktemp("town")
    people = {n: town(folder, session, 2, major=n) for n in ("良", "等", "过", "用", "退", "添", "外")}

    def made(n: str) -> Order:
        return proposed(session, condition(n, "批准的"))

    good, lapsed = bound(made("良"), session), bound(made("过"), session)
    outgrown = bound(made("添"), session)
    town(folder, session, 1, major="添")
    used, returned = bound(made("用"), session), bound(made("退"), session)
    for order in (used, returned):
        actions.execute_batch(order, by=session("operator"))
    actions.send_back(returned, by=session("rechecker"), note="不对")
    dated(house, lapsed, -9, -2)
    return Scene(
        good, made("等"), lapsed, used, returned, outgrown, people["良"], people["用"], people["退"], people["添"],
        people["外"][0],
    )  # fmt: skip


def step(order: Order, state: str = "modified", hand: str = "modified", who: str = ME) -> str:
    return (
        f"update maintenance_order set state = '{state}', {hand}_by_id = {who}, {hand}_at = now(), entry_id = {E}"
        f" where id = '{order.pk}'"
    )


def approve(order: Order) -> str:
    return step(order, "approved", "decided").replace("set state", "set approved_digest = digest, state")


def write(people: list[Person], value: str = "批准的", more: str = "") -> str:
    keys = ", ".join(f"'{p.pk}'" for p in people)
    return f"update records_person set {more} remarks = '{value}', entry_id = {E} where id in ({keys})"


def report(order: Order) -> str:
    return (
        "insert into maintenance_report (id, entry_id, order_id, district, detail) values"
        f" (gen_random_uuid(), {E}, '{order.pk}', '{order.district}', '{{}}')"
    )


def covered(table: str) -> str:
    return f"select ledger.cover('{table}', array(select id from {table}))"


def beside(order: Order) -> list[str]:
    """The report, its key named in time."""
    key = "'01900000-0000-7000-8000-00000000000a'"
    return [
        f"select ledger.cover('maintenance_report', array[{key}]::uuid[])",
        report(order).replace("gen_random_uuid()", key),
    ]


def give_back(people: list[Person], more: str = "") -> str:
    keys = ", ".join(f"'{p.pk}'" for p in people)
    return (
        f"update records_person t set {more} remarks = null, standard_version = standard_version, entry_id = {E}"
        f" where id in ({keys})"
    )


RUN = ("operator", "maintenance.execute_batch", "good")
BACK = ("operator3", "maintenance.invert_batch", "returned")
BIND = ("approver", "maintenance.bind_province", "waits")
TRIED: dict[str, tuple[tuple[str, str, str], Callable[[Scene], list[str]]]] = {
    "no step taken": (RUN, lambda s: [write(s.people)]),
    "one row more": (RUN, lambda s: [step(s.good), *beside(s.good), write(s.people), write([s.other])]),
    "one row less": (RUN, lambda s: [step(s.good), *beside(s.good), write(s.people[:1])]),
    "another value": (RUN, lambda s: [step(s.good), *beside(s.good), write(s.people, "别的")]),
    "a column more": (RUN, lambda s: [step(s.good), *beside(s.good), write(s.people, more="valid_flag = '0',")]),
    "no report": (RUN, lambda s: [step(s.good), write(s.people)]),
    "the step without the change": (RUN, lambda s: [step(s.good), *beside(s.good)]),
    "the trial and its way back left in store": (
        RUN, lambda s: [step(s.good), *beside(s.good), write(s.people), give_back(s.people)],
    ),
    "written twice": (RUN, lambda s: [step(s.good), *beside(s.good), write(s.people), write(s.people)]),
    "without an approval": (
        ("operator", "maintenance.execute_batch", "waits"), lambda s: [step(s.waits), *beside(s.waits)],
    ),
    "an approval that lapsed": (
        ("operator", "maintenance.execute_batch", "lapsed"), lambda s: [step(s.lapsed), *beside(s.lapsed)],
    ),
    "an approval that served": (
        ("operator", "maintenance.execute_batch", "used"),
        lambda s: [step(s.used), *beside(s.used), write(s.taken, "再改")],
    ),
    "the list when one row more meets the condition": (
        ("operator", "maintenance.execute_batch", "outgrown"),
        lambda s: [step(s.outgrown), *beside(s.outgrown), write(s.fewer)],
    ),
    "another batch's entry": (
        ("operator", "maintenance.execute_batch", "used"), lambda s: [step(s.good), write(s.people)],
    ),
    "in the proposer's name": (
        RUN, lambda s: [step(s.good, who=f"'{s.good.applied_by_id}'"), *beside(s.good), write(s.people)],
    ),
    "by the act for single orders": (
        ("operator", "maintenance.modify", "good"), lambda s: [step(s.good), write(s.people)],
    ),
    "approved by a click": (
        ("approver", "maintenance.approve", "waits"),
        lambda s: [approve(s.waits)],
    ),
    "bound without a document": (BIND, lambda s: [approve(s.waits)]),
    "a document for another difference": (
        BIND,
        lambda s: [covered("maintenance_approval"),
                   "insert into maintenance_approval (id, entry_id, district, number, office, scope, rows, digest,"
                   f" scan_sm3, issued_on, valid_until, order_id, scan_id) select {E}, {E}, district, 'X1号', office,"
                   f" scope, rows, digest, 'x', issued_on, valid_until, '{s.waits.pk}', scan_id"
                   f" from maintenance_approval where order_id = '{s.good.pk}'"],
    ),
    "a longer term": (
        BIND,
        lambda s: [covered("maintenance_approval"),
                   f"update maintenance_approval set valid_until = '2099-01-01', entry_id = {E}"
                   f" where order_id = '{s.lapsed.pk}'"],
    ),
    "a line more": (
        ("manager", "maintenance.propose_batch", "good"),
        lambda s: ["insert into maintenance_line (id, entry_id, order_id, position, dataset, record_id, district,"
                   f" base, before, after, faults) select {E}, {E}, order_id, 99, dataset, '{s.other.pk}', district,"
                   f" base, before, after, faults from maintenance_line where order_id = '{s.good.pk}' limit 1"],
    ),
    "a line changed": (
        ("manager", "maintenance.propose_batch", "good"),
        lambda s: [f"update maintenance_line set after = '{{\"remarks\": \"别的\"}}', entry_id = {E}"
                   f" where order_id = '{s.good.pk}'"],
    ),
    "a line less": (
        ("manager", "maintenance.propose_batch", "good"),
        lambda s: [f"delete from maintenance_line where order_id = '{s.good.pk}'"],
    ),
    "evidence added later": (
        ("manager", "maintenance.propose_batch", "good"),
        lambda s: [f"select ledger.cover('maintenance_evidence', array[{E}]::uuid[])",
                   "insert into maintenance_evidence (id, entry_id, order_id, district, material_kind, file_name,"
                   f" mime_type, file_size, page_count, sha256, sm3) select {E}, {E}, order_id, district,"
                   " material_kind, 'x', mime_type, 1, 1, 'x', 'x' from maintenance_evidence"
                   f" where order_id = '{s.good.pk}' limit 1"],
    ),
    "back by who carried it out": (
        ("operator", "maintenance.invert_batch", "returned"), lambda s: [step(s.returned, "inverted", "inverted")],
    ),
    "back before it was sent back": (
        ("operator3", "maintenance.invert_batch", "used"), lambda s: [step(s.used, "inverted", "inverted")],
    ),
    "back to something else": (
        BACK, lambda s: [step(s.returned, "inverted", "inverted"), write(s.given, "别的")],
    ),
    "back by the items alone": (
        BACK, lambda s: [step(s.returned, "inverted", "inverted"), give_back(s.given, "major = 'x',")],
    ),
    "back but for one": (
        BACK, lambda s: [step(s.returned, "inverted", "inverted"), give_back(s.given[:1])],
    ),
    "back without the step": (BACK, lambda s: [give_back(s.given)]),
}  # fmt: skip


@pytest.mark.parametrize("name", TRIED)
def test_it_is_refused(house: Instance, scene: Scene, session: SessionOf, name: str) -> None:
    (who, act, subject), statements = TRIED[name]
    before = asked(house, "select count(*) from history.version")
    with pytest.raises(psycopg.Error) as e:
        forge(house, session(who).token, act, getattr(scene, subject).pk, statements(scene))
    assert e.value.sqlstate in ("JY001", "23514", "42501"), e.value
    assert asked(house, "select count(*) from history.version") == before


def test_the_database_itself_counts_what_meets_the_condition(house: Instance, scene: Scene, session: SessionOf) -> None:
    (who, act, subject), statements = TRIED["the list when one row more meets the condition"]
    with pytest.raises(psycopg.Error, match="现在还有 1 份档案符合条件而不在批准的清单上"):
        forge(house, session(who).token, act, getattr(scene, subject).pk, statements(scene))


# What the owner of the tables tries, outside every act and with the guards in his way.
BY_OWNER = [
    "update jiuye.maintenance_approval set valid_until = '2099-01-01'",
    "delete from jiuye.maintenance_approval",
    "truncate jiuye.maintenance_approval cascade",
    "alter table jiuye.maintenance_approval drop constraint maintenance_approval_number_key",
    "alter table jiuye.maintenance_approval disable trigger guard_step",
    "drop trigger guard_undone on jiuye.maintenance_order",
    "update jiuye.maintenance_line set after = '{}'",
    "create or replace function jiuye.goes_back(p_writer uuid) returns boolean language sql as 'select true'",
    "update jiuye.maintenance_report set detail = '{}'",
]


@pytest.mark.parametrize("statement", BY_OWNER)
def test_the_owner_is_refused(house: Instance, scene: Scene, statement: str) -> None:
    with psycopg.connect(house.dsn("owner")) as db, pytest.raises(psycopg.Error):
        db.execute(statement.encode())


def test_what_was_approved_is_all_that_is_left_to_do(house: Instance, scene: Scene, session: SessionOf) -> None:
    for name in ("number", "digest", "scan_sm3", "order_id", "scan_id"):
        unique = "select count(*) from pg_index i join pg_attribute a on attrelid = indrelid and attnum = indkey[0]"
        where = " where i.indrelid = 'jiuye.maintenance_approval'::regclass and i.indisunique and a.attname = %s"
        assert asked(house, unique + where, name), name
    actions.execute_batch(scene.good, by=session("operator"))
    assert [again(p, session).remarks for p in scene.people] == ["批准的"] * 2
    assert again(scene.other, session).remarks != "批准的"
    actions.invert_batch(scene.returned, by=session("operator3"))
    assert [again(p, session).remarks for p in scene.given] == [p.remarks for p in scene.given]
