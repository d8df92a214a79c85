"""Several posts: chosen at sign-in, changed later as a session of its own; all sessions seen and ended. Art. 17."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pyotp
import pytest
from django.test import Client

from jiuye.front import gate
from jiuye.front.middleware import COOKIE
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties import actions, sessions
from jiuye.parties.actions import open_secret
from jiuye.parties.cast import PASSWORD
from jiuye.parties.models import Account, Agency, Appointment, SignInTrace, Staff
from jiuye.parties.sessions import resolve
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries

pytestmark = pytest.mark.article("17")


@pytest.fixture(scope="module")
def second(house: Instance) -> UUID:
    """reviewer2 collects as well."""
    from jiuye.front.demo import session_of

    staff = Staff.objects.get(staff_no="REVIEWER2")
    agency = Agency.objects.get(code="37100201")
    return actions.grant(staff, by=session_of("admin"), post="clerk", agency=agency, why="窗口缺人").pk


@pytest.fixture
def turned() -> Iterator[timedelta]:
    """A clock a minute further with each test, since a code serves once."""
    SignInTrace.objects.all().delete()
    yield timedelta()
    clock.inject(None)


def code() -> str:
    return pyotp.TOTP(open_secret(Account.objects.get(name="reviewer2"))).at(clock.now())


def choice() -> gate.ChoosePost:
    with pytest.raises(gate.ChoosePost) as e:
        gate.check("reviewer2", PASSWORD, code())
    return e.value


def test_the_factors_lead_to_the_choice_and_the_choice_to_one_entry(
    house: Instance, second: UUID, turned: timedelta
) -> None:
    before = len(entries(house, "parties.sign_in", "done"))
    asked = choice()
    assert [p.post for p in asked.posts] == ["reviewer", "clerk"]
    assert len(entries(house, "parties.sign_in", "done")) == before
    by = gate.choose("reviewer2", asked.ticket, str(second))
    assert by.post == "clerk"
    assert len(entries(house, "parties.sign_in", "done")) == before + 1


def test_the_ticket_serves_once_for_the_name_and_for_his_own_posts(
    house: Instance, second: UUID, turned: timedelta
) -> None:
    asked = choice()
    other = Appointment.objects.get(staff__staff_no="MANAGER").pk
    for name, ticket, chosen, why in [
        ("reviewer2", "x", str(second), "G001"), ("clerk", asked.ticket, str(second), "G001"),
        ("nobody", asked.ticket, str(second), "G001"), ("reviewer2", asked.ticket, str(other), "G003"),
        ("reviewer2", asked.ticket, "", "G003"),
    ]:  # fmt: skip
        with pytest.raises(Refused) as e:
            gate.choose(name, ticket, chosen)
        assert e.value.verdict.code == why, name
    gate.choose("reviewer2", asked.ticket, str(second))
    with pytest.raises(Refused, match="G001"):
        gate.choose("reviewer2", asked.ticket, str(second))


def test_the_ticket_runs_out(house: Instance, second: UUID, turned: timedelta) -> None:
    asked, now = choice(), datetime.now(clock.ZONE)
    clock.inject(lambda: now + timedelta(minutes=4))
    with pytest.raises(Refused, match="G005"):
        gate.choose("reviewer2", asked.ticket, str(second))


def test_guessing_tickets_locks(house: Instance, second: UUID, turned: timedelta) -> None:
    asked = choice()
    for _ in range(5):
        with pytest.raises(Refused, match="G001"):
            gate.choose("reviewer2", "guess", str(second))
    with pytest.raises(Refused, match="G002"):
        gate.choose("reviewer2", asked.ticket, str(second))


def test_a_named_post_needs_no_choice(house: Instance, second: UUID, turned: timedelta) -> None:
    assert gate.check("reviewer2", PASSWORD, code(), post="reviewer").post == "reviewer"


def test_on_the_page(house: Instance, second: UUID, turned: timedelta) -> None:
    client = Client(headers={"host": "localhost"})
    asked = client.post("/sign-in", {"name": "reviewer2", "password": PASSWORD, "code": code(), "next": "/ledger/"})
    assert asked.status_code == 200
    assert COOKIE not in client.cookies
    text = asked.content.decode()
    assert "审核岗" in text
    assert "经办岗" in text
    ticket = text.split('name="ticket" value="')[1].split('"')[0]
    typed = {"name": "reviewer2", "ticket": ticket, "appointment": str(second), "next": "/ledger/"}
    answer = client.post("/sign-in", typed)
    assert (answer.status_code, answer["Location"]) == (302, "/ledger/")
    by = resolve(client.cookies[COOKIE].value)
    assert by is not None
    assert by.post == "clerk"


def test_another_post_is_another_session_and_no_longer_one(house: Instance, session: SessionOf, second: UUID) -> None:
    by = session("reviewer2")
    assert by.post == "reviewer"
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = by.token
    answer = client.post(f"/account/post/{second}")
    assert answer.status_code == 302
    fresh = resolve(client.cookies[COOKIE].value)
    assert fresh is not None
    assert (fresh.post, fresh.staff_id, fresh.id != by.id) == ("clerk", by.staff_id, True)
    assert resolve(by.token) is None
    entry = entries(house, "parties.sign_in", "done")[-1]
    assert (entry.staff_id, entry.why) == (by.staff_id, "换岗")
    with psycopg.connect(house.superuser_dsn()) as db:
        rows = db.execute(
            "select count(distinct expires_at), count(distinct factors) from ledger.session where id in (%s, %s)",
            [by.id, fresh.id],
        ).fetchone()
    assert rows == (1, 1)


def test_nobody_takes_another_s_post(house: Instance, session: SessionOf) -> None:
    by = session("clerk")
    other = Appointment.objects.get(staff__staff_no="MANAGER").pk
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = by.token
    answer = client.post(f"/account/post/{other}")
    assert answer.status_code == 422
    assert "只能换到本人的岗位" in answer.content.decode()
    assert resolve(by.token) is not None
    last = entries(house, "parties.sign_in", "refused")[-1]
    assert (last.code, last.staff_id) == ("JY003", by.staff_id)


def test_an_ended_post_is_not_taken(house: Instance, session: SessionOf) -> None:
    staff, agency = Staff.objects.get(staff_no="CLERK2"), Agency.objects.get(code="37100201")
    held = actions.grant(staff, by=session("admin"), post="reviewer", agency=agency, why="短期")
    actions.revoke(held, by=session("admin"), why="收回")
    with pytest.raises(Exception, match="不在授权期内"):
        sessions.switch(session("clerk2"), held.pk)


def test_one_sees_one_s_own_open_sessions_and_ends_them_all(house: Instance, session: SessionOf) -> None:
    here, there, other = session("clerk"), session("clerk"), session("manager")
    listed = {s.id: s.this for s in sessions.own(here)}
    assert listed[here.id]
    assert not listed[there.id]
    assert other.id not in listed
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = here.token
    assert "全部退出" in client.get("/account").content.decode()
    client.post("/sign-out", {"everywhere": "1"})
    assert resolve(there.token) is None
    assert resolve(other.token) is not None
