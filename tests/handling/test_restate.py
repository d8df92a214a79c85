"""A batch corrects statuses, and is undone: each time the matter stands where its record says. Art. 9(3)."""

import pytest

from jiuye.maintenance import actions as maintenance
from jiuye.maintenance.asking import read_file
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.handling.steps import again, filed, record, sought, steps
from tests.maintenance.batches import bound, proposed

pytestmark = pytest.mark.article("9(3)")


def test_a_batch_and_its_way_back_move_the_matter_along(house: Instance, session: SessionOf) -> None:
    matters = [sought(filed()[1]) for _ in range(2)]
    rows = "\n".join(["seeking_id,seeking_status", *(f"{m.number},4" for m in matters)])
    order = bound(proposed(session, read_file("job_seeking", "rows.csv", rows.encode())), session)
    order = maintenance.execute_batch(order, by=session("operator"))
    assert [again(m).state for m in matters] == ["cancelled", "cancelled"]
    maintenance.send_back(order, by=session("rechecker"), note="批复与事实不符")
    maintenance.invert_batch(order, by=session("operator3"))
    assert [(again(m).state, record(m).seeking_status) for m in matters] == [("seeking", "1")] * 2
    for matter in matters:
        taken = [(s.act, s.old, s.new) for s in steps(matter)]
        assert taken == [
            ("maintenance.execute_batch", "seeking", "cancelled"), ("maintenance.invert_batch", "cancelled", "seeking"),
        ]  # fmt: skip
