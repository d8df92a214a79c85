"""No way round an approved order: as the app's login, with a live session of a post that may do the act, and no
respect for the room. Art. 9(2), 9(3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg
import pytest

from jiuye.maintenance import actions
from jiuye.maintenance.models import Order
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.maintenance.steps import admitted, again, applied, approved

pytestmark = pytest.mark.article("9(3)")

E = "'01900000-0000-7000-8000-000000000001'"  # the forger's entry
ME = "(select staff_id from ledger.whoami())"


@dataclass(frozen=True)
class Scene:
    """An approved order, one that waits for its approver, the record of both and a record of neither."""

    good: Order
    waits: Order
    record: Person
    other: Person


@pytest.fixture(scope="module")
def scene(house: Instance) -> Scene:
    from jiuye.front.demo import session_of as session

    record, other = admitted(session), admitted(session)
    waits = applied(record, session, {"remarks": "待批"})
    return Scene(approved(applied(record, session, {"remarks": "批准的"}), session), waits, record, other)


def step(order: Order, who: str = ME) -> str:
    return (
        f"update maintenance_order set state = 'modified', modified_by_id = {who}, modified_at = now(), entry_id = {E}"
        f" where id = '{order.pk}'"
    )


def write(record: Person, value: str = "批准的", more: str = "") -> str:
    return f"update records_person set {more} remarks = '{value}', entry_id = {E} where id = '{record.pk}'"


MODIFY = ("operator2", "maintenance.modify", "good")
# name → (who, act, subject), statements
TRIED: dict[str, tuple[tuple[str, str, str], Callable[[Scene], list[str]]]] = {
    "a post that accepts, not maintains": (("reviewer2", "collection.accept", "record"), lambda s: [write(s.record)]),
    "undoing as a way to edit": (("clerk2", "collection.undo_batch", "record"), lambda s: [write(s.record)]),
    "no step taken": (MODIFY, lambda s: [write(s.record)]),
    "another value": (MODIFY, lambda s: [step(s.good), write(s.record, "多改的")]),
    "another record": (MODIFY, lambda s: [step(s.good), write(s.other)]),
    "a column more": (MODIFY, lambda s: [step(s.good), write(s.record, more="valid_flag = '0',")]),
    "a column more, behind its back": (
        MODIFY, lambda s: [step(s.good), write(s.record), write(s.record, more="valid_flag = '0',")],
    ),
    "twice in one act": (MODIFY, lambda s: [step(s.good), write(s.record), write(s.record)]),
    "an order not approved": (("operator2", "maintenance.modify", "waits"), lambda s: [step(s.waits)]),
    "the step without the change": (MODIFY, lambda s: [step(s.good)]),
    "another order's entry": (
        ("operator2", "maintenance.modify", "waits"), lambda s: [step(s.good), write(s.record)],
    ),
    "a record without an order": (("operator2", "maintenance.modify", "other"), lambda s: [write(s.other)]),
    "somebody else's name": (
        MODIFY, lambda s: [step(s.good, f"'{s.good.applied_by_id}'"), write(s.record)],
    ),
    "a changed line": (
        MODIFY,
        lambda s: [f"update maintenance_line set after = '{{}}', entry_id = {E} where order_id = '{s.good.pk}'"],
    ),
    "a line more": (
        ("clerk2", "maintenance.apply", "good"),
        lambda s: [f"insert into maintenance_line select gen_random_uuid(), {E}, 9, 'person', '{s.other.pk}', district,"
                   f" base, before, after, faults, order_id from maintenance_line where order_id = '{s.good.pk}'"],
    ),
    "approved by the applicant's act": (
        ("clerk2", "maintenance.apply", "waits"),
        lambda s: [f"update maintenance_order set state = 'approved', decided_by_id = {ME}, decided_at = now(),"
                   f" approved_digest = digest, entry_id = {E} where id = '{s.waits.pk}'"],
    ),
    "approved for another digest": (
        ("approver2", "maintenance.approve", "waits"),
        lambda s: [f"update maintenance_order set state = 'approved', decided_by_id = {ME}, decided_at = now(),"
                   f" approved_digest = repeat('0', 64), entry_id = {E} where id = '{s.waits.pk}'"],
    ),
    "another lane": (
        ("approver2", "maintenance.approve", "waits"),
        lambda s: [f"update maintenance_order set grade = 'plain', state = 'approved', decided_by_id = {ME},"
                   f" decided_at = now(), approved_digest = digest, entry_id = {E} where id = '{s.waits.pk}'"],
    ),
    "back to the start": (
        ("approver2", "maintenance.refuse", "good"),
        lambda s: [f"update maintenance_order set state = 'applied', entry_id = {E} where id = '{s.good.pk}'"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRIED)
def test_it_is_refused(house: Instance, scene: Scene, session: SessionOf, name: str) -> None:
    (who, act, subject), statements = TRIED[name]
    with pytest.raises(psycopg.Error) as e:
        forge(house, session(who).token, act, getattr(scene, subject).pk, statements(scene))
    # Our own refusals, a constraint, or no privilege.
    assert e.value.sqlstate in ("JY001", "JY420", "23514", "42501"), e.value


def forge(house: Instance, token: str, act: str, subject: UUID, statements: Sequence[str]) -> None:
    with psycopg.connect(house.dsn("app")) as db:
        db.execute("select set_config('jiuye.token', %s, true)", [token])
        db.execute("set local search_path = jiuye, public")
        db.execute(
            f"select ledger.open_entry({E}, %s, '', %s, '', '', '{{}}', '', null, '{{}}')".encode(),
            [act, subject],
        )
        for table in ("records_person", "maintenance_order", "maintenance_line"):
            db.execute(f"select ledger.cover('{table}', array(select id from {table}))".encode())
        for statement in statements:
            db.execute(statement.encode())
        db.commit()


def test_what_was_approved_is_all_that_is_left_to_do(house: Instance, scene: Scene, session: SessionOf) -> None:
    assert again(scene.record, session).remarks != "批准的"
    actions.modify(scene.good, by=session("operator2"))
    assert again(scene.record, session).remarks == "批准的"


def test_a_lane_too_easy_is_refused(house: Instance, scene: Scene, session: SessionOf) -> None:
    """An application by hand: a key item, or one the city's parameter does not name, in the lane of two."""
    key = uuid4()
    for column in ("name", "major"):
        fresh = {
            "id": f"'{key}'", "number": "'BG-X'", "kind": "'correct'", "grade": "'light'", "dataset": "'person'",
            "record_id": f"'{scene.other.pk}'", "district": "'371002'", "title": "''", "reason": "'x'", "origin": "''",
            "detail": "'{}'", "digest": "''", "approved_digest": "''", "standard_version": "1", "state": "'applied'",
            "due_on": "now()", "applied_by_id": ME, "applied_at": "now()", "note": "''", "entry_id": E,
        }  # fmt: skip
        line = {
            "id": f"'{key}'", "entry_id": E, "order_id": f"'{key}'", "position": "0", "dataset": "'person'",
            "record_id": f"'{scene.other.pk}'", "district": "'371002'", "base": f"'{scene.other.entry_id}'",
            "before": "'{}'", "after": f"""'{{"{column}": "x"}}'""", "faults": "'[]'",
        }  # fmt: skip
        told = [f"select ledger.cover('maintenance_{t}', array['{key}']::uuid[])" for t in ("order", "line")] + [
            f"insert into maintenance_{t} ({', '.join(v)}) values ({', '.join(v.values())})"
            for t, v in (("order", fresh), ("line", line))
        ]
        with pytest.raises(psycopg.Error) as e:
            forge(house, session("clerk2").token, "maintenance.apply", key, told)
        assert e.value.sqlstate == "JY001", e.value
        assert "须四人" in str(e.value) or "两人" in str(e.value)
