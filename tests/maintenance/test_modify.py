"""修改: what was approved is written, exactly, once, and by nobody but an approved order. Art. 9(2), 9(3)."""

import pytest

from jiuye.lib.verdict import Refused
from jiuye.maintenance import actions
from jiuye.parties.sessions import scope
from jiuye.records.history import steps
from jiuye.records.keys import sealer
from jiuye.records.look_up import look_up
from jiuye.records.matching import Person as Sought
from jiuye.records.matching import persons
from jiuye.records.models import Person
from jiuye.records.seal import open_item
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.maintenance.steps import admitted, again, applied, approved, carried_out, now, other_number

pytestmark = pytest.mark.article("9(3)")


def number_of(record: Person) -> str:
    return open_item("person", record.pk, "id_number", record.id_number, sealer())


def test_a_wrong_number_is_put_right_by_four_people(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    old = number_of(record)
    new = other_number(old)
    order = applied(record, session, {"id_number": new, "social_security_number": new})
    assert order.grade == "key"
    assert again(record, session).entry_id == record.entry_id, "nothing is written before the third hand"
    approved(order, session)
    actions.modify(order, by=session("operator2"))
    done = actions.recheck(order, by=session("rechecker2"), note="属实")
    assert done.state == "confirmed"
    fresh = again(record, session)
    assert number_of(fresh) == new
    assert bytes(fresh.id_number_folded_index) == sealer().index(new, "identity")
    assert (fresh.id_number_check_ok, fresh.id_number_birth_date) == (True, fresh.birth_date)
    assert fresh.updated_by == "OPERATOR2"
    told = [e.act for e in entries(house) if e.subject_id == order.pk]
    assert told == ["maintenance.apply", "maintenance.approve", "maintenance.modify", "maintenance.recheck"]
    with scope(session("manager")):
        changed, _ = steps(fresh)
    assert {c.column for c in changed[0].changed} >= {"id_number", "social_security_number"}


def test_whoever_was_corrected_is_found_by_the_former_number_and_name(house: Instance, session: SessionOf) -> None:
    """Art. 10(3): the database remembers them, whatever changed them; a former number is offered as such."""
    record = admitted(session)
    old, name, by = number_of(record), record.name or "", session("manager")
    changes = {"id_number": other_number(old), "social_security_number": other_number(old), "name": "戚·兰"}
    actions.modify(approved(applied(record, session, changes), session), by=session("operator2"))
    with scope(by):
        for text in (old, name, "戚兰"):
            assert record.pk in {r.pk for r in look_up(text, by=by).records}, text
    assert {m.level for m in persons(Sought(old)) if m.id == record.pk} == {"former_number"}


def test_nothing_of_the_numbers_stands_in_clear(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    old = number_of(record)
    order = applied(record, session, {"id_number": other_number(old), "social_security_number": other_number(old)})
    for table in ("jiuye.maintenance_order", "jiuye.maintenance_line", "ledger.entry", "history.version"):
        for number in (old, other_number(old)):
            found = asked(house, f"select count(*) from {table} t where t::text like %s", f"%{number}%")
            assert found == 0, (table, order.number)


def test_a_record_that_moved_on_is_never_changed_unseen(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    first = approved(applied(record, session, {"remarks": "甲"}), session)
    second = approved(applied(record, session, {"remarks": "乙"}), session)
    actions.modify(first, by=session("operator2"))
    before = len(entries(house))
    with pytest.raises(Refused, match="J030"):
        actions.modify(second, by=session("operator2"))
    told = [(e.act, e.outcome) for e in entries(house)[before:]]
    assert told == [("maintenance.modify", "refused"), ("maintenance.send_back", "done")]
    assert again(record, session).remarks == "甲"
    assert now(second, session).state == "returned"
    anew = applied(again(record, session), session, {"remarks": "乙"}, resumes=second)
    assert anew.resumes_id == second.pk
    with refused(house, "M017", "maintenance.apply"):
        applied(again(record, session), session, {"remarks": "丙"}, resumes=second)


def test_an_order_serves_once(house: Instance, session: SessionOf) -> None:
    order = carried_out(admitted(session), session, {"remarks": "一次"})
    with refused(house, "M010", "maintenance.modify"):
        actions.modify(order, by=session("operator2"))


def test_who_applied_or_approved_a_key_item_does_not_write_it(house: Instance, session: SessionOf) -> None:
    order = approved(applied(admitted(session), session, {"name": "丛晓更"}), session)
    for who in ("clerk2", "approver2", "rechecker2"):
        with refused(house, "JY403", "maintenance.modify"):
            actions.modify(order, by=session(who))


def test_another_district_reaches_nothing(house: Instance, session: SessionOf) -> None:
    record = admitted(session, clerk="outsider", reviewer="outreviewer")
    order = applied(record, session, {"remarks": "外区"}, by="outsider")
    with refused(house, "M022", "maintenance.approve"):
        actions.approve(order, by=session("approver2"), seen=order.digest)
    with refused(house, "J006", "maintenance.apply"):
        applied(record, session, {"remarks": "伸手"}, by="clerk2")
    done = approved(order, session, by="approver")
    actions.modify(done, by=session("operator"))
    assert again(record, session).remarks == "外区"
