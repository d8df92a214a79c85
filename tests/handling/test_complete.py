"""登记结业、退学: with result and certificate, by another than who enrolled him. Art. 6(2), 7."""

import pytest

from jiuye.records.handling import actions
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.handling.steps import again, filed, on, record, taught

pytestmark = pytest.mark.article("6(2)")


def test_a_training_completed_with_its_certificate(house: Instance, session: SessionOf) -> None:
    held = taught(filed()[1])
    assert held.state == "enrolled"
    typed = {"result": "1", "attended_hours": "40"}
    with refused(house, "I05", "records.complete"):
        actions.complete(held, by=session("reviewer2"), typed=typed)
    more = {
        "certificate_no": f"S{held.number}", "certificate_issue_date": on(0).isoformat(), "certificate_issuer": "示例",
    }  # fmt: skip
    actions.complete(held, by=session("reviewer2"), typed=typed | more)
    row = record(held)
    assert (row.result, row.certificate_no, row.end_date) == ("1", f"S{held.number}", on(0))
    with refused(house, "H001", "records.drop_out"):
        actions.drop_out(again(held), by=session("clerk2"), note="本人退出")


def test_a_training_left(house: Instance, session: SessionOf) -> None:
    held = taught(filed()[1])
    with refused(house, "H005", "records.drop_out"):
        actions.drop_out(held, by=session("clerk2"), note="")
    actions.drop_out(held, by=session("clerk2"), note="本人退出")
    assert (again(held).state, record(held).valid_flag) == ("dropped", "0")
