"""查询预警: raised beside the look-up and by the timer, once a day, answered by the supervision. Art. 4(1), 10(3)."""

import re
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiuye.front.demo import session_of
from jiuye.front.worklist import waiting_for
from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.founding import MACHINE
from jiuye.parties.sessions import machine_session, scope
from jiuye.records.actions import unmask
from jiuye.server.connect import Instance
from jiuye.usage.enquiries import alerts, queries
from jiuye.usage.enquiries.models import Alert
from jiuye.usage.enquiries.oddity import Odd
from tests.book import SessionOf, entries, refused
from tests.collection.steps import handed_in
from tests.maintenance.steps import admitted
from tests.quality.small_town import signed_in
from tests.usage.enquiries.steps import looked

pytestmark = [pytest.mark.article("10(3)"), pytest.mark.usefixtures("clear_of_midnight")]


def raised(account: str = "supervisor") -> list[Alert]:
    with scope(session_of(account)):
        return list(queries.alerts(waiting=True))


def of(kind: str) -> Alert:
    return next(a for a in raised() if a.kind == kind)


@pytest.fixture(scope="module")
def insider(house: Instance, clear_of_midnight: None) -> int:
    """How many look-ups without a case it takes until something is said."""
    for n in count(1):
        looked(f"371098{n:012d}"[:18])
        if raised():
            return n
    raise AssertionError


def test_hundreds_without_a_case_are_noticed_within_two_hundred(insider: int) -> None:
    assert insider <= 200


def test_it_waits_for_the_supervision_the_same_day_with_its_rows(house: Instance, insider: int) -> None:
    for _ in range(60 - insider):
        looked("查无此人", why="答复咨询")
    (first, *_) = raised()
    assert first.staff_id == session_of("clerk2").staff_id
    assert {a.kind for a in raised()} == {"burst", "uncased"}
    on_file = [e.id for e in entries(house, "usage.look_up", "done")]
    assert of("uncased").entries == on_file[:60][::-1]
    listed = [w for w in waiting_for(session_of("supervisor")) if w.step == "核实查询"]
    assert {w.due_on for w in listed} == {first.day}
    page = signed_in("supervisor").get(listed[0].url).content.decode()
    assert len(re.findall(r"/ledger/[0-9a-f-]{36}", page)) >= 40
    assert raised("outsider") == [], "another district's"


def test_it_is_raised_once_a_day_and_renewed_while_nobody_has_answered(house: Instance, insider: int) -> None:
    before = {a.pk for a in raised()}
    for _ in range(10):
        looked("查无此人")
    assert alerts.raise_alerts(by=machine_session(MACHINE)) == [], "the tenth look-up has renewed them"
    assert {a.pk for a in raised()} == before
    on_file = [e.id for e in entries(house, "usage.look_up", "done")]
    assert (of("uncased").measured, of("uncased").entries) == (70, on_file[:70][::-1])


def test_the_supervision_answers_in_words_and_once(house: Instance, insider: int) -> None:
    one, other = raised()[:2]
    by = session_of("supervisor")
    with refused(house, "U113", "usage.explain_alert"):
        alerts.explain_alert(one, by=by, note="好")
    alerts.explain_alert(one, by=by, note="核对旧档，科长安排")
    assert (entries(house, "usage.explain_alert", "done")[-1].subject_id, len(raised())) == (one.pk, len(raised()))
    with refused(house, "U112", "usage.pass_on_alert"):
        alerts.pass_on_alert(one, by=by, note="核对旧档，科长安排")
    assert signed_in("supervisor").post(f"/usage/alerts/{other.pk}/pass-on", {"note": "说不清楚"}).status_code == 302
    assert entries(house, "usage.pass_on_alert", "done")[-1].subject_id == other.pk
    assert raised() == []
    assert signed_in("supervisor").get("/usage/alerts").status_code == 200


