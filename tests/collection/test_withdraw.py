"""撤回: one's own submission, before it was reviewed. Art. 6(1)."""

import pytest

from jiuye.collection import actions, queries
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.collection.steps import again, handed_in, in_use

pytestmark = pytest.mark.article("6(1)")


def test_it_leaves_the_queue_and_stays_on_file(house: Instance, session: SessionOf) -> None:
    s = handed_in(session)
    actions.withdraw(s, by=session("clerk2"))
    assert again(s, session).state == "withdrawn"
    reviewer = session("reviewer2")
    with scope(reviewer):
        assert s.pk not in {w.pk for w in queries.to_review(reviewer)}
    with refused(house, "C001", "collection.accept"):
        actions.accept(again(s, session), by=reviewer)
    assert in_use(house, s) == 0
    assert entries(house, "collection.withdraw", "done")[-1].subject_id == s.pk


def test_nobody_withdraws_another_s(house: Instance, session: SessionOf) -> None:
    s = handed_in(session)
    with refused(house, "C005", "collection.withdraw"):
        actions.withdraw(s, by=session("clerk"))  # the city's clerk sees it
    with refused(house, "JY403", "collection.withdraw"):
        actions.withdraw(s, by=session("outsider"))  # of another district: it is not there
    assert again(s, session).state == "submitted"


def test_not_after_the_review(house: Instance, session: SessionOf) -> None:
    s = actions.accept(handed_in(session), by=session("reviewer2"))
    with refused(house, "C001", "collection.withdraw"):
        actions.withdraw(s, by=session("clerk2"))
