"""Two districts hold one fact otherwise: the city sees both sources and decides. Art. 6(2), 7."""

import pytest

from jiuye.collection import actions
from jiuye.collection.models import Conflict
from jiuye.collection.sections import queries
from jiuye.collection.sections.actions import settle_conflict
from jiuye.front.demo import session_of
from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.records.refreshing import value_of
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.quality.small_town import signed_in
from tests.sections.steps import OTHER, PHONE, SURE, conflicts, filed, seeking, sought

pytestmark = [pytest.mark.article("6(2)"), pytest.mark.article("7")]
NOTE = "两区核对，本人换了号码"
SETTLE = "collection.settle_conflict"


def elsewhere() -> Conflict:
    """Registered for work in another district than his file's, with another phone."""
    who = filed()
    row = seeking(who.person_id or "", contact_phone=OTHER)
    one = actions.submit("job_seeking", row, by=session_of("outsider"), confirmed=SURE)
    actions.accept(one, by=session_of("outreviewer"))
    [conflict] = conflicts(one)
    return conflict


def test_it_lies_with_the_city_and_neither_district_sees_or_settles_it(house: Instance, session: SessionOf) -> None:
    conflict = elsewhere()
    assert conflict.district == "371000"
    for who in ("reviewer2", "outreviewer"):
        by = session(who)
        with scope(by):
            assert conflict.pk not in {c.pk for c in queries.waiting(by)}
            assert queries.conflict(conflict.pk) is None
        with refused(house, "JY403", SETTLE):
            settle_conflict(conflict, by=by, verdict="apart", note=NOTE)
        assert signed_in(who).get(f"/collection/conflicts/{conflict.pk}").status_code == 404
    by = session("reviewer")
    with scope(by):
        assert conflict.pk in {c.pk for c in queries.waiting(by)}
        both = queries.shown(conflict)
    assert (both.new.district, both.held.district) == ("荣成市", "环翠区")
    assert f"/collection/conflicts/{conflict.pk}" in signed_in("reviewer").get("/").content.decode()


@pytest.mark.parametrize(("verdict", "theirs", "mine"), [("new", OTHER, OTHER), ("held", PHONE, PHONE)])
def test_the_city_s_word_is_written_where_it_belongs(
    house: Instance, session: SessionOf, verdict: str, theirs: str, mine: str
) -> None:
    conflict = elsewhere()
    settle_conflict(conflict, by=session("manager"), verdict=verdict, note=NOTE)
    with scope(session("reviewer2")):
        assert value_of("person", conflict.held_record_id, "mobile_phone") == theirs
    with scope(session("outreviewer")):
        assert value_of("job_seeking", conflict.record_id, "contact_phone") == mine
    page = signed_in("manager").get(f"/collection/conflicts/{conflict.pk}").content.decode()
    assert "由市级裁定" in page


def test_the_form_and_the_reviewer_are_told_before_and_shown_no_value(house: Instance, session: SessionOf) -> None:
    who = filed()
    row = seeking(who.person_id or "", contact_phone=OTHER)
    door = signed_in("outsider")
    told = door.post("/collection/match/job_seeking", row | {"draft": str(uuid7())}).json()["html"]
    assert "环翠区的个人所记手机号码与正在填的不同" in told
    assert PHONE not in told
    assert (who.person_id or "-") not in told
    entry = entries(house, "records.match", "done")[-1]
    assert (entry.staff_id, entry.why) == (session("outsider").staff_id, "录入求职登记")
    agrees = row | {"contact_phone": PHONE, "draft": str(uuid7())}
    assert "他区所记不同" not in door.post("/collection/match/job_seeking", agrees).json()["html"]
    one = actions.submit("job_seeking", row, by=session("outsider"), confirmed=SURE)
    page = signed_in("outreviewer").get(f"/collection/{one.pk}").content.decode()
    assert "环翠区的个人所记手机号码与本件不同" in page
    assert PHONE not in page
    assert conflicts(one) == []


def test_the_same_form_asks_once(house: Instance, session: SessionOf) -> None:
    row = seeking(filed().person_id or "", contact_phone=OTHER) | {"draft": str(uuid7())}
    door = signed_in("outsider")
    first = door.post("/collection/match/job_seeking", row).json()["html"]
    before = len(entries(house, "records.match", "done"))
    assert door.post("/collection/match/job_seeking", row).json()["html"] == first
    assert len(entries(house, "records.match", "done")) == before


def test_within_one_district_it_stays_there(house: Instance, session: SessionOf) -> None:
    who = filed()
    [conflict] = conflicts(sought(who.person_id or "", contact_phone=OTHER))
    assert conflict.district == "371002"


def test_what_agrees_or_is_empty_elsewhere_opens_nothing(house: Instance, session: SessionOf) -> None:
    who = filed()
    row = seeking(who.person_id or "", contact_phone=PHONE)
    one = actions.submit("job_seeking", row, by=session("outsider"), confirmed=SURE)
    actions.accept(one, by=session("outreviewer"))
    assert conflicts(one) == []
