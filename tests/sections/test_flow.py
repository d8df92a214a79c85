"""取用已采数据: offered with source, day and strength; what agrees, lacks or differs at admission. Art. 6(2)."""

from pathlib import Path

import pytest

from jiuye.collection import actions
from jiuye.collection.sections.actions import flow
from jiuye.front.demo import session_of
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.records.refreshing import value_of
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.clean import legacy, write
from tests.collection.steps import order
from tests.quality.small_town import signed_in
from tests.sections.steps import OTHER, PHONE, again, conflicts, filed, number_of, record_of, sought

pytestmark = pytest.mark.article("6(2)")


def test_what_the_person_left_is_offered_to_the_next_form(house: Instance, session: SessionOf) -> None:
    who = filed()
    told = flow("job_seeking", {"person_id": who.person_id or "", "id_number": number_of(who)}, by=session("clerk2"))
    assert told["contact_phone"].value == PHONE
    assert told["contact_phone"].said.startswith("个人，")
    assert told["contact_phone"].said.endswith("，见证件材料")
    assert told["desired_division"].value == who.residence_division
    last = entries(house, "collection.flow", "done")[-1]
    assert (last.subject_id, last.why) == (who.pk, "办理求职登记")


def test_somebody_else_and_another_district_are_offered_nothing(house: Instance, session: SessionOf) -> None:
    who = filed()
    known = {"person_id": who.person_id or "", "id_number": "371098199001011234"}
    with refused(house, "C050", "collection.flow"):
        flow("job_seeking", known, by=session("clerk2"))
    assert flow("job_seeking", {"person_id": who.person_id or ""}, by=session("outsider")) == {}
    with refused(house, "JY403", "collection.flow"):
        flow("job_seeking", {"person_id": who.person_id or ""}, by=session("reviewer2"))


def test_a_business_number_alone_opens_nothing_sealed(house: Instance) -> None:
    account = "6222021614000012345"
    who = filed(bank_account=account, bank_account_name="丛某", bank_name="威海市商业银行")
    number, clerk = number_of(who), signed_in("clerk2")

    def told(dataset: str, **typed: str) -> tuple[int, str]:
        answer = clerk.post(f"/collection/flow/{dataset}", {"person_id": who.person_id or "", **typed})
        return answer.status_code, answer.content.decode()

    status, alone = told("subsidy")
    assert (status, "bank_name" in alone, account in alone, number in alone) == (200, True, False, False)
    assert (PHONE in told("job_seeking")[1], PHONE in told("job_seeking", id_number=number)[1]) == (False, True)
    status, shown = told("subsidy", id_number=number)
    assert (status, account in shown) == (200, True)
    status, others = told("subsidy", id_number="371098199001011234")
    assert (status, "bank_name" in others) == (422, False)
    assert entries(house, "collection.flow", "refused")[-1].code == "C050"


def test_what_agrees_bears_its_origin(house: Instance) -> None:
    who = filed()
    row = record_of(sought(who.person_id or ""))
    origin = (row.origins or {})["contact_phone"]
    assert (origin["dataset"], origin["number"], origin["strength"]) == ("person", who.person_id, "30")
    assert (row.device, row.strength, row.channel) == ("1", "30", "10")
    assert "desired_occupation_name" not in (row.origins or {})


def inherited(session: SessionOf, folder: Path, number: str = "协同-1") -> Person:
    """Taken over from an older system, which kept no phone."""
    [row] = legacy(1)
    row |= {"mobile_phone": "", "agency_code": "37100201"}
    order(session, number)
    actions.inherit("person", write(folder / "p.csv", [row]), by=session("manager"), order_number=number)
    with scope(session("manager")):
        found: Person = Person.objects.get(person_id=row["person_id"])
    return found


def test_what_the_person_lacks_flows_on_to_his_file(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    who = inherited(session, tmp_path)
    row = record_of(sought(who.person_id or "", contact_phone=OTHER))
    now = again(who)
    with scope(session_of("reviewer2")):
        assert value_of("person", who.pk, "mobile_phone") == OTHER
    origin = (now.origins or {})["mobile_phone"]
    assert (origin["dataset"], origin["number"], origin["entry"]) == ("job_seeking", row.seeking_id, str(now.entry_id))
    assert now.mobile_phone_placeholder is False


def test_what_the_receiving_section_would_refuse_does_not_flow_on(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    who = inherited(session, tmp_path, "协同-2")
    row = record_of(sought(who.person_id or "", contact_phone="0631-5231234"))  # good there, and no mobile phone
    with scope(session_of("reviewer2")):
        assert value_of("job_seeking", row.pk, "contact_phone") == "0631-5231234"
        assert value_of("person", who.pk, "mobile_phone") is None
    assert "mobile_phone" not in (again(who).origins or {})


def test_what_differs_is_a_conflict_and_changes_nothing(house: Instance) -> None:
    who = filed()
    one = sought(who.person_id or "", contact_phone=OTHER)
    [conflict] = conflicts(one)
    assert (conflict.item, conflict.held_item, conflict.state) == ("contact_phone", "mobile_phone", "open")
    assert (conflict.record_id, conflict.held_record_id) == (record_of(one).pk, who.pk)
    with scope(session_of("reviewer2")):
        assert value_of("person", who.pk, "mobile_phone") == PHONE
