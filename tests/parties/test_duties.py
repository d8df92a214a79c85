"""Duties over time: whatever account, post, day or channel, one human is one hand, and nobody gives what is not his
to give. Refused in the database, with a live session of a post that may do the act. Art. 9(1), 9(3)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connections

from jiuye.collection import actions as collection
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.maintenance import actions as maintenance
from jiuye.parties import actions, queries
from jiuye.parties.act import act
from jiuye.parties.models import Account, Appointment, Staff
from jiuye.parties.own_account import open_account
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session, machine_session, open_session, resolve, scope
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.clean import person
from tests.maintenance.steps import SURE, admitted
from tests.parties.people import agency, enrolled, fresh_number

pytestmark = pytest.mark.article("9(1)")


def test_who_comes_back_under_another_number_is_the_same_hand(house: Instance, session: SessionOf) -> None:
    number = fresh_number()
    held, before = enrolled(session, "first", "clerk", number)
    record = admitted(session)
    order = maintenance.apply(record, {"remarks": "离岗前申报"}, by=before, reason="本人持证件到窗口")
    handed_in = collection.submit("person", person(), by=before, confirmed=SURE)
    actions.hand_over(held.staff, by=session("admin"), taker=Account.objects.get(name="clerk2").staff, why="调走")
    actions.leave(held.staff, by=session("admin"), why="调走")
    back, approver = enrolled(session, "second", "approver", number)
    assert held.staff_id in queries.hands_of(approver)
    with refused(house, "M011", "maintenance.approve"):
        maintenance.approve(order, by=approver, seen=order.digest)
    refuse = f"update maintenance_order set state = 'refused', decided_by_id = '{back.staff_id}', decided_at = now()"
    with pytest.raises(Refused, match="接手其在办"):
        step(approver, "maintenance.refuse", order, refuse)
    reviewer = open_session(
        actions.grant(back.staff, by=session("admin"), post="reviewer", agency=agency(), why="兼岗"),
        channel="command", factors="command",
    )  # fmt: skip
    with refused(house, "JY514", "collection.accept"):
        collection.accept(handed_in, by=reviewer)
    mine = Appointment.objects.get(staff=back.staff, post="approver")
    admin = open_session(
        actions.grant(back.staff, by=session("manager"), post="district_admin", agency=agency(), why="兼岗"),
        channel="command", factors="command",
    )  # fmt: skip
    mine.recertified_by_id, mine.recertified_at = admin.staff_id, clock.now()
    with pytest.raises(Refused, match="JY514"):
        put("parties.recertify", admin, mine)


def put(name: str, by: Session, *rows: Any) -> None:
    """Write rows under an act, past the room's own rules."""
    with act(name, by=by) as entry:
        entry.put(*rows)


def step(by: Session, name: str, on: Any, statement: str) -> None:
    """A statement of the app's login within an act on `on` that names it rightly."""
    with act(name, by=by, on=on) as entry:
        entry.cover(on._meta.db_table, [on.pk])
        with connections["default"].cursor() as c:
            c.execute(f"{statement}, entry_id = '{entry.id}' where id = '{on.pk}'")


def test_a_citizen_does_not_review_what_he_handed_in_himself(house: Instance, session: SessionOf) -> None:
    reviewer = session("reviewer2")
    index = Staff.objects.get(pk=reviewer.staff_id).identity_index
    own = open_account(bytes(index or b""), "演*", agency(), by=machine_session("SYS-1"))
    citizen = open_session(own, channel="web", factors="sms")
    assert {own.staff_id, reviewer.staff_id} == queries.hands_of(citizen) == queries.hands_of(reviewer)
    handed_in = collection.submit("person", person(), by=session("clerk2"), confirmed=SURE)
    hands = f"submitted_by_id = '{own.staff_id}', reviewed_by_id = '{reviewer.staff_id}'"
    with pytest.raises(Refused, match="同一人"):
        step(reviewer, "collection.return_", handed_in, f"update collection_submission set {hands}")


def test_one_human_has_one_account_at_a_time(house: Instance, session: SessionOf) -> None:
    twin = Staff.objects.get(staff_no="REVIEWER2").identity_index
    second = Staff(staff_no="TWIN", name="x", agency=agency(), enrolled_on=clock.today(), identity_index=twin)
    with pytest.raises(IntegrityError, match="one_human_one_account"):
        put("parties.enrol", session("admin"), second)
    other = Staff.objects.get(staff_no="REVIEWER2")
    other.identity_index = None
    with pytest.raises(Refused, match="只办离岗"):
        put("parties.leave", session("admin"), other)


