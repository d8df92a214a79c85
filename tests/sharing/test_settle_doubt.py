"""处理疑点: by a second person, with a reason; until then nothing becomes a record. Art. 6(4), 7."""

from uuid import UUID

import pytest

from jiuye.collection import actions
from jiuye.collection.models import Doubt, Submission
from jiuye.collection.sharing.actions import settle_doubt
from jiuye.front.demo import session_of
from jiuye.parties.sessions import scope
from jiuye.partners.server import Department
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.collection.steps import again, in_use
from tests.sharing.steps import doubts, somebody

pytestmark = [pytest.mark.article("6(4)"), pytest.mark.article("7")]
NOTE = "看了户口簿原件"


def doubted(session: SessionOf) -> Submission:
    return actions.submit("person", somebody("982"), by=session("clerk2"), confirmed=["R007", "R031"])


def test_a_doubt_holds_up_the_review_until_it_is_settled(
    house: Instance, departments: dict[str, Department], session: SessionOf
) -> None:
    s = doubted(session)
    before = in_use(house)
    with refused(house, "D014", "collection.accept"):
        actions.accept(s, by=session("reviewer2"))
    assert in_use(house) == before
    done = settle_doubt(doubts(s)[0], by=session("reviewer2"), reason="10", note=NOTE)
    assert (done.state, done.reason) == ("settled", "10")
    assert entries(house, "collection.settle_doubt", "done")[-1].subject_id == done.pk
    actions.accept(again(s, session), by=session("reviewer2"))
    assert in_use(house) == before + 1


def test_it_is_settled_once_with_a_reason_and_a_note(
    house: Instance, departments: dict[str, Department], session: SessionOf
) -> None:
    [doubt] = doubts(doubted(session))
    for code, reason, note in (("D012", "", NOTE), ("D012", "99", NOTE), ("D013", "10", " ok ")):
        with refused(house, code, "collection.settle_doubt"):
            settle_doubt(doubt, by=session("reviewer2"), reason=reason, note=note)
    settle_doubt(doubt, by=session("reviewer2"), reason="40", note=NOTE)
    with refused(house, "D010", "collection.settle_doubt"):
        settle_doubt(doubt, by=session("reviewer2"), reason="10", note=NOTE)


@pytest.mark.parametrize(("who", "code"), [("clerk2", "JY403"), ("technician", "JY403"), ("outreviewer", "JY403")])
def test_others_do_not_settle_it(
    house: Instance, departments: dict[str, Department], session: SessionOf, who: str, code: str
) -> None:
    [doubt] = doubts(doubted(session))
    with refused(house, code, "collection.settle_doubt"):
        settle_doubt(doubt, by=session(who), reason="10", note=NOTE)
    assert doubts_state(doubt.submission_id) == "open"


def doubts_state(submission: UUID) -> str:
    with scope(session_of("manager")):
        return str(Doubt.objects.get(submission_id=submission).state)
