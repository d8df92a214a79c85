"""公示: for as many workdays as the standard says; of a subsidy the record bears from when to when. Art. 7."""

import pytest

from jiuye.lib.workdays import workday_after
from jiuye.records.handling import actions
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.handling.steps import again, claimed, filed, hardship, on, record, steps, unemployed

pytestmark = pytest.mark.article("7")


def test_a_notice_runs_for_five_workdays_and_is_on_the_record(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    held = claimed(who, unemployed(who, 60))
    assert held.state == "accepted"
    actions.publicise(held, by=session("clerk2"))
    now, row = again(held), record(held)
    assert now.not_before == workday_after(on(0), 5)
    assert now.due_on == workday_after(workday_after(on(0), 5), 5)
    assert (row.notice_start_date, row.notice_end_date) == (on(0), now.not_before)
    with refused(house, "H004", "records.grant"):
        actions.grant(now, by=session("approver2"))


def test_a_step_entered_long_afterwards_says_so(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    unemployed(who, 60)
    held = hardship(who, 50)
    actions.first_review(held, by=session("reviewer2"), on=on(48))
    taken = steps(held)[0]
    assert taken.backdated
    assert taken.entered_after > 20
    with refused(house, "H003", "records.publicise"):
        actions.publicise(again(held), by=session("clerk2"), on=on(49))
    with refused(house, "H003", "records.publicise"):
        actions.publicise(again(held), by=session("clerk2"), on=on(-1))
