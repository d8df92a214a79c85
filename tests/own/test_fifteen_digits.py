"""A citizen whose file bears the 15 digits of before 2000 is the same human as the one of 18: to every rule of two
hands, to whoever gives him a mandate, and to himself. Art. 9(1), 10(1), 10(2)."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from jiuye.collection import actions as collection
from jiuye.collection import mandates, queries
from jiuye.front import demo, own_gate
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.id_token import Claims
from jiuye.lib.identity import number_forms
from jiuye.lib.verdict import Refused
from jiuye.parties import founding, own_account
from jiuye.parties.identity import indexes_of
from jiuye.parties.mandates import grant_mandate, register_mandate, revoke_mandate
from jiuye.parties.models import Mandate, Staff
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session, machine_session, open_session, scope
from jiuye.partners.sms import Gateway
from jiuye.records import own
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.clean import Row, legacy, person, write
from tests.journeys import own_steps
from tests.maintenance.steps import SURE
from tests.own.test_mandates import UNEMPLOYMENT, declare
from tests.parties.people import agency, enrolled
from tests.parties.test_duties import put, step

pytestmark = [pytest.mark.article("9(1)"), pytest.mark.article("10(1)"), pytest.mark.article("10(2)")]


@pytest.fixture
def gateway(house: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    with own_steps.gateway(monkeypatch) as running:
        yield running


@pytest.fixture
def old(house: Instance) -> Row:
    """Taken over from an older system under 15 digits; here as he types himself, with 18."""
    able = (p for p in iter(lambda: legacy(1)[0], None) if "1972" < p["birth_date"] < "2000" and p["mobile_phone"])
    row = next(p for p in able if (p["id_type"], p["survival_status"]) == ("01", "1"))
    row["agency_code"] = "37100201"
    full, short = number_forms(row["id_number"])
    demo.order()
    with TemporaryDirectory() as folder:
        file = write(Path(folder) / "old.csv", [row | {"id_number": short}])
        collection.inherit("person", file, by=session_of("manager"), order_number=demo.ORDER)
    return row | {"id_number": full}


def short_of(row: Row) -> str:
    return number_forms(row["id_number"])[1]


def signed_in(row: Row) -> Session:
    return own_gate.enter_by_name(Claims("01", row["id_number"], row["name"], None), channel="phone")


def test_whichever_he_types_it_is_his_account_and_his_file(gateway: Gateway, old: Row) -> None:
    me = signed_in(old)
    assert signed_in(old | {"id_number": short_of(old)}).staff_id == me.staff_id
    assert own_steps.let_in(gateway, old["id_number"]).staff_id == me.staff_id
    made = declare(me)
    with scope(me):
        assert [p.name for p in Person.objects.all()] == [old["name"]]
        assert [s.pk for s in queries.mine(me)] == [made.pk]
        mine = own.own_file(me)
        assert isinstance(mine, own.OwnFile)
        assert mine.id_number == short_of(old)
    stranger = signed_in(own_steps.citizen())
    with scope(stranger):
        assert old["name"] not in [p.name for p in Person.objects.all()]
    collection.withdraw(made, by=me)


def test_he_does_not_review_what_he_handed_in_himself(house: Instance, session: SessionOf, old: Row) -> None:
    held, reviewer = enrolled(session, "fifteen", "reviewer", old["id_number"])
    me = signed_in(old)
    assert {me.staff_id, held.staff_id} == hands_of(me) == hands_of(reviewer)
    handed_in = collection.submit("person", person(), by=session("clerk2"), confirmed=SURE)
    hands = f"submitted_by_id = '{me.staff_id}', reviewed_by_id = '{held.staff_id}'"
    with pytest.raises(Refused, match="同一人"):
        step(reviewer, "collection.return_", handed_in, f"update collection_submission set {hands}")


def test_a_mandate_for_his_number_reaches_him(gateway: Gateway, old: Row) -> None:
    grantor, me = signed_in(own_steps.citizen()), signed_in(old)
    for number in (old["id_number"], short_of(old)):
        made = grant_mandate(
            own.own_index(number), "受*人", [UNEMPLOYMENT], by=grantor, single=False, until=clock.today()
        )
        assert mandates.use_mandate(made, by=me).own_index == grantor.own_index
    with refused_as_himself():
        grant_mandate(own.own_index(short_of(old)), "x", [UNEMPLOYMENT], by=me, single=False, until=clock.today())
    given = grant_mandate(grantor.own_index or b"", "受*人", [UNEMPLOYMENT], by=me, single=False, until=clock.today())
    with scope(mandates.use_mandate(given, by=grantor)):
        assert [p.name for p in Person.objects.all()] == [old["name"]]


def refused_as_himself() -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match="不用委托自己")


def test_the_clerk_is_neither_of_the_two(house: Instance, session: SessionOf, old: Row) -> None:
    _, clerk = enrolled(session, "windowed", "clerk", old["id_number"])
    with scope(machine_session(founding.MACHINE)):
        him = own.files_of(short_of(old))[0].indexes
    giver = Staff.objects.get(pk=signed_in(own_steps.citizen()).staff_id)
    with refused(house, "P043", "parties.register_mandate"):
        register_mandate(
            giver, him.full, "受*人", [UNEMPLOYMENT], by=clerk, single=False, until=clock.today(), why="委托书"
        )
    # Opened by an earlier build, under 15 digits: the database knows him by his own.
    earlier = own_account.open_account(him.short or b"", "某*某", agency(), by=machine_session(founding.MACHINE))
    with pytest.raises(Refused, match="不给自己登记"):
        put("parties.register_mandate", clerk, Mandate(
            grantor=earlier.staff, grantor_index=him.short, agent_index=b"another's", agent_name="受*人",
            datasets=[UNEMPLOYMENT], single=False, valid_from=clock.today(), valid_to=clock.today(),
            granted_at=clock.now(), registered_by=clerk.staff, registered_in=clerk.district,
            registered_index=clerk.staff.identity_index,
        ))  # fmt: skip


def test_an_account_of_an_earlier_build_is_his_still(house: Instance, gateway: Gateway, old: Row) -> None:
    """Known by 15 digits until he comes back: what he handed in and gave stays his."""
    machine, who = machine_session(founding.MACHINE), indexes_of(old["id_number"])
    held = own_account.open_account(who.short or b"", "某*某", agency(), by=machine)
    before = open_session(held, channel="phone", factors="oidc")
    made = declare(before)
    given = grant_mandate(b"another's index", "受*人", [UNEMPLOYMENT], by=before, single=False, until=clock.today())
    me = signed_in(old)
    assert (me.staff_id, me.own_index, me.own_short) == (held.staff_id, who.full, who.short)
    with scope(me):
        assert [s.pk for s in queries.mine(me)] == [made.pk]
    revoke_mandate(given, by=me)
    collection.withdraw(made, by=me)


@pytest.mark.parametrize("how", ["another's number", "a second time", "staff"])
def test_under_that_act_no_account_becomes_another_s(house: Instance, old: Row, how: str) -> None:
    machine, me = machine_session(founding.MACHINE), signed_in(old)
    staff = Staff.objects.get(pk=session_of("reviewer2").staff_id if how == "staff" else me.staff_id)
    if how == "another's number":
        staff = own_account.open_account(b"somebody new", "某*某", agency(), by=machine).staff
        staff.subject_index, staff.short_index = indexes_of(old["id_number"])[0], b"whatever"
    else:
        staff.subject_index, staff.short_index = b"anybody", staff.subject_index
    with pytest.raises(Refused, match="改认 18 位"):
        put("parties.open_account", machine, staff)
