"""No status but by its step, whoever writes: tried as the application and as the owner. Art. 7, 9(2)."""

import itertools
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.records.handling import actions
from jiuye.records.handling.facts import HANDS
from jiuye.records.handling.facts import PROCEDURES as FACTS
from jiuye.records.models import PROCEDURES, ProceedingStep
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.handling.steps import again, claimed, filed, hardship, record, steps, unemployed

pytestmark = pytest.mark.article("7")


def test_facts_models_and_database_say_the_same(house: Instance) -> None:
    """The table of states, the pages' steps and the database's list are one."""
    with psycopg.connect(house.superuser_dsn()) as db:
        there = set(db.execute("select dataset, act, old, new from ledger.proceeding_step").fetchall())
        rows = db.execute("select distinct dataset, act, hand from ledger.proceeding_step where hand <> ''").fetchall()
    shown = {(d, s.act, old, s.to) for d, states in FACTS.items() for old, f in states.items() for s in f.steps}
    assert there == shown | {
        ("unemployment_registration", "records.conclude", "registered", "ended"),
        ("vacancy", "records.expire", "open", "expired"), ("job_seeking", "records.expire", "seeking", "expired"),
    }  # fmt: skip
    assert {(d, a): hand for d, a, hand in rows} == HANDS
    for dataset, table in PROCEDURES.items():
        assert set(table) == set(FACTS[dataset])
        assert {(o, n) for o, some in table.items() for n in some} == {(o, n) for d, _, o, n in there if d == dataset}


def put(name: str, who: str, on: Any, *rows: Any) -> None:
    """Whoever wrote the program wrote these rows under that act."""
    with act(name, by=session_of(who), on=on) as entry:
        for row in rows:
            if isinstance(row, ProceedingStep):
                row.at = entry.at
            entry.put(row)


@pytest.mark.parametrize("name", ["records.end", "collection.accept"])
def test_no_status_under_an_act_that_is_no_step(house: Instance, name: str) -> None:
    _, who = filed()
    held = unemployed(who)
    row = record(held)
    row.valid_flag = "0"
    with pytest.raises(Refused):
        put(name, "reviewer2", row, row)
    assert record(held).valid_flag == "1"


def test_no_state_without_its_step_and_no_step_out_of_turn(house: Instance) -> None:
    _, who = filed()
    held = claimed(who, unemployed(who, 60))
    by = session_of("approver2")
    now = again(held)
    now.state, now.decided_by_id = "granted", by.staff_id
    step = ProceedingStep(
        proceeding=held, district=held.district, act="records.grant", old="publicised", new="granted",
        by_id=by.staff_id, happened_on=clock.today(),
    )  # fmt: skip
    for rows in ((now,), (step,), (step, now)):
        with pytest.raises(Refused):
            put("records.grant", "approver2", held, *rows)
    assert (again(held).state, steps(held)) == ("accepted", [])


@pytest.mark.parametrize("login", ["app", "owner"])
@pytest.mark.parametrize(
    "sql",
    [
        "update jiuye.records_proceeding set state = 'granted'",
        "delete from jiuye.records_proceeding",
        "update jiuye.records_proceedingstep set note = 'x'",
        "update jiuye.records_subsidy set payment_status = '40'",
    ],
)
def test_no_way_around_an_act(house: Instance, session: SessionOf, login: str, sql: str) -> None:
    _, who = filed()
    held = claimed(who, unemployed(who, 60))
    with psycopg.connect(house.dsn(login)) as db:
        db.execute("select set_config('jiuye.token', %s, true)", [session("manager").token])
        with pytest.raises(psycopg.Error):
            db.execute(sql.encode())
    assert again(held).state == "accepted"


DOERS: dict[str, tuple[str, dict[str, Any]]] = {
    "first_review": ("reviewer2", {}), "publicise": ("clerk2", {}), "grant": ("approver2", {}),
    "deny": ("approver2", {"note": "不符合条件"}), "pay": ("reviewer2", {"typed": {"paid_amount": "300"}}),
    "reclaim": ("approver2", {"note": "不符合条件"}),
    "end": ("reviewer2", {"note": "不符合条件", "typed": {"exit_reason": "990"}}),
}  # fmt: skip


def test_whatever_is_tried_a_matter_moves_along_its_table(house: Instance) -> None:
    """Any sequence of steps: each follows the table, with one step on file, or is refused and changes nothing."""
    _, who = filed()
    unemployed(who, 60)
    count = itertools.count()

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(st.sampled_from(sorted(DOERS)), min_size=2, max_size=6))
    def tried(verbs: list[str]) -> None:
        _, other = filed()
        held = hardship(other, 50) if next(count) % 2 else claimed(other, unemployed(other, 60))
        for verb in verbs:
            before, taken = again(held), len(steps(held))
            doer, more = DOERS[verb]
            try:
                getattr(actions, verb)(before, by=session_of(doer), **more)
            except Refused:
                assert (again(held).state, len(steps(held))) == (before.state, taken)
            else:
                assert again(held).state in PROCEDURES[held.dataset][before.state]
                assert len(steps(held)) == taken + 1

    tried()
