"""注销失业登记、退出认定: with the reason of the list, by another than who registered it. Art. 6(2), 7."""

import pytest

from jiuye.collection.actions import accept
from jiuye.records.handling import actions
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.handling.steps import again, filed, granted, matter, on, record, steps, unemployed, working

pytestmark = pytest.mark.article("6(2)")


def test_a_registration_ends_with_its_reason(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    held = unemployed(who)
    with refused(house, "H007", "records.end"):
        actions.end(held, by=session("reviewer2"), note="本人要求注销", typed={})
    with refused(house, "JY403", "records.end"):
        actions.end(held, by=session("clerk2"), note="本人要求注销", typed={"cancel_reason": "80"})
    actions.end(held, by=session("reviewer2"), note="本人要求注销", typed={"cancel_reason": "80"})
    row = record(held)
    assert (row.valid_flag, row.cancel_reason, row.cancel_date) == ("0", "80", on(0))
    assert row.cancel_handler_id == "REVIEWER2"
    assert again(held).state == "ended"
    assert steps(held)[0].note == "本人要求注销"


def test_employed_is_no_reason_without_an_employment(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    held = unemployed(who)
    with refused(house, "R102", "records.end"):
        actions.end(held, by=session("reviewer2"), note="说已就业", typed={"cancel_reason": "61"})


def test_an_employment_ends_with_its_reason(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    one = working(who, on(5), employment_category="3", was_unemployed_flag="0")
    accept(one, by=session("reviewer2"))
    held = matter(one)
    actions.end(held, by=session("reviewer2"), on=on(1), note="灵活就业中断", typed={"end_reason": "81"})
    row = record(held)
    assert (row.end_date, row.end_registered_date, again(held).state) == (on(1), on(0), "ended")


def test_whoever_is_recognised_leaves(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    unemployed(who, 60)
    held = granted(who)
    actions.end(held, by=session("reviewer2"), note="已稳定就业", typed={"exit_reason": "030"})
    assert (record(held).valid_flag, record(held).exit_reason) == ("0", "030")
