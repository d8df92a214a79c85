"""What a fact rests upon: a revocation alone on what market regulation holds, and only where it holds just that."""

import re
from datetime import date

import pytest

from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.records import actions as records
from jiuye.records.lineage import actions, queries
from jiuye.records.models import Employer, Lineage, SharedFact
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.records.lineage.steps import again, browser, firm, forged, known, on, paper, stated

pytestmark = pytest.mark.article("2(1)", "6(2)", "9(2)")
STATE, CONFIRM = "records.state_lineage", "records.confirm_lineage"


def insert(its: Employer, fact: SharedFact, day: date, session: SessionOf) -> None:
    """A revocation resting on it, past every rule of the room."""
    by = session("clerk2")
    with act(STATE, by=by, on=its) as entry:
        entry.put(Lineage(
            dataset="employer", record_id=its.pk, district=its.district, kind="revoked", effective_on=day,
            fact_id=fact.pk, stated_by_id=by.staff_id, stated_at=entry.at, due_on=clock.today(),
        ))  # fmt: skip


def test_the_word_for_revoked_is_the_contract_s() -> None:
    words = {q.kind: q.facts for q in CONTRACTS["50"].queries}["502"]
    assert words["revoked"] == queries.REVOKED != words["cancelled"]


def test_only_a_standing_revocation_of_that_day_proves_one(house: Instance, session: SessionOf) -> None:
    its = firm()
    for fact, day in (
        (known(its, "已注销"), 7), (known(its), 6), (known(its, until=on(2)), 7), (known(its, "已吊销（待核）"), 7),
    ):  # fmt: skip
        with refused(house, "L019", STATE):
            stated(its, "revoked", day, fact_id=fact.pk)
        with refused(house, "JY001", STATE):
            insert(its, fact, on(day), session)
    assert again(its).employer_status == "1"


def test_what_it_rests_upon_still_stands_when_it_is_confirmed(house: Instance, session: SessionOf) -> None:
    its, by = firm(), session("clerk2")
    fact = known(its)
    told = stated(its, "revoked", 7, fact_id=fact.pk)
    with act("collection.ask_department", by=by) as entry:
        records.retire("shared_fact", [fact.pk], under=entry)
    with refused(house, "L019", CONFIRM):
        actions.confirm_lineage(told, by=session("reviewer2"))
    with refused(house, "JY001", CONFIRM):
        forged(told)
    known(its)
    actions.confirm_lineage(told, by=session("reviewer2"))
    assert again(its).employer_status == "4", "asked anew, it says the same"


def test_of_one_kind_and_one_at_a_time(house: Instance, session: SessionOf) -> None:
    its, heir = firm(), firm()
    fact = known(its)
    with refused(house, "L017", STATE):
        stated(its, "merged", 7, fact_id=fact.pk, other_name=heir.employer_name, other_uscc=heir.uscc)
    with refused(house, "L018", STATE):
        stated(its, "revoked", 7, fact_id=fact.pk, paper=paper())


def test_the_page_offers_what_proves_it_and_chooses_nothing(house: Instance, session: SessionOf) -> None:
    its = firm()
    gone, fact = known(its, "已注销"), known(its)
    path, by = f"/records/employer/{its.pk}/lineage", browser("clerk2")
    shown = by.get(path, {"kind": "revoked"}).content.decode()
    assert str(fact.pk) in shown
    assert str(gone.pk) not in shown
    assert not re.search('<input[^>]*name="fact"[^>]*checked', shown)
    typed = {"kind": "revoked", "effective_on": on(7).isoformat(), "fact": str(fact.pk)}
    assert by.post(path, typed).status_code == 302
