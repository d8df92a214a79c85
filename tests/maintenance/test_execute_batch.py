"""授权执行: exactly the approved difference, or nothing. Art. 9(2), 9(3)."""

import threading
import time
from pathlib import Path

import pytest
from django.db import connections

from jiuye.lib.verdict import Refused
from jiuye.maintenance import actions, queries
from jiuye.maintenance.models import Order
from jiuye.parties.sessions import scope
from jiuye.records.history import steps
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.maintenance.batches import bound, condition, dated, listed, number_of, proposed, renumbered, town
from tests.maintenance.steps import again, applied, approved, now

pytestmark = pytest.mark.article("9(3)")
ACT = "maintenance.execute_batch"


def ready(session: SessionOf, people: list[Person], to: str) -> Order:
    return bound(proposed(session, condition(people[0].major or "", to)), session)


def sent_back(house: Instance, session: SessionOf, order: Order, code: str, people: list[Person]) -> None:
    """Refused, nothing written, and the order is with its applicant again."""
    held = [again(p, session) for p in people]
    before = len(entries(house))
    with pytest.raises(Refused) as e:
        actions.execute_batch(order, by=session("operator"))
    assert e.value.verdict.code == code, e.value
    told = [(t.act, t.outcome) for t in entries(house)[before:]]
    assert told == [(ACT, "refused"), ("maintenance.send_back", "done")]
    assert now(order, session).state == "returned"
    assert [again(p, session).entry_id for p in people] == [p.entry_id for p in held]


def test_ten_rows_by_four_people(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    people = town(tmp_path, session, 10, major="园艺")
    order = ready(session, people, "统一")
    entry = asked(house, "select count(*) from ledger.entry where act = %s", ACT)
    done = actions.execute_batch(order, by=session("operator"))
    assert asked(house, "select count(*) from ledger.entry where act = %s", ACT) == entry + 1, "one act, one entry"
    first = again(people[0], session)
    with scope(session("manager")):
        report = queries.report(done)
        changed, _ = steps(first)
    assert report is not None
    assert {n: report.detail[n] for n in ("rows", "equal", "written", "judged", "restored")} == dict.fromkeys(
        ("rows", "equal", "written", "judged", "restored"), 10
    )
    assert all(again(p, session).remarks == "统一" for p in people)
    assert {c.column for c in changed[0].changed} == {"remarks", "updated_at", "updated_by"}
    kept = "select count(*) from history.version where entry_id = %s and tbl = 'records_person'"
    assert asked(house, kept, again(people[0], session).entry_id) == 10, "nothing of the trial is left"
    with refused(house, "M010", ACT):
        actions.execute_batch(order, by=session("operator"))
    for who in ("manager", "approver", "operator"):
        with refused(house, "JY403", "maintenance.recheck"):
            actions.recheck(order, by=session(who), note="属实")
    assert actions.recheck(order, by=session("rechecker"), note="属实").state == "confirmed"


def test_key_items_by_file(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    rows = renumbered(town(tmp_path, session, 6, major="号码"))
    order = bound(proposed(session, listed(list(rows.items()))), session)
    actions.execute_batch(order, by=session("operator"))
    assert [number_of(again(p, session)) for p in rows] == [texts["id_number"] for texts in rows.values()]


def test_a_record_that_moved_on(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    people = town(tmp_path, session, 3, major="改过")
    order = ready(session, people, "批")
    single = approved(applied(people[1], session, {"remarks": "单独改"}, by="clerk"), session, by="approver")
    actions.modify(single, by=session("operator"))
    sent_back(house, session, order, "J030", people)


def test_one_row_more(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    people = town(tmp_path, session, 3, major="多一行")
    order = ready(session, people, "批")
    more = town(tmp_path, session, 1, major="多一行")
    sent_back(house, session, order, "M054", people + more)


def test_one_row_less(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    people = town(tmp_path, session, 3, major="少一行")
    order = ready(session, people, "批")
    single = actions.apply_retire(people[2], by=session("clerk"), junk="test", reason="培训时录入的")
    actions.retire(approved(single, session, by="approver"), by=session("operator"))
    sent_back(house, session, order, "J030", people)


@pytest.mark.parametrize(
    ("issued", "until", "says"), [(-9, -2, "已于"), (2, 9, "还没有到日期")], ids=["lapsed", "not yet in force"]
)
def test_an_approval_out_of_its_days(
    house: Instance, session: SessionOf, tmp_path: Path, issued: int, until: int, says: str
) -> None:
    """As if days had passed since it was filed. That the database refuses by itself: test_batch_forged."""
    people = town(tmp_path, session, 2, major=f"过期{issued}")
    order = ready(session, people, "批")
    dated(house, order, issued, until)
    with refused(house, "M056", ACT):
        actions.execute_batch(order, by=session("operator"))
    assert says in entries(house)[-1].refusal
    assert now(order, session).state == "approved"
    assert {again(p, session).remarks for p in people} != {"批"}
    dated(house, order, 0, 0)
    assert actions.execute_batch(order, by=session("operator")).state == "modified"


def test_who_had_a_hand_in_it_does_not_execute(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    people = town(tmp_path, session, 2, major="四人")
    order = proposed(session, condition("四人", "批"))
    with refused(house, "M010", ACT):
        actions.execute_batch(order, by=session("operator"))
    bound(order, session)
    for who in ("manager", "approver", "rechecker", "clerk2"):
        with refused(house, "JY403", ACT):
            actions.execute_batch(order, by=session(who))
    assert again(people[0], session).remarks != "批"


def test_an_edit_at_any_moment(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    """A single order and a batch about the same record, at once: one of them, whole, or the other."""
    people = town(tmp_path, session, 3, major="同时")
    by = session("operator")
    for n in range(4):
        order = ready(session, people, f"批{n}")
        single = approved(
            applied(again(people[n % 3], session), session, {"remarks": f"单{n}"}, by="clerk"), session, by="approver"
        )
        told: list[object] = [None, None]
        gate = threading.Barrier(2)

        def run(k: int, wait: float, order: Order = order, single: Order = single, told: list[object] = told,
                gate: threading.Barrier = gate) -> None:  # fmt: skip
            gate.wait()
            time.sleep(wait)
            try:
                told[k] = actions.execute_batch(order, by=by) if k == 0 else actions.modify(single, by=by)
            except Exception as error:
                told[k] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=(k, 0.1 * n * k)) for k in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        won = [isinstance(t, Order) for t in told]
        assert sorted(won) == [False, True], told
        said = [again(p, session).remarks for p in people]
        assert (said == [f"批{n}"] * 3) == won[0], (said, told)
        assert (said[n % 3] == f"单{n}") == won[1], (said, told)