FORGED: dict[str, Callable[[Session], dict[str, Any]]] = {
    "another district's agency": lambda by: {"agency": agency("37108201")},
    "the city's agency": lambda by: {"agency": agency("37100001")},
    "a post of the city in a district": lambda by: {"post": "data_manager"},
    "a post nobody is given": lambda by: {"post": "machine"},
    "a citizen's post": lambda by: {"post": "person"},
    "another's name as the giver": lambda by: {"granted_by_id": Staff.objects.get(staff_no="MANAGER").pk},
    "nobody as the giver": lambda by: {"granted_by_id": None},
    "a day gone by": lambda by: {"valid_from": clock.today() - timedelta(days=1)},
    "taken by somebody already": lambda by: {"revoked_by_id": by.staff_id, "revoked_at": clock.now()},
    "confirmed already": lambda by: {"recertified_by_id": by.staff_id, "recertified_at": clock.now()},
    "to oneself": lambda by: {"staff_id": by.staff_id},
}


@pytest.mark.parametrize("how", FORGED)
def test_an_administrator_gives_nothing_beyond_his_own(house: Instance, session: SessionOf, how: str) -> None:
    by = session("admin")
    plain: dict[str, Any] = {
        "staff_id": session("operator2").staff_id, "post": "clerk", "agency": agency(),
        "valid_from": clock.today(), "granted_by_id": by.staff_id,
    }  # fmt: skip
    before = Appointment.objects.count()
    with pytest.raises(Refused) as e:
        put("parties.grant", by, Appointment(**plain | FORGED[how](by)))
    assert e.value.verdict.code in ("JY403", "JY514")
    assert Appointment.objects.count() == before


def test_what_was_taken_stays_taken(house: Instance, session: SessionOf) -> None:
    held = Appointment.objects.get(staff__staff_no="OUTREVIEWER")
    held.revoked_by_id, held.revoked_at = session("admin").staff_id, clock.now()
    with pytest.raises(Refused, match="辖区"):
        put("parties.revoke", session("admin"), held)
    held = Appointment.objects.select_related("agency").get(pk=held.pk)
    actions.revoke(held, by=session("manager"), why="轮岗")
    for changed in ({"revoked_by": None, "revoked_at": None}, {"valid_to": None, "post": "approver"}):
        again = Appointment.objects.get(pk=held.pk)
        for name, value in changed.items():
            setattr(again, name, value)
        with pytest.raises(Refused, match="撤了的不再改"):
            put("parties.revoke", session("manager"), again)
    with refused(house, "P026", "parties.revoke"):
        actions.revoke(Appointment.objects.get(staff__staff_no="MANAGER"), by=session("manager"), why="自己撤")


def test_a_post_taken_in_the_middle_of_an_act_ends_it(house: Instance, session: SessionOf) -> None:
    """The next statement, not the next act and not the next sign-in."""
    held, by = enrolled(session, "third", "district_admin", fresh_number())
    other = Appointment.objects.get(staff__staff_no="OPERATOR2", post="operator")

    def take() -> None:
        try:
            theirs = Appointment.objects.select_related("agency").get(pk=held.pk)
            actions.revoke(theirs, by=session("admin"), why="停岗")
        finally:
            connections.close_all()

    def confirm() -> None:
        with act("parties.recertify", by=by, on=other) as entry:
            with ThreadPoolExecutor(1) as another:
                another.submit(take).result()
            other.recertified_by_id, other.recertified_at = by.staff_id, entry.at
            entry.put(other)

    with pytest.raises(Refused, match="JY401"):
        confirm()
    assert Appointment.objects.get(pk=other.pk).recertified_at is None


def age(house: Instance, held: Appointment, days: int) -> None:
    """Let a post have been given some days ago."""
    guards = ("guard_update", "guard_appointment", "guard_hands")
    with psycopg.connect(house.superuser_dsn()) as db:
        off = ", ".join(f"disable trigger {g}" for g in guards)
        db.execute(f"alter table jiuye.parties_appointment {off}".encode())
        aged = "update jiuye.parties_appointment set valid_from = ledger.today() - %s where id = %s"
        db.execute(aged, [days, held.pk])
        back = ", ".join(f"enable always trigger {g}" for g in guards)
        db.execute(f"alter table jiuye.parties_appointment {back}".encode())


