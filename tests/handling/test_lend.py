"""借出、收回、转出、回执 of a personnel file. Art. 6(1), 6(2)."""

from datetime import timedelta

import pytest

from jiuye.lib.workdays import workday_after
from jiuye.records.handling import actions
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.handling.steps import again, deposited, filed, on, record, steps

pytestmark = pytest.mark.article("6(2)")


def test_a_file_is_lent_comes_back_and_moves_out(house: Instance, session: SessionOf) -> None:
    held = deposited(filed()[1])
    actions.lend(held, by=session("clerk2"), note="组织部门查阅")
    assert (record(held).file_status, again(held).due_on) == ("3", workday_after(on(0), 10))
    with refused(house, "H001", "records.transfer_out"):
        actions.transfer_out(again(held), by=session("reviewer2"), typed={})
    actions.take_back(again(held), by=session("clerk2"))  # records.take_back
    assert (record(held).file_status, again(held).due_on) == ("1", None)
    typed = {
        "out_reason": "30", "out_person": "机要", "out_unit_name": "示例市人才中心", "transfer_letter_no": "DH-1",
    }  # fmt: skip
    with refused(house, "H007", "records.transfer_out"):
        actions.transfer_out(again(held), by=session("reviewer2"), typed=typed | {"transfer_letter_no": ""})
    actions.transfer_out(again(held), by=session("reviewer2"), typed=typed)
    assert (record(held).file_status, again(held).due_on) == ("2", on(0) + timedelta(days=60))
    actions.confirm_receipt(again(held), by=session("clerk2"))  # records.confirm_receipt
    assert (record(held).receipt_date, again(held).state) == (on(0), "receipted")
    assert len(steps(held)) == 4
