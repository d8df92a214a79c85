"""谁能办, and many posts looked over in one sitting. Art. 9(1), 10(3)."""

import re

import pytest

from jiuye.front.demo import session_of
from jiuye.parties import queries
from jiuye.parties.permissions import ACTS
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries
from tests.parties.test_duties import age
from tests.parties.test_recertify import held_by
from tests.quality.small_town import signed_in

pytestmark = [pytest.mark.article("9(1)"), pytest.mark.article("10(3)")]


def can(act: str, place: str) -> set[str]:
    return {a.staff.staff_no for a in queries.who_can(ACTS[act], place)}


def test_who_may_in_a_district_is_its_own_and_the_city_s(house: Instance) -> None:
    assert {"CLERK", "CLERK2", "REVIEWER2"} <= can("usage.look_up", "371002")
    assert not can("usage.look_up", "371002") & {"OUTSIDER", "OUTREVIEWER", "SUPERVISOR", "SYS-1"}
    assert {"CLERK", "OUTSIDER"} <= can("usage.look_up", "371082")
    assert can("usage.approve_batch", "371002") == {"USAGE", "USAGE2"}
    assert can("ledger.seal", "371002") == set(), "the machine's alone"
    page = signed_in("admin").get("/parties/rights", {"act": "usage.approve_batch", "place": "371002"})
    assert "演示·滕使用" in page.content.decode()
    assert signed_in("clerk2").get("/parties/rights", {"act": "no.such", "place": "x"}).status_code == 200


def test_many_are_looked_over_at_once_each_with_its_entry(house: Instance, session: SessionOf) -> None:
    admin = signed_in("admin")
    mine, others = held_by("admin"), [held_by(a) for a in ("clerk2", "reviewer2", "archivist")]
    for held in (mine, *others):
        age(house, held, 340)
    listed = re.findall(r'name="held" value="([^"]+)"', admin.get("/parties/due").content.decode())
    assert set(listed) == {str(h.pk) for h in others}, "nobody looks over his own"
    before = len(entries(house, "parties.recertify", "done"))
    told = {"held": [*listed, str(mine.pk), str(held_by("outsider").pk), "x"], "why": ""}
    assert admin.post("/parties/due/recertify", told).status_code == 422, "not without a reason"
    assert len(entries(house, "parties.recertify", "done")) == before
    assert admin.post("/parties/due/recertify", told | {"why": "窗口仍需人手"}).status_code == 302
    done = entries(house, "parties.recertify", "done")[before:]
    assert {e.subject_id for e in done} == {h.pk for h in others}
    assert {e.staff_id for e in done} == {session_of("admin").staff_id}
    assert entries(house, "parties.recertify", "refused")[-1].subject_id == mine.pk
    assert admin.post("/parties/due/recertify", {"why": "窗口仍需人手"}).status_code == 422
