"""部门共享信息: a department's answer is a fact on file, beside what was collected and never over it. Art. 6(4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from jiuye.collection import actions
from jiuye.collection.models import Circuit
from jiuye.collection.sharing import adapter
from jiuye.collection.sharing.actions import ask_again, ask_department, settle_doubt
from jiuye.collection.sharing.contracts import query_of
from jiuye.collection.sharing.contracts.base import Question
from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE
from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.partners.server import Department
from jiuye.records.keys import sealer
from jiuye.records.models import Person, SharedFact
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, refused
from tests.clean import Row
from tests.sharing.steps import doubts, hours_later, machine, somebody

pytestmark = pytest.mark.article("6(4)")
Departments = dict[str, Department]
SURE = [f"R{n:03d}" for n in range(1, 229)]


def facts(number: str, *, retired: bool = False) -> list[SharedFact]:
    with scope(session_of("manager")):
        index = sealer().index(number, "identity")
        found = SharedFact.objects.filter(id_number_index=index, retired=retired)
        return list(found.order_by("fact_kind", "id"))


def test_an_answer_is_a_fact_with_its_case_source_strength_and_term(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    row = somebody()
    s = actions.submit("person", row, by=session("clerk2"), confirmed=SURE)
    [fact] = facts(row["id_number"])  # alive is no fact of kind 103: rules read such a row as a death
    assert (fact.department, fact.fact_kind, fact.fact_value, fact.match_result) == ("10", "101", "身份信息一致", "1")
    assert (fact.query_basis, fact.name, fact.strength, fact.verdicts) == (str(s.pk), row["name"], "40", [])
    assert (fact.fact_id or "").startswith("GX")
    assert fact.extra["asked"]["contract"] == "gongan-101-1"
    assert fact.extra["asked"]["items"] == ["id_number", "name"]
    assert (fact.obtained_at.isoformat() if fact.obtained_at else "") < fact.extra["asked"]["valid_until"]
    act = asked(house, "select act from ledger.entry where id = %s", fact.entry_id)
    assert act == "collection.ask_department"


def test_a_fresh_answer_is_used_again_and_the_next_one_takes_its_place(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    row, by, police = somebody(), session("clerk2"), departments["10"]
    ask_department("person", row, by=by, submission=uuid7())
    [first], before = facts(row["id_number"]), police.asked
    ask_department("person", row, by=by, submission=uuid7())
    assert police.asked == before
    assert [f.pk for f in facts(row["id_number"])] == [first.pk]
    with hours_later(31 * 24):
        ask_department("person", row, by=session("clerk2"), submission=uuid7())
    [second] = facts(row["id_number"])
    assert second.pk != first.pk
    assert [f.pk for f in facts(row["id_number"], retired=True)] == [first.pk]


def test_no_fault_leaves_a_fact_and_the_answer_that_comes_later_does(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    departments["10"].fault.set("lying_signature")
    row = somebody("983")
    s = actions.submit("person", row, by=session("clerk2"), confirmed=SURE)
    assert facts(row["id_number"]) == []
    departments["10"].fault.set("")
    Circuit.objects.all().delete()
    with hours_later(1):
        ask_again(by=machine())
    identity, death = facts(row["id_number"])
    assert (identity.fact_kind, death.fact_kind, death.match_result) == ("101", "103", "2")
    assert (death.fact_start_date, death.district) == (date(2026, 1, 15), s.district)


def test_a_death_on_file_holds_up_the_living_until_somebody_has_looked(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    row = somebody("983")
    s = actions.submit("person", row, by=session("clerk2"), confirmed=SURE)
    with refused(house, "D014", "collection.accept"):
        actions.accept(s, by=session("reviewer2"))
    assert asked(house, "select survival_status from work.stage_person where submission_id = %s", s.pk) == "1"
    settle_doubt(doubts(s)[0], by=session("reviewer2"), reason="10", note="本人到场，核对了证件")
    assert [f.fact_kind for f in facts(row["id_number"])] == ["101"], "it does not hold of him"
    [death] = facts(row["id_number"], retired=True)
    assert (death.handled_by, death.handled_at is not None) == (session("reviewer2").staff.staff_no, True)
    assert (death.origins or {})["handled_by"]["said"].startswith("疑点 YD-")
    assert actions.accept(s, by=session("reviewer2")).state == "accepted"


def test_a_death_that_holds_stops_the_entry_by_the_standard_s_own_rule(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    row = somebody("983")
    s = actions.submit("person", row, by=session("clerk2"), confirmed=SURE)
    settle_doubt(doubts(s)[0], by=session("reviewer2"), reason="20", note="家属带来死亡证明")
    with refused(house, "R024", "collection.accept"):
        actions.accept(s, by=session("reviewer2"))
    assert [f.handled_at is not None for f in facts(row["id_number"])] == [False, True]


def _custody(row: Row) -> Callable[[], list[SharedFact]]:
    return lambda: [f for f in facts(row["id_number"]) if f.fact_kind == "401"]


def test_what_was_is_not_forgotten_when_it_is_over(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    row = somebody("984")
    held = _custody(row)
    ask_department("unemployment_registration", row, by=session("clerk2"), submission=uuid7())
    [fact] = held()
    assert (fact.fact_value, fact.fact_start_date, fact.fact_end_date) == ("在押服刑", date(2025, 3, 1), None)
    departments["40"].register.entries[row["id_number"]] = {"zyzt": "0"}
    with hours_later(48):
        ask_department("unemployment_registration", row, by=session("clerk2"), submission=uuid7())
        [after] = held()
        assert after.pk == fact.pk
        assert after.fact_end_date is not None
        assert (after.origins or {})["fact_end_date"]["strength"] == "10", "nobody said the day"
    departments["40"].register.entries[row["id_number"]] = {"zyzt": "1", "rjrq": "2026-11-20"}
    with hours_later(96):
        ask_department("unemployment_registration", row, by=session("clerk2"), submission=uuid7())
    assert [f.fact_end_date is None for f in held()] == [False, True]


def test_a_slip_of_the_pen_takes_back_nothing_that_was_confirmed(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    row, by = somebody(), session("clerk2")
    departments["10"].register.entries[row["id_number"]] = {"xm": row["name"]}
    ask_department("person", row, by=by, submission=uuid7())
    ask_department("person", row | {"name": "笔误"}, by=by, submission=uuid7())
    assert [f.match_result for f in facts(row["id_number"])] == ["1", "2"]
    wrong = facts(row["id_number"])[1]
    assert (wrong.name, wrong.fact_value) == ("笔误", "身份信息不一致（姓名）")
    with hours_later(31 * 24):
        ask_department("person", row, by=session("clerk2"), submission=uuid7())
    assert [f.match_result for f in facts(row["id_number"])] == ["1"]


def test_the_name_beside_a_question_is_not_part_of_it() -> None:
    asked_of = Question("40", query_of("40", "401"), "371098199001010019", {"id_number": "371098199001010019"}, "free")
    named = replace(asked_of, name="某人")
    assert named.digest_text == asked_of.digest_text
    assert "某人".encode() not in adapter.write(named, "t")


def test_the_record_s_page_says_what_is_known_from_whom_and_for_how_long(
    house: Instance, departments: Departments, session: SessionOf
) -> None:
    s = actions.submit("person", somebody(), by=session("clerk2"), confirmed=SURE)
    actions.accept(s, by=session("reviewer2"))
    with scope(session("clerk2")):
        record = Person.objects.get(submission_id=s.pk)
    page = Client(headers={"host": "localhost"})
    page.cookies[COOKIE] = session_of("clerk2").token
    address = f"/records/person/{record.pk}?case=核对审核"
    shown = page.get(address).content.decode()
    assert "公安：身份信息一致" in shown
    assert "前沿用" in shown
    assert "部门确认" in shown
    with hours_later(31 * 24):
        page.cookies[COOKIE] = session_of("clerk2").token
        assert "已过期，办理时重问" in page.get(address).content.decode()
