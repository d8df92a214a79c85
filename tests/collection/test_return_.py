"""退回: sent back with a coded reason and what to change. Art. 7."""

import pytest

from jiuye.collection import actions
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.collection.steps import again, handed_in, in_use

pytestmark = pytest.mark.article("7")


def test_it_goes_back_with_reason_and_remark(house: Instance, session: SessionOf) -> None:
    s, reviewer = handed_in(session), session("reviewer2")
    actions.return_(s, by=reviewer, code="20", note="姓名与身份证不符")
    now = again(s, session)
    assert (now.state, now.return_code, now.note) == ("returned", "20", "姓名与身份证不符")
    assert (now.reviewed_by_id, now.reviewed_at is not None) == (reviewer.staff_id, True)
    assert entries(house, "collection.return_", "done")[-1].subject_id == s.pk
    with refused(house, "C001", "collection.accept"):
        actions.accept(now, by=session("reviewer"))
    assert in_use(house, s) == 0


@pytest.mark.parametrize(
    ("code", "given"), [("C003", {"code": "99", "note": "改"}), ("C004", {"code": "10", "note": "  "})]
)
def test_a_reason_and_what_to_change_are_wanted(
    house: Instance, session: SessionOf, code: str, given: dict[str, str]
) -> None:
    s = handed_in(session)
    with refused(house, code, "collection.return_"):
        actions.return_(s, by=session("reviewer2"), **given)
    assert again(s, session).state == "submitted"


def test_not_from_another_district(house: Instance, session: SessionOf) -> None:
    s = handed_in(session)
    with refused(house, "JY403", "collection.return_"):
        actions.return_(s, by=session("outreviewer"), code="10", note="材料不全")


def test_not_by_the_clerk(house: Instance, session: SessionOf) -> None:
    s = handed_in(session)
    with refused(house, "JY403", "collection.return_"):
        actions.return_(s, by=session("clerk2"), code="10", note="材料不全")


def test_what_is_a_record_already_is_not_sent_back(house: Instance, session: SessionOf) -> None:
    s = actions.accept(handed_in(session), by=session("reviewer2"))
    with refused(house, "C001", "collection.return_"):
        actions.return_(s, by=session("reviewer2"), code="10", note="迟了")
