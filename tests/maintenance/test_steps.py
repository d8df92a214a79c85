"""审批、不批、复核、退改: every hand its own step, by person and not by post. Art. 9(3)."""

from datetime import date

import pytest

from jiuye.lib.verdict import Refused
from jiuye.maintenance import actions, queries
from jiuye.maintenance.models import Order
from jiuye.parties import actions as parties
from jiuye.parties.models import Account, Agency, Appointment
from jiuye.parties.sessions import Session, open_session, scope
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.maintenance.steps import WHY, admitted, again, applied, approved, carried_out, now, paper
from tests.parties.people import fresh_number

pytestmark = pytest.mark.article("9(3)")


def also(account: str, post: str, session: SessionOf) -> Session:
    """A session of the same person in another post, granted by the district's administrator."""
    staff = Account.objects.get(name=account).staff
    held = Appointment.objects.filter(staff=staff, post=post, revoked_at=None).first()
    if held is None:
        agency = Agency.objects.get(code="37100201")
        held = parties.grant(staff, by=session("admin"), post=post, agency=agency, why="兼岗")
    return open_session(held, channel="command", factors="command")


def test_the_approval_is_bound_to_what_was_seen(house: Instance, session: SessionOf) -> None:
    order = applied(admitted(session), session, {"remarks": "甲"})
    with refused(house, "M020", "maintenance.approve"):
        actions.approve(order, by=session("approver2"), seen="0" * 64)
    assert approved(order, session).approved_digest == order.digest


def test_a_refusal_says_why_and_ends_it(house: Instance, session: SessionOf) -> None:
    order = applied(admitted(session), session, {"remarks": "甲"})
    with refused(house, "M018", "maintenance.refuse"):
        actions.refuse(order, by=session("approver2"), note=" ")
    actions.refuse(order, by=session("approver2"), note="依据不足")
    assert now(order, session).state == "refused"
    with refused(house, "M010", "maintenance.modify"):
        actions.modify(order, by=session("operator2"))


def test_one_person_in_several_posts_is_one_person(house: Instance, session: SessionOf) -> None:
    """The same hand with another post, a second session or a later appointment, in the room and in the database."""
    record = admitted(session)
    order = applied(record, session, {"name": "丛更名"})
    approver = also("clerk2", "approver", session)
    with refused(house, "M011", "maintenance.approve"):
        actions.approve(order, by=approver, seen=order.digest)
    approved(order, session)
    for operator in (also("clerk2", "operator", session), also("approver2", "operator", session)):
        with refused(house, "M012", "maintenance.modify"):
            actions.modify(order, by=operator)
    actions.modify(order, by=session("operator2"))
    hands = {"operator2": "M013", "clerk2": "M014", "approver2": "M014"}
    for rechecker, code in [(also(who, "rechecker", session), code) for who, code in hands.items()]:
        with refused(house, code, "maintenance.recheck"):
            actions.recheck(order, by=rechecker)
    assert actions.recheck(order, by=session("rechecker2")).state == "confirmed"


def test_an_operator_may_have_applied_for_what_is_no_key_item(house: Instance, session: SessionOf) -> None:
    order = approved(applied(admitted(session), session, {"major": "园艺"}), session)
    assert order.grade == "plain"
    actions.modify(order, by=also("clerk2", "operator", session))
    rechecker = also("clerk2", "rechecker", session)
    with refused(house, "M013", "maintenance.recheck"):
        actions.recheck(order, by=rechecker)
    actions.recheck(order, by=session("rechecker2"))


def test_the_light_lane_takes_two(house: Instance, session: SessionOf) -> None:
    order = approved(applied(admitted(session), session, {"remarks": "简易"}, files=[]), session)
    assert order.grade == "light"
    actions.modify(order, by=also("approver2", "operator", session))
    rechecker = also("approver2", "rechecker", session)
    with refused(house, "M013", "maintenance.recheck"):
        actions.recheck(order, by=rechecker)
    assert actions.recheck(order, by=also("clerk2", "rechecker", session)).state == "confirmed"


