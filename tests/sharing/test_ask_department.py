"""部门核验: asked before it is handed in; four answers, never mixed; a fault is never an answer. Art. 6(4)."""

import http.client
import json

import pytest
from django.conf import settings

from jiuye.collection import actions
from jiuye.collection.models import Circuit, Submission
from jiuye.collection.sharing.actions import ask_again, ask_department
from jiuye.collection.sharing.occasions import questions as occasions
from jiuye.lib import clock, signing
from jiuye.lib.keys import uuid7
from jiuye.partners.server import Department
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import Row, person
from tests.sharing.steps import askings, doubts, hours_later, machine, questions, somebody

pytestmark = pytest.mark.article("6(4)")
Departments = dict[str, Department]
POLICE = {("10", "101"), ("10", "103")}


def submit(session: SessionOf, row: Row) -> Submission:
    return actions.submit("person", row, by=session("clerk2"), confirmed=["R007", "R031"])


def test_all_agree_and_nobody_waits(house: Instance, departments: Departments, session: SessionOf) -> None:
    degree = {"education": "21", "graduated_school": "某大学", "major": "会计", "graduation_date": "2015-07-01"}
    s = submit(session, somebody(marital_status="10", **degree))
    found = questions(s)
    assert set(found) == {*POLICE, ("20", "203"), ("30", "301")}
    assert {(q.state, q.answer) for q in found.values()} == {("answered", "confirmed")}
    assert doubts(s) == []
    assert {a.answer for a in askings(s)} == {"confirmed"}
    assert entries(house, "collection.ask_department", "done")[-1].subject_id == s.pk


def test_only_what_the_entry_states_is_asked() -> None:
    asked_of = {(q.department, q.query.kind) for q in occasions("person", somebody())}
    assert asked_of == POLICE
    assert occasions("person", somebody() | {"id_number": "E12345678"}) == []
    assert [q.query.kind for q in occasions("unemployment_registration", somebody())] == ["101", "103", "401"]


