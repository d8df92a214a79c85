"""初审: another than who collected it; what it finds is given to the record with the decision. Art. 7."""

import pytest

from jiuye.records.handling import actions
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.handling.steps import again, filed, hardship, record, steps, unemployed

pytestmark = pytest.mark.article("7")


def test_the_first_review_moves_the_matter_and_not_yet_the_record(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    unemployed(who)
    held = hardship(who)
    assert (held.state, held.begun_as) == ("applied", "applied")
    assert held.due_on is not None
    actions.first_review(held, by=session("reviewer2"))
    now = again(held)
    assert now.state == "reviewed"
    assert now.reviewed_by_id == session("reviewer2").staff_id
    assert record(held).first_review_result == "0"
    assert steps(held)[0].items["first_review_result"] == "1"
    assert entries(house, "records.first_review", "done")[-1].subject_id == held.pk
    with refused(house, "H001", "records.first_review"):
        actions.first_review(again(held), by=session("reviewer2"))