def test_a_post_nobody_looked_over_lapses_and_is_confirmed_anew(house: Instance, session: SessionOf) -> None:
    held, by = enrolled(session, "fourth", "clerk", fresh_number())
    admin = session("admin")

    def due() -> list[Any]:
        with scope(admin):
            return [a.pk for a in queries.to_recertify(admin)]

    assert held.pk not in due()
    for days, listed, counts in ((304, False, True), (306, True, True), (365, True, True), (366, True, False)):
        age(house, held, days)
        assert (held.pk in due(), resolve(by.token) is not None) == (listed, counts), days
        assert queries.posts_in_force(held.staff_id, clock.today()).exists() == counts
    with refused(house, "JY401", "collection.submit"):
        collection.submit("person", person(), by=by)
    with pytest.raises(Exception, match="不在授权期内"):
        open_session(held, channel="command", factors="command")
    with pytest.raises(Refused, match="JY403"):
        actions.recertify(held, by=session("outsider"), why="外区")
    actions.recertify(Appointment.objects.select_related("agency").get(pk=held.pk), by=admin, why="窗口仍需人手")
    assert (held.pk in due(), resolve(by.token) is not None) == (False, True)


def test_the_last_of_the_city_is_reinstated_and_nobody_else(house: Instance, session: SessionOf) -> None:
    """Nobody locks the house for good; and it is no way round another's look."""
    posts = Appointment.objects.select_related("agency", "staff")
    management = posts.filter(agency__level="1", post__in=ACTS["parties.recertify"].posts)
    keys = list(management.order_by("pk").values_list("pk", flat=True))
    district = Appointment.objects.get(staff_id=session("admin").staff_id, post="district_admin")
    machine, by = machine_session("SYS-1"), session("admin")
    for key in keys[1:]:
        age(house, posts.get(pk=key), 366)
    first = posts.get(pk=keys[0])
    age(house, first, 310)
    manager = session(first.staff.staff_no.lower())
    with scope(manager):
        assert first.pk in [a.pk for a in queries.to_recertify(manager)]  # he is told in time to ask another
    with refused(house, "P028", "parties.reinstate"):
        actions.reinstate(first, by=machine, why="还有人")
    age(house, first, 366)
    assert not queries.somebody_confirms()
    for code, key, who, why in (
        ("P029", district.pk, machine, "区市的"), ("P011", first.pk, machine, " "),
        ("JY403", first.pk, by, "不是系统任务"),
    ):  # fmt: skip
        with refused(house, code, "parties.reinstate"):
            actions.reinstate(posts.get(pk=key), by=who, why=why)

    def confirmed_past_the_rules(key: Any) -> None:
        row = posts.get(pk=key)
        row.recertified_by_id, row.recertified_at = machine.staff_id, clock.now()
        with pytest.raises(Refused, match="才恢复市级"):
            put("parties.reinstate", machine, row)

    confirmed_past_the_rules(district.pk)
    actions.reinstate(posts.get(pk=first.pk), by=machine, why="信息中心工单 7，局长同意")
    confirmed_past_the_rules(keys[1])
    actions.recertify(posts.get(pk=keys[1]), by=session(first.staff.staff_no.lower()), why="仍需此岗")
    assert queries.posts_in_force(posts.get(pk=keys[1]).staff_id, clock.today()).exists()


def test_nobody_is_entered_without_a_number(house: Instance, session: SessionOf) -> None:
    with pytest.raises(Refused, match="入职要登记证件号码"):
        put("parties.enrol", session("admin"), Staff(
            staff_no="NOBODY", name="x", agency=agency(), enrolled_on=clock.today()))  # fmt: skip


@pytest.mark.parametrize("name", ["parties.revoke", "parties.leave"])
def test_no_administrator_ends_a_post_that_is_nobody_s(house: Instance, session: SessionOf, name: str) -> None:
    """A machine's, a department's or a citizen's, in whatever district."""
    own = open_account(b"nobody's index", "某*", agency("37108201"), by=machine_session("SYS-1"))
    for held in (Appointment.objects.get(post="machine"), own):
        for by in (session("admin"), session("manager")):
            held.revoked_by_id, held.revoked_at = by.staff_id, clock.now()
            with pytest.raises(Refused, match="JY403"):
                put(name, by, held)
            held.refresh_from_db()