def test_a_contradiction_opens_a_doubt_and_changes_nothing(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    row = somebody("982")
    s = submit(session, row)
    found = questions(s)["10", "101"]
    assert (found.state, found.answer, found.differs) == ("answered", "contradicted", ["name"])
    [doubt] = doubts(s)
    assert (doubt.kind, doubt.state, doubt.differs) == ("101", "open", ["name"])
    assert asked(house, "select name from work.stage_person where submission_id = %s", s.pk) == row["name"]


def test_nobody_known_is_neither_agreement_nor_doubt(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    s = submit(session, somebody("981"))
    assert {q.answer for q in questions(s).values()} == {"no_such_record"}
    assert doubts(s) == []


def test_a_death_on_file_contradicts_the_living(departments: Departments, session: SessionOf) -> None:
    s = submit(session, somebody("983"))
    assert questions(s)["10", "101"].answer == "confirmed"
    assert questions(s)["10", "103"].answer == "contradicted"


def test_a_department_that_is_not_there_is_down(departments: Departments, session: SessionOf) -> None:
    before = settings.PARTNERS
    settings.PARTNERS = before | {"10": "http://127.0.0.1:9"}
    try:
        s = submit(session, somebody())
    finally:
        settings.PARTNERS = before
    assert {(q.state, q.answer, q.fault) for q in questions(s).values()} == {("open", "could_not_ask", "down")}


def test_what_could_not_be_asked_is_asked_again_until_it_is_answered(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    departments["10"].fault.set("error_500")
    s = submit(session, somebody("982"))
    first = questions(s)["10", "101"]
    assert first.state == "open"
    with hours_later(1):
        assert ask_again(by=machine()) == 0
    second = questions(s)["10", "101"]
    assert (second.state, second.tries) == ("open", 2)
    assert second.next_at is not None
    assert 0.8 * 120 <= (second.next_at - second.asked_at).total_seconds() <= 1.2 * 120
    departments["10"].fault.set("")
    Circuit.objects.all().delete()
    with hours_later(1):
        assert ask_again(by=machine()) >= 2
    third = questions(s)["10", "101"]
    assert (third.state, third.answer, third.next_at) == ("answered", "contradicted", None)
    assert [d.state for d in doubts(s)] == ["open"]
    with hours_later(9):
        assert ask_again(by=machine()) == 0


def test_a_question_of_a_returned_submission_is_dropped(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    departments["10"].fault.set("down")
    s = submit(session, somebody())
    actions.return_(s, by=session("reviewer2"), code="10", note="缺证件")
    with hours_later(1):
        ask_again(by=machine())
    assert {q.state for q in questions(s).values()} == {"dropped"}


def test_three_faults_open_the_circuit_and_one_answer_closes_it(departments: Departments, session: SessionOf) -> None:
    police = departments["10"]
    police.fault.set("error_500")
    for _ in range(3):
        ask_department("person", somebody(), by=session("clerk2"), submission=uuid7())
    before = police.asked
    told = ask_department("person", somebody(), by=session("clerk2"), submission=uuid7())
    assert {t.fault for t in told} == {"open"}
    assert police.asked == before, "left alone"
    police.fault.set("")
    Circuit.objects.update(open_until=clock.now())
    told = ask_department("person", somebody(), by=session("clerk2"), submission=uuid7())
    assert {t.answer for t in told} == {"confirmed"}
    assert Circuit.objects.get(department="10").faults == 0


def test_a_fresh_answer_is_recalled_with_its_age_and_a_changed_entry_is_asked_anew(
    departments: Departments, session: SessionOf
) -> None:
    row, police = somebody(), departments["10"]
    first = ask_department("person", row, by=session("clerk2"), submission=uuid7())
    before = police.asked
    second = ask_department("person", row, by=session("clerk2"), submission=uuid7())
    assert police.asked == before
    assert [t.recalled for t in second] == [True, True]
    assert [t.at for t in second] == [t.at for t in first]
    ask_department("person", row | {"name": row["name"] + "改"}, by=session("clerk2"), submission=uuid7())
    assert police.asked == before + 1, "only what changed"


def test_an_answer_past_its_freshness_is_asked_anew(departments: Departments, session: SessionOf) -> None:
    row, by = somebody(), session("clerk2")
    ask_department("person", row, by=by, submission=uuid7())
    with hours_later(48):
        told = ask_department("person", row, by=by, submission=uuid7())
    assert [t.recalled for t in told] == [True, False], "identity holds a month, death a day"


def test_a_question_is_not_believed_twice(departments: Departments) -> None:
    """The simulated department keeps to its side: a question replayed is refused."""
    police = departments["10"]
    body = json.dumps({"contract": "gongan-103-1", "basis": "t", "asked": {"gmsfhm": "371098199001010019"}}).encode()
    headers = signing.stamp(police.signer, "jiuye", "/gongan/v1/death", body, at=clock.now())

    def put() -> int:
        connection = http.client.HTTPConnection("127.0.0.1", police.server_address[1], timeout=5)
        connection.request("POST", "/gongan/v1/death", body, headers)
        return connection.getresponse().status

    assert [put(), put()] == [200, 401]


def test_departments_not_connected_are_not_asked(house: Instance, session: SessionOf) -> None:
    before, settings.PARTNERS = settings.PARTNERS, {}
    try:
        s = submit(session, somebody())
    finally:
        settings.PARTNERS = before
    assert questions(s) == {}


@pytest.mark.parametrize("who", ["reviewer2", "manager", "technician", "supervisor"])
def test_other_posts_ask_nobody(house: Instance, departments: Departments, session: SessionOf, who: str) -> None:
    before = departments["10"].asked
    with refused(house, "JY403", "collection.ask_department"):
        ask_department("person", somebody(), by=session(who), submission=uuid7())
    assert departments["10"].asked == before


def test_no_number_no_name_stands_in_the_log(house: Instance, departments: Departments, session: SessionOf) -> None:
    row = person()
    s = submit(session, row)
    for table in ("jiuye.collection_asking", "jiuye.collection_question", "jiuye.collection_doubt", "ledger.entry"):
        for secret in (row["id_number"], row["name"]):
            told = asked(house, f"select count(*) from {table} t where to_jsonb(t)::text like %s", f"%{secret}%")
            assert told == 0 or table.endswith("doubt"), (table, s.pk)
