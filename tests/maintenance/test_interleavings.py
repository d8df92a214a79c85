"""An edit between approval and execution, at any moment: an order is carried out on the record its approver saw, or
not at all. Art. 9(2), 9(3)."""

import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connections

from jiuye.lib.verdict import Refused
from jiuye.maintenance import actions
from jiuye.maintenance.models import Order
from jiuye.parties.sessions import Session
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked
from tests.maintenance.steps import WHY, admitted, again, approved, now
from tests.soak import LONG

pytestmark = pytest.mark.article("9(3)")


def two_orders(record: Person, session: SessionOf, n: int) -> tuple[Order, Order]:
    """Two approved orders about one record, drawn on the same row."""
    texts = ({"remarks": f"甲{n}"}, {"remarks": f"乙{n}", "major": f"专业{n}"})
    first, second = (actions.apply(record, t, by=session("clerk2"), reason=WHY) for t in texts)
    return approved(first, session), approved(second, session)


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """What each gave or raised, started together, each after a wait of its own."""
    gate, told = threading.Barrier(len(deeds)), [object()] * len(deeds)

    def run(n: int, deed: Callable[[], object], wait: float) -> None:
        gate.wait()
        time.sleep(wait)
        try:
            told[n] = deed()
        except Exception as error:
            told[n] = error
        finally:
            connections.close_all()

    chance = random.Random(time.perf_counter_ns())
    threads = [threading.Thread(target=run, args=(n, d, chance.random() * 0.03)) for n, d in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def rounds(house: Instance, session: SessionOf, count: int) -> None:
    record = admitted(session)
    by: tuple[Session, Session] = (session("operator2"), session("operator"))
    for n in range(count):
        orders = two_orders(again(record, session), session, n)
        told = at_once([lambda o=o, b=b: actions.modify(o, by=b) for o, b in zip(orders, by, strict=True)])  # type: ignore[misc]
        won = [k for k, one in enumerate(told) if isinstance(one, Order)]
        assert len(won) == 1, told
        lost = told[1 - won[0]]
        assert isinstance(lost, Refused), lost
        assert lost.verdict.code == "J030"
        states = [now(o, session).state for o in orders]
        assert states[won[0]] == "modified"
        assert states[1 - won[0]] == "returned"
        fresh = again(record, session)
        assert fresh.remarks == ("甲", "乙")[won[0]] + str(n)
        wrote = asked(house, "select subject_id from ledger.entry where id = %s", fresh.entry_id)
        assert wrote == orders[won[0]].pk


@pytest.mark.parametrize("count", [50, pytest.param(1000, marks=LONG)])
def test_never_applied_unseen(house: Instance, session: SessionOf, count: int) -> None:
    rounds(house, session, count)