def test_who_goes_on_with_anothers_work_does_not_approve_it(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    order = applied(record, session, {"remarks": "移交前"})
    admin = session("admin")
    taker, secret = parties.enrol(
        by=admin, staff_no="TAKER", name="演示·接手", agency=Agency.objects.get(code="37100201"), post="clerk",
        account="taker", password="correct horse 9", id_number=fresh_number(),
        mobile_phone="16700000002",
    )  # fmt: skip
    assert secret
    parties.hand_over(Account.objects.get(name="clerk2").staff, by=admin, taker=taker.staff, why="调走")
    approver = also("taker", "approver", session)
    with scope(approver):
        assert order not in queries.waiting(approver)
    with refused(house, "M011", "maintenance.approve"):
        actions.approve(order, by=approver, seen=order.digest)
    actions.modify(approved(order, session), by=session("operator2"))
    rechecker = also("taker", "rechecker", session)
    key = approved(applied(again(record, session), session, {"name": "丛移交"}), session)
    operator = also("taker", "operator", session)
    with refused(house, "M012", "maintenance.modify"):
        actions.modify(key, by=operator)
    actions.modify(key, by=session("operator2"))
    with refused(house, "M014", "maintenance.recheck"):
        actions.recheck(key, by=rechecker)


def test_what_was_sent_back_waits_for_the_applicant(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    order = carried_out(record, session, {"remarks": "改错了"})
    with refused(house, "M018", "maintenance.send_back"):
        actions.send_back(order, by=session("rechecker2"), note="")
    with refused(house, "M015", "maintenance.send_back"):
        actions.send_back(order, by=session("operator2"), note="想退")
    actions.send_back(order, by=session("rechecker2"), note="与依据不符")
    clerk = session("clerk2")
    with scope(clerk):
        assert order in queries.waiting(clerk)
    back = actions.apply_back(now(order, session), by=clerk, reason="复核指出与依据不符")
    with scope(clerk):
        assert order not in queries.waiting(clerk)
    actions.modify(approved(back, session), by=session("operator2"))
    assert again(record, session).remarks == record.remarks


def test_a_way_back_restores_every_byte(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    order = carried_out(record, session, {"name": "丛大更", "mobile_phone": "13800001111", "major": "园艺"})
    actions.recheck(order, by=session("rechecker2"))
    back = actions.apply_back(now(order, session), by=session("clerk2"), reason="申报有误，改回原样")
    actions.modify(approved(back, session), by=session("operator2"))
    fresh = again(record, session)
    left = {f.attname for f in record._meta.concrete_fields if getattr(fresh, f.attname) != getattr(record, f.attname)}
    assert left <= {"entry_id", "updated_at", "updated_by", "verdicts", "standard_version", "formerly", "origins"}
    with refused(house, "M026", "maintenance.apply"):
        actions.apply_back(now(order, session), by=session("clerk2"), reason="再改回一次")


def test_an_application_wants_reason_evidence_and_conforming_values(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    for code, texts, more in (
        ("M001", {"remarks": "甲"}, {"reason": "改"}),
        ("M003", {"remarks": "甲"}, {"reason": "本人电话 13800001111 要求更正"}),
        ("M004", {"remarks": record.remarks or ""}, {}),
        ("M006", {"name": "丛更名"}, {"files": []}),
        ("I04", {"education": "没有的"}, {}),
        ("R002", {"id_number": "371002199001011230"}, {}),
        ("I05", {"name": ""}, {}),
    ):  # fmt: skip
        with refused(house, code, "maintenance.apply"):
            applied(record, session, texts, **more)
    with pytest.raises(KeyError):
        applied(record, session, {"person_id": "GR1"})
    with refused(house, "JY403", "maintenance.apply"):
        actions.apply(record, {"remarks": "甲"}, by=session("operator2"), reason=WHY)


def test_each_hand_has_its_days(house: Instance, session: SessionOf) -> None:
    order = applied(admitted(session), session, {"remarks": "限期"})
    due = order.due_on
    assert due > date.today()
    assert approved(order, session).due_on <= due


def test_evidence_is_seen_under_an_act(house: Instance, session: SessionOf) -> None:
    order = applied(admitted(session), session, {"name": "丛有据"}, files=[paper(1), paper(2)])
    approver = session("approver2")
    with scope(approver):
        files = queries.evidence(Order.objects.get(pk=order.pk))
    assert len(files) == 2
    assert actions.view_evidence(files[0], by=approver) == paper(1).data
    assert entries(house, "maintenance.view_evidence", "done")[-1].why == order.number
    with pytest.raises(Refused):
        actions.view_evidence(files[0], by=session("technician"))


def test_a_covered_value_is_shown_to_who_must_hold_it_against_the_evidence(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    order = applied(record, session, {"mobile_phone": "13800001111", "remarks": "甲"})
    approver = session("approver2")
    with scope(approver):
        line = queries.lines(order)[0]
    _, after = actions.show_value(line, "mobile_phone", by=approver)
    assert after == "13800001111"
    assert entries(house, "maintenance.show_value", "done")[-1].why == order.number
    with refused(house, "M028", "maintenance.show_value"):
        actions.show_value(line, "remarks", by=approver)
    with refused(house, "JY403", "maintenance.show_value"):
        actions.show_value(line, "mobile_phone", by=session("clerk2"))
    stranger = far(session)
    with refused(house, "M022", "maintenance.show_value"):
        actions.show_value(line, "mobile_phone", by=stranger)


def far(session: SessionOf) -> Session:
    """An approver of another district."""
    staff, agency = Account.objects.get(name="outsider").staff, Agency.objects.get(code="37108201")
    held = Appointment.objects.filter(staff=staff, post="approver", revoked_at=None).first()
    held = held or parties.grant(staff, by=session("manager"), post="approver", agency=agency, why="兼岗")
    return open_session(held, channel="command", factors="command")
