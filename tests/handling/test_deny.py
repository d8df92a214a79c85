"""不予: with the reason, from any step before the decision. Art. 7."""

import pytest

from jiuye.records.handling import actions
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.handling.steps import again, claimed, filed, hardship, record, unemployed

pytestmark = pytest.mark.article("7")


def test_a_recognition_denied_at_the_first_review_says_why(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    unemployed(who)
    held = hardship(who)
    with refused(house, "H005", "records.deny"):
        actions.deny(held, by=session("approver2"), note="无")
    actions.deny(held, by=session("approver2"), note="没有失地证明")
    row = record(held)
    assert again(held).state == "denied"
    assert (row.first_review_result, row.first_review_reject_reason, row.valid_flag) == ("2", "没有失地证明", "0")


def test_a_denied_subsidy_is_not_paid(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    held = claimed(who, unemployed(who, 60))
    actions.deny(held, by=session("approver2"), note="同期已享受失业保险待遇")
    assert record(held).valid_flag == "0"
    with refused(house, "H001", "records.pay"):
        actions.pay(again(held), by=session("reviewer2"), typed={"paid_amount": "300"})