@pytest.mark.parametrize("account", ["clerk2", "admin", "manager", "reviewer2"])
def test_nobody_else_answers(house: Instance, insider: int, account: str) -> None:
    with scope(session_of("supervisor")):
        one = queries.alerts(waiting=False)[0]
    with refused(house, "JY403", "usage.explain_alert"):
        alerts.explain_alert(one, by=session_of(account), note="没什么问题")
    assert signed_in(account).get(f"/usage/alerts/{one.pk}").status_code == 403


def test_after_an_answer_it_is_raised_again_when_there_is_twice_as_much(house: Instance, insider: int) -> None:
    who, was = session_of("clerk2").staff_id, max(answered())
    machine = machine_session(MACHINE)
    assert alerts.raise_alert(clock.today(), who, "371002", Odd("uncased", 2 * was - 1, []), by=machine) is None
    assert alerts.raise_alert(clock.today(), who, "371002", Odd("uncased", 2 * was, []), by=machine)
    assert [a.measured for a in raised()] == [2 * was]


def answered() -> list[int]:
    with scope(session_of("supervisor")):
        return [a.measured for a in queries.alerts(waiting=False) if a.kind == "uncased"]


def test_what_he_did_in_another_district_is_for_its_supervision(house: Instance) -> None:
    who, there = session_of("reviewer2").staff_id, session_of("outsider").district
    told, machine = Odd("burst", 40, []), machine_session(MACHINE)
    both = [alerts.raise_alert(clock.today(), who, d, told, by=machine) for d in ("371002", there)]
    assert all(both)
    assert [a.district for a in raised("outsider")] == [there]


def test_reads_without_a_search_are_counted(house: Instance, session: SessionOf) -> None:
    person = admitted(session)
    for _ in range(40):
        unmask(person, "id_number", by=session("clerk"), why="答复咨询")
    kinds = {a.kind for a in alerts.raise_alerts(by=machine_session(MACHINE), staff=session("clerk").staff_id)}
    assert "burst" in kinds


def test_of_one_person_nobody_else_is_looked_for(house: Instance) -> None:
    with CaptureQueriesContext(connection) as asked:
        alerts.raise_alerts(by=machine_session(MACHINE), staff=session_of("outsider").staff_id)
    assert not [q for q in asked.captured_queries if "distinct staff_id" in q["sql"]]


@pytest.mark.parametrize(
    "change", ["staff_id = entry_id", "measured = 1", "district = '371003'", "answered_by_id = staff_id", "kind = 'x'"]
)
def test_the_database_takes_an_answer_and_nothing_else(house: Instance, insider: int, change: str) -> None:
    """Under the supervision's own act, by a statement of its own."""
    by = session_of("supervisor")
    with scope(by):
        one = queries.alerts(waiting=True)[0]
    with refused(house, "JY403", "usage.explain_alert"), act("usage.explain_alert", by=by, on=one, why="核对") as entry:
        entry.cover("usage_alert", [one.pk])
        columns = {"answered_by_id": f"'{by.staff_id}'"} | dict([change.split(" = ")])
        told = ", ".join(f"{k} = {v}" for k, v in columns.items())
        with connection.cursor() as c:
            c.execute(
                f"update jiuye.usage_alert set entry_id = %s, state = 'explained', answered_at = now(), {told}"
                " where id = %s", [entry.id, one.pk]
            )  # fmt: skip


def test_two_machines_at_once(house: Instance, session: SessionOf) -> None:
    case = handed_in(session)
    for n in range(6):
        looked("查无此人", by="reviewer2", why=case.number, place="ab"[n % 2])
    assert [a.kind for a in alerts.raise_alerts(by=machine_session(MACHINE))] == ["places"]


def test_only_the_machine_raises(house: Instance, session: SessionOf) -> None:
    clerk = session("clerk2")
    with refused(house, "JY403", "usage.raise_alert"):
        alerts.raise_alert(clock.today(), clerk.staff_id, "371002", Odd("burst", 40, []), by=clerk)
