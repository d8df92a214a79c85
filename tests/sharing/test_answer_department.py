"""对外答复: a signed question about one person, the least there is to tell, and nothing that is not fit to leave."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jiuye.collection import actions
from jiuye.collection.models import Nonce
from jiuye.collection.sharing import door
from jiuye.front import demo
from jiuye.lib import clock, signing
from jiuye.lib.signing import HmacSm3
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import scope
from jiuye.partners.server import Department
from jiuye.records.leaving import held_back
from jiuye.records.models import Person
from jiuye.records.waivers import approve_waiver, waive
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries
from tests.clean import Row, legacy, write
from tests.sharing.steps import somebody

pytestmark = [pytest.mark.article("6(1)"), pytest.mark.article("6(4)")]
PATH = "/api/departments/question"
UNEMPLOYED = "jiuye-unemployed-1"


class Asker:
    """A department that asks."""

    def __init__(self, department: Department) -> None:
        self.code, self.signer = department.code, department.signer
        self.client = Client(headers={"host": "localhost"})

    def put(self, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        answer = self.client.post(PATH, body, content_type="application/json", headers=headers)
        told = json.loads(answer.content)
        if answer.status_code == 200:
            sent = {h: answer[h] for h in (signing.KEY, signing.AT, signing.NONCE, signing.REPLY, signing.SIGNATURE)}
            reply_to = headers[signing.NONCE]
            assert not signing.doubt(
                self.signer, "jiuye", sent, PATH, answer.content, now=clock.now(), reply_to=reply_to
            )
        return answer.status_code, told

    def ask(self, number: str, on: date | None = None, contract: str = UNEMPLOYED, **more: Any) -> tuple[int, Any]:
        body = self.body(number, on, contract)
        return self.put(body, self.stamp(body, **more))

    def body(self, number: str, on: date | None = None, contract: str = UNEMPLOYED) -> bytes:
        asked_ = {"id_number": number, "on": (on or clock.today()).isoformat()}
        return json.dumps({"contract": contract, "basis": "MZ-2026-001", "asked": asked_}).encode()

    def stamp(self, body: bytes, *, key: HmacSm3 | None = None, at: Any = None) -> dict[str, str]:
        return signing.stamp(key or self.signer, self.code, PATH, body, at=at or clock.now())


@pytest.fixture
def justice(departments: dict[str, Department]) -> Asker:
    Nonce.objects.all().delete()
    return Asker(departments["40"])


def registered(house: Instance, session: SessionOf, departments: dict[str, Department]) -> Row:
    """Somebody on file who registered as unemployed ten days ago."""
    row = somebody()
    s = actions.submit("person", row, by=session("clerk2"), confirmed=["R007", "R031"])
    actions.accept(s, by=session("reviewer2"))
    number = asked(house, "select person_id from jiuye.records_person where submission_id = %s", s.pk)
    day = (clock.today() - timedelta(days=10)).isoformat()
    entry = {
        "id_number": row["id_number"], "name": row["name"], "person_id": number, "unemployment_date": day,
        "unemployment_kind": "30", "unemployment_reason": "90", "registered_date": day,
        "registration_place_kind": "1", "registration_division": "371002", "work_ability_flag": "1",
    }  # fmt: skip
    sure = ["R086", "R087", "R088", "R089", "R090", "R098", "R007", "R031"]
    u = actions.submit("unemployment_registration", entry, by=session("clerk2"), confirmed=sure)
    actions.accept(u, by=session("reviewer2"))
    return row


def test_yes_and_since_when_and_nothing_else(
    house: Instance, departments: dict[str, Department], session: SessionOf, justice: Asker
) -> None:
    row = registered(house, session, departments)
    status, told = justice.ask(row["id_number"])
    since = (clock.today() - timedelta(days=10)).isoformat()
    assert (status, told["answer"]) == (200, {"answer": "yes", "since": since})
    assert set(told) == {"contract", "subject", "answer"}
    assert justice.ask(row["id_number"], clock.today() - timedelta(days=30))[1]["answer"]["answer"] == "no"
    yes = "select row_to_json(a)::text from jiuye.collection_answered a where answer = 'yes' order by id desc limit 1"
    log = asked(house, yes)
    assert row["id_number"] not in log
    assert row["name"] not in log
    done = entries(house, "collection.answer_department", "done")[-2]
    assert done.subject_id == asked(house, "select id from jiuye.records_person where name = %s", row["name"])
    assert done.why == "MZ-2026-001"


def test_nobody_on_file_is_said_to_be_so(justice: Asker) -> None:
    assert justice.ask("371098199001010019")[1]["answer"] == {"answer": "no_such_record", "since": ""}


def test_what_does_not_conform_does_not_leave_until_it_is_waived(
    house: Instance, session: SessionOf, justice: Asker, tmp_path: Path
) -> None:
    [row] = legacy(1)
    row["birth_date"] = "1970-01-02"
    demo.order()
    file = write(tmp_path / "person.csv", [row])
    done, _ = actions.inherit("person", file, by=session("manager"), order_number=demo.ORDER)
    assert justice.ask(row["id_number"])[1]["answer"] == {"answer": "withheld", "since": ""}
    with scope(session("manager")):
        person = Person.objects.get(submission_id=done.pk)
        broken = held_back([person], on=clock.today())[person.pk]
    until = clock.today() + timedelta(days=1)
    waiver = waive(person, broken, by=session("manager"), reason="司法局急需核对", valid_until=until)
    approve_waiver(waiver, by=session("manager2"))
    assert justice.ask(row["id_number"])[1]["answer"] == {"answer": "no", "since": ""}


@pytest.mark.parametrize(
    ("why", "code", "status"), [("forged", "D002", 401), ("old", "D003", 401), ("unknown", "D001", 401)]
)
def test_a_question_that_is_not_theirs_is_refused_and_on_file(
    house: Instance, justice: Asker, why: str, code: str, status: int
) -> None:
    door._told[0] = float("-inf")
    before = len(entries(house, "collection.answer_department", "refused"))
    key = {"forged": HmacSm3(justice.signer.key_id, b"y" * 32), "unknown": HmacSm3("99-0", b"y" * 32)}.get(why)
    at = clock.now() - timedelta(minutes=10) if why == "old" else None
    got, told = justice.ask("371098199001010019", key=key, at=at)
    assert (got, told["code"]) == (status, code)
    assert len(entries(house, "collection.answer_department", "refused")) == before + 1


def test_a_body_changed_on_the_way_is_refused(justice: Asker) -> None:
    body = justice.body("371098199001010019")
    status, told = justice.put(body.replace(b"0019", b"0027"), justice.stamp(body))
    assert (status, told["code"]) == (401, "D002")


def test_a_question_is_answered_once(house: Instance, justice: Asker) -> None:
    body = justice.body("371098199001010019")
    headers = justice.stamp(body)
    assert justice.put(body, headers)[0] == 200
    before = asked(house, "select count(*) from jiuye.collection_answered")
    status, told = justice.put(body, headers)
    assert (status, told["code"]) == (401, "D004")
    assert asked(house, "select count(*) from jiuye.collection_answered") == before


def test_no_faster_than_agreed(justice: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "A_MINUTE", 2)
    got = [justice.ask("371098199001010019")[0] for _ in range(4)]
    assert got == [200, 200, 429, 429]


def test_only_the_contracts_made_with_them_and_days_that_have_come(house: Instance, justice: Asker) -> None:
    for number, contract in ((403, "jiuye-nothing-1"),):
        status, told = justice.ask("371098199001010019", contract=contract)
        assert (status, told["code"]) == (number, "D007")
    status, told = justice.ask("371098199001010019", clock.today() + timedelta(days=1))
    assert (status, told["code"]) == (422, "D008")


def test_one_person_at_a_time(justice: Asker) -> None:
    several = {"id_number": ["371098199001010019", "371098199001010027"], "on": "2026-11-01"}
    body = json.dumps({"contract": UNEMPLOYED, "basis": "MZ-2026-001", "asked": several}).encode()
    assert justice.put(body, justice.stamp(body))[0] == 422


def test_a_department_may_do_that_and_nothing_else() -> None:
    assert {a.name for a in ACTS.values() if "department" in a.posts} == {"collection.answer_department"}
