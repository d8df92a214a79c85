"""批量申请: every row drawn and judged, frozen under one digest, nothing written. Art. 9(3)."""

import pytest

from jiuye.lib.verdict import Refused
from jiuye.maintenance import actions, queries
from jiuye.maintenance.asking import read_file
from jiuye.maintenance.digest import digest
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, refused
from tests.maintenance.batches import WHY, condition, listed, proposed, renumbered, town

pytestmark = pytest.mark.article("9(3)")


@pytest.fixture(scope="module")
def people(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> list[Person]:
    from jiuye.front.demo import session_of as session

    return town(tmp_path_factory.mktemp("town"), session, 4, major="试算")


def test_a_condition_draws_every_row_and_writes_none(house: Instance, session: SessionOf, people: list[Person]) -> None:
    order = proposed(session, condition("试算", "已核对"))
    assert (order.state, order.kind, order.grade, order.detail["rows"]) == ("applied", "batch", "key", 4)
    assert sum(order.detail["districts"].values()) == sum(order.detail["agencies"].values()) == 4
    with scope(session("manager")):
        lines = queries.lines(order)
        fresh = {p.pk: p for p in Person.objects.filter(pk__in=[p.pk for p in people])}
    assert {x.record_id for x in lines} == set(fresh)
    assert all(x.after == {"remarks": "已核对"} for x in lines)
    assert all(x.verdicts == fresh[x.record_id].verdicts for x in lines), "a remark breaks nothing and mends nothing"
    assert digest(order.reason, order.detail, lines, []) == order.digest
    assert all(p.entry_id == fresh[p.pk].entry_id for p in people)


def test_a_verdict_is_part_of_the_digest(house: Instance, session: SessionOf, people: list[Person]) -> None:
    order = proposed(session, condition("试算", "判定"))
    with scope(session("manager")):
        lines = queries.lines(order)
    lines[0].verdicts = [*(lines[0].verdicts or []), "R999"]
    assert digest(order.reason, order.detail, lines, []) != order.digest


def test_a_file_names_records_and_values(house: Instance, session: SessionOf, people: list[Person]) -> None:
    order = proposed(session, listed([(people[0], {"remarks": "甲", "major": "园林"}), (people[1], {"remarks": "乙"})]))
    with scope(session("manager")):
        told = {x.record_id: x.after for x in queries.lines(order)}
    assert told == {people[0].pk: {"remarks": "甲", "major": "园林"}, people[1].pk: {"remarks": "乙"}}


def test_a_key_item_goes_by_file_and_sealed(house: Instance, session: SessionOf, people: list[Person]) -> None:
    record, texts = next(iter(renumbered(people).items()))
    fresh = texts["id_number"]
    order = proposed(session, listed([(record, texts)]))
    found = asked(house, "select count(*) from jiuye.maintenance_line l where l::text like %s", f"%{fresh}%")
    assert found == 0
    assert asked(house, "select count(*) from jiuye.maintenance_order o where o::text like %s", f"%{fresh}%") == 0
    assert order.grade == "key"


def test_what_cannot_be_drawn_is_refused(house: Instance, session: SessionOf, people: list[Person]) -> None:
    def no(code: str, ask: object, by: str = "manager", act: str = "maintenance.propose_batch") -> None:
        with refused(house, code, act):
            proposed(session, ask, by=by)

    no("M004", condition("没有这个专业"))
    no("M004", condition("试算", "试算", change="major"))
    no("M060", condition("试算", "x", change="name"))
    no("M060", condition("试算", "x", item="id_number"))
    no("M061", condition("十月", item="birth_date"))
    no("M062", listed([(Person(person_id="没有"), {"remarks": "x"})]))
    no("JY403", condition("试算"), by="operator")
    with refused(house, "M001", "maintenance.propose_batch"):
        actions.propose_batch(condition("试算"), by=session("manager"), reason="改")
    with pytest.raises(Refused) as e:
        proposed(session, condition("试算", "没有这个代码", change="sex"))
    assert e.value.verdict.code == "M047"
    assert people[0].person_id is not None
    assert any(p.person_id and p.person_id in e.value.verdict.reason for p in people)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("M064", "name,remarks\n甲,乙\n"),
        ("M065", "person_id,remarks,没有这一列\nGR1,x,y\n"),
        ("M065", "person_id\nGR1\n"),
        ("M065", "person_id,merged_into_person_id\nGR1,GR2\n"),
        ("M067", "person_id,remarks\n,x\n"),
        ("M068", "person_id,remarks\nGR1,x\nGR1,y\n"),
        ("F-no_rows", "person_id,remarks\n"),
        ("F-empty_file", ""),
        ("F-not_table", "%PDF-1.7"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_so(house: Instance, code: str, text: str) -> None:
    with pytest.raises(Refused) as e:
        read_file("person", "x.csv", text.encode())
    assert e.value.verdict.code == code, e.value


def test_many_rows_go_by_batch_and_no_other_way(house: Instance, session: SessionOf, people: list[Person]) -> None:
    order = proposed(session, condition("试算", "另一条路"))
    with refused(house, "M019", "maintenance.approve"):
        actions.approve(order, by=session("approver"), seen=order.digest, note="同意")
    with refused(house, "M029", "maintenance.apply"):
        actions.apply_back(order, by=session("clerk"), reason=WHY)
    with refused(house, "M045", "maintenance.apply"):
        actions.apply(people[0], {"remarks": "y"}, by=session("clerk"), reason=WHY, resumes=order)
    done = actions.refuse(order, by=session("approver"), note="不再申请")
    assert done.state == "refused"
