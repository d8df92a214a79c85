"""查看一件提交: whoever opens what is neither his own nor waits before him is on file, and finds it by its number no
other way. Art. 10(3)."""

import pytest

from jiuye.collection import actions
from jiuye.collection.models import Submission
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries
from tests.collection.steps import handed_in
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("10(3)")


def looks(house: Instance, one: Submission) -> list[str]:
    return [e.why for e in entries(house, "records.open", "done") if e.subject_id == one.pk]


def test_what_one_has_in_hand_is_no_look_all_else_is(house: Instance, session: SessionOf) -> None:
    one = handed_in(session)
    page = f"/collection/{one.pk}"
    for account in ("clerk2", "reviewer2"):
        assert signed_in(account).get(page).status_code == 200
    assert looks(house, one) == []
    assert signed_in("clerk").get(page).status_code == 404
    assert signed_in("manager2").post("/find", {"q": one.number}).headers["Location"] == page
    assert signed_in("manager2").get(page).status_code == 200
    assert looks(house, one) == [one.number]


def test_what_is_settled_is_opened_like_a_record(house: Instance, session: SessionOf) -> None:
    one = handed_in(session)
    actions.accept(one, by=session("reviewer2"))
    reviewer, page = signed_in("reviewer2"), f"/collection/{one.pk}"
    assert reviewer.get(page).status_code == 200
    assert reviewer.post(f"{page}/accept", {}).status_code == 422, "refused, and shown once more: another look"
    assert reviewer.get(f"{page}/file").status_code == 404
    assert looks(house, one) == [one.number] * 3
    with scope(session("reviewer2")):
        record = Person.objects.get(submission_id=one.pk)
    seen = "select array_agg(u.id) from ledger.subject s, unnest(s.ids) u(id) where s.entry_id = %s and s.tbl = '@seen'"
    assert asked(house, seen, entries(house, "records.open", "done")[-1].id) == [record.pk]
