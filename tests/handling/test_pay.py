"""登记发放: what arrived and when, by another than who granted it. Art. 6(4), 7."""

from decimal import Decimal

import pytest

from jiuye.records.handling import actions
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.handling.steps import again, claimed, filed, on, record, unemployed

pytestmark = pytest.mark.article("7")


def test_a_subsidy_from_the_notice_to_the_account_and_back(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    held = claimed(who, unemployed(who, 60))
    actions.publicise(held, by=session("clerk2"), on=on(38))
    actions.grant(again(held), by=session("approver2"))
    assert record(held).payment_status == "20"
    with refused(house, "H007", "records.pay"):
        actions.pay(again(held), by=session("reviewer2"), typed={})
    with refused(house, "R140", "records.pay"):
        actions.pay(again(held), by=session("reviewer2"), typed={"paid_amount": "900"})
    actions.pay(again(held), by=session("reviewer2"), typed={"paid_amount": "300"})
    row = record(held)
    assert (row.payment_status, row.paid_amount, row.paid_date) == ("40", Decimal("300.00"), on(0))
    with refused(house, "H005", "records.reclaim"):
        actions.reclaim(again(held), by=session("approver2"), note="")
    actions.reclaim(again(held), by=session("approver2"), note="核查发现同期在职参保")
    assert record(held).refund_flag == "1"
    assert again(held).state == "reclaimed"
