"""被吸收合并: once, and never in a circle, whoever confirms, in whatever district, at one moment too."""

import pytest

from jiuye.collection import actions as collection
from jiuye.front.demo import session_of
from jiuye.lib.verdict import Refused
from jiuye.parties.sessions import scope
from jiuye.records.lineage import actions
from jiuye.records.models import Employer, Lineage
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, refused
from tests.maintenance.test_interleavings import at_once
from tests.own import steps
from tests.records.lineage.steps import again, firm, forged, stated

pytestmark = pytest.mark.article("2(1)", "7", "9(2)")
CONFIRM = "records.confirm_lineage"


def into(its: Employer, heir: Employer, by: str = "clerk2") -> Lineage:
    return stated(its, "merged", by=by, other_name=heir.employer_name, other_uscc=heir.uscc)


def impossible(house: Instance, fact: Lineage, by: str = "reviewer2") -> None:
    with refused(house, "L015", CONFIRM):
        actions.confirm_lineage(fact, by=session_of(by))
    with refused(house, "JY001", CONFIRM):
        forged(fact, by)
    assert asked(house, "select state from jiuye.records_lineage where id = %s", fact.pk) == "stated"


def test_a_merged_employer_merges_into_no_other_and_takes_nobody_over_that_took_it(
    house: Instance, session: SessionOf
) -> None:
    a, b, c = firm(), firm(), firm()
    told = [into(a, c), into(b, a), into(c, a)]
    actions.confirm_lineage(into(a, b), by=session("reviewer2"))
    impossible(house, told[0])
    impossible(house, told[1])
    assert again(b).employer_status == "1"
    actions.confirm_lineage(into(b, c), by=session("reviewer2"))
    impossible(house, told[2])
    assert again(c).employer_status == "1"


def elsewhere() -> Employer:
    row = steps.new_employer()
    made = collection.submit("employer", row, by=session_of("outsider"), confirmed=steps.EVERY_QUESTION)
    collection.accept(made, by=session_of("outreviewer"))
    with scope(session_of("manager")):
        found: Employer = Employer.objects.get(uscc=row["uscc"], retired=False)
    return found


def test_a_circle_across_districts_is_seen(house: Instance, session: SessionOf) -> None:
    here, there = firm(), elsewhere()
    assert here.district != there.district
    back = into(there, here, by="outsider")
    actions.confirm_lineage(into(here, there), by=session("reviewer2"))
    impossible(house, back, by="outreviewer")


def test_two_who_confirm_the_two_ways_at_once(house: Instance, session: SessionOf) -> None:
    a, b = firm(), firm()
    pair = [(into(a, b), session("reviewer2")), (into(b, a), session("manager"))]
    told = at_once([lambda f=f, by=by: actions.confirm_lineage(f, by=by) for f, by in pair])  # type: ignore[misc]
    lost = [t for t in told if isinstance(t, Refused)]
    assert [t.verdict.code for t in lost] == ["L015"], told
    assert sorted(again(e).employer_status or "" for e in (a, b)) == ["1", "3"]
