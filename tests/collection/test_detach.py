"""撤材料: by whoever attached it, before the review; the row stays, with who and when."""

import pytest

from jiuye.collection import actions
from jiuye.collection.archive import attach as archive
from jiuye.collection.archive.queries import material
from jiuye.collection.models import Attachment
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests import papers
from tests.book import SessionOf, refused
from tests.clean import person

pytestmark = pytest.mark.article("2(4)")


def attached(session: SessionOf, seed: int) -> Attachment:
    confirmed = [f"R{n:03d}" for n in range(1, 229)]
    made = actions.submit("person", person(), by=session("clerk2"), confirmed=confirmed)
    return archive.attach(made, papers.picture(seed), "a.png", "11", by=session("clerk2"))


def test_it_is_off_the_case_and_on_file(session: SessionOf) -> None:
    a = attached(session, 90)
    archive.detach(a, by=session("clerk2"))
    with scope(session("manager")):
        assert material(a.submission) == []
        kept = Attachment.objects.get(pk=a.pk)
    assert (kept.removed_by_id, bool(kept.removed_at)) == (session("clerk2").staff_id, True)


def test_only_his_own_once_and_before_the_review(house: Instance, session: SessionOf) -> None:
    a = attached(session, 91)
    with refused(house, "JY403", "collection.detach"):
        archive.detach(a, by=session("reviewer2"))
    archive.detach(a, by=session("clerk2"))
    with refused(house, "A009", "collection.detach"):
        archive.detach(a, by=session("clerk2"))
    late = attached(session, 92)
    actions.accept(late.submission, by=session("reviewer2"))
    with refused(house, "A008", "collection.detach"):
        archive.detach(late, by=session("clerk2"))
