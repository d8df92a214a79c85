"""认定、准予: after the notice, by a third person; the record then says all the standard asks. Art. 7."""

import pytest

from jiuye.records.handling import actions
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.handling.steps import again, filed, granted, hardship, on, record, steps, unemployed

pytestmark = pytest.mark.article("7")


def test_a_recognition_by_four_different_people(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    unemployed(who, 60)
    held = granted(who)
    assert (held.state, held.due_on) == ("granted", None)
    row = record(held)
    assert (row.first_review_result, row.final_review_result, row.recognized_date) == ("1", "1", on(0))
    assert (row.first_reviewer_id, row.final_reviewer_id) == ("REVIEWER2", "APPROVER2")
    assert "R123" not in row.verdicts
    assert [s.act for s in steps(held)] == ["records.first_review", "records.publicise", "records.grant"]
    assert len({held.collected_by_id, held.reviewed_by_id, held.decided_by_id}) == 3


def test_no_recognition_without_a_registration_of_unemployment(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    held = hardship(who, 50)
    actions.first_review(held, by=session("reviewer2"), on=on(48))
    actions.publicise(again(held), by=session("clerk2"), on=on(45))
    with refused(house, "R116", "records.grant"):
        actions.grant(again(held), by=session("approver2"))
    assert again(held).state == "publicised"


def test_not_from_another_district(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    held = hardship(who, 50)
    with refused(house, "JY403", "records.first_review"):
        actions.first_review(held, by=session("outsider"))
    with refused(house, "H404", "records.first_review"):
        actions.first_review(held, by=session("outreviewer"))
