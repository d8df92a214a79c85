"""本人开户: a citizen's account sees his own data only, by public channels only. Art. 6(3), 10(1), 17."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError
from django.test import Client

from jiuye.collection import actions, queries
from jiuye.collection.models import Submission
from jiuye.collection.services import SERVICES, declared
from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE, OWN_COOKIE
from jiuye.lib.verdict import Refused
from jiuye.parties import rules
from jiuye.parties.models import Agency, Appointment, Staff
from jiuye.parties.sessions import Session, open_session, scope
from jiuye.partners.sms import Gateway
from jiuye.records.models import Employer, Person
from jiuye.records.own import OwnFile, own_file
from jiuye.server.connect import Instance
from jiuye.standards.rules import cover_name
from tests.book import entries
from tests.journeys import own_steps

pytestmark = [pytest.mark.article("10(1)"), pytest.mark.article("6(3)")]


@pytest.fixture
def gateway(house: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    with own_steps.gateway(monkeypatch) as running:
        yield running


def test_one_account_for_one_person(house: Instance, gateway: Gateway) -> None:
    row = own_steps.citizen()
    me = own_steps.let_in(gateway, row["id_number"])
    assert Staff.objects.get(pk=me.staff_id).name == cover_name(row["name"]) != row["name"]
    assert len([e for e in entries(house, "parties.open_account") if e.subject_id == me.agency_id]) == 1
    again = open_session(Appointment.objects.get(staff_id=me.staff_id), channel="web", factors="oidc")
    assert again.staff_id == me.staff_id


def test_he_sees_his_own_file_and_no_other(gateway: Gateway) -> None:
    row, _other = own_steps.citizen(), own_steps.citizen()
    me = own_steps.let_in(gateway, row["id_number"])
    with scope(me):
        assert {bytes(p.id_number_folded_index) for p in Person.objects.all()} == {me.own_index}
        assert not Employer.objects.exists()
        mine = own_file(me)
        assert isinstance(mine, OwnFile)
        assert mine.id_number == row["id_number"]


def test_he_sees_his_own_cases_and_no_other(gateway: Gateway) -> None:
    one, other = own_steps.citizen(), own_steps.citizen()
    me, them = (own_steps.let_in(gateway, r["id_number"]) for r in (one, other))
    made = actions.submit("unemployment_registration", _whole(one, me), by=me)
    with scope(me):
        assert set(Submission.objects.values_list("pk", flat=True)) == {made.pk}
    with scope(them):
        assert not Submission.objects.exists()
    assert queries.submission(made.pk, them) is None
    with pytest.raises(Refused):
        actions.withdraw(made, by=them)
    assert made.channel == "40"
    assert made.district == me.district


def _whole(row: dict[str, str], me: Session) -> dict[str, str]:
    with scope(me):
        mine = own_file(me)
        assert mine is not None
        return declared(SERVICES["unemployment_registration"], own_steps.unemployment(), mine, me)


ZONES = [("window", "password+totp"), ("command", "command"), ("phone", "password+totp"), ("phone", "")]


@pytest.mark.article("17")
@pytest.mark.parametrize(("channel", "factors"), ZONES)
def test_no_staff_channel_for_a_citizen(gateway: Gateway, channel: str, factors: str) -> None:
    me = own_steps.let_in(gateway, own_steps.citizen()["id_number"])
    with pytest.raises(DatabaseError):
        open_session(Appointment.objects.get(staff_id=me.staff_id), channel=channel, factors=factors)


@pytest.mark.article("17")
@pytest.mark.parametrize("channel", ["web", "phone", "wechat", "kiosk"])
def test_no_public_channel_for_staff(house: Instance, channel: str) -> None:
    held = Appointment.objects.get(staff__account__name="clerk")
    with pytest.raises(DatabaseError):
        open_session(held, channel=channel, factors="password+totp")


@pytest.mark.article("17")
def test_neither_cookie_opens_the_other_s_pages(gateway: Gateway) -> None:
    me = own_steps.let_in(gateway, own_steps.citizen()["id_number"])
    clerk = session_of("clerk")
    for path in ("/", "/collection/", "/usage/look-up", "/standards/", "/ledger/"):
        asked = Client(HTTP_HOST="127.0.0.1")
        asked.cookies[COOKIE] = me.token
        answer = asked.get(path)
        assert answer.status_code in (302, 401, 404), path
    asked = Client(HTTP_HOST="127.0.0.1")
    asked.cookies[OWN_COOKIE] = clerk.token
    assert asked.get("/my/").status_code == 302


@pytest.mark.article("10(3)")
def test_his_token_opens_nothing_of_the_staff_s_in_the_database(house: Instance, gateway: Gateway) -> None:
    me = own_steps.let_in(gateway, own_steps.citizen()["id_number"])
    own_steps.citizen()
    with psycopg.connect(house.dsn("app")) as db:
        db.execute("select set_config('jiuye.token', %s, true)", [me.token])
        assert db.execute("select count(*) from jiuye.records_person").fetchone() == (1,)
        assert db.execute("select count(*) from ledger.version_shown").fetchone() == (0,)
        for act in ("collection.accept", "records.open", "parties.grant", "collection.import_batch"):
            with pytest.raises(psycopg.Error, match="没有此项权限"), db.transaction():
                db.execute(
                    "select ledger.open_entry(gen_random_uuid(), %s, '', null, '', '', '{}', '', null, '{}')", [act]
                )


def test_nobody_is_appointed_to_it(house: Instance) -> None:
    assert not rules.may_appoint("371002", True, Agency.objects.get(code="37100201"), "person")
