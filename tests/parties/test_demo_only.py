"""Demo accounts and command-line sessions cannot be made where the installation is not a demo. Art. 17."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections

from jiuye.front import installation
from jiuye.front.demo import session_of
from jiuye.parties import actions, founding
from jiuye.parties.act import act
from jiuye.parties.models import Account, Agency, Appointment, Staff
from jiuye.parties.models import Instance as Founded
from jiuye.parties.sessions import machine_session, open_session
from jiuye.server import testing
from jiuye.server.connect import Instance
from tests.book import refused
from tests.conftest import enter

pytestmark = pytest.mark.article("17")


@pytest.fixture(scope="module")
def city(template: Instance) -> Iterator[Instance]:
    """An installation that is no demo, with one clerk who was enrolled by hand."""
    connections.close_all()
    instance = testing.fresh_database()
    installation.prepare(instance, demo=False, say=lambda _: None)
    enter(instance)
    founding.found(instance.superuser_dsn(), city=installation.CITY, division=installation.DIVISION, demo=False)
    machine = machine_session(founding.MACHINE)
    actions.found_agencies(by=machine)
    with act("parties.found", by=machine, why="首个账号") as entry:
        agency = Agency.objects.get(code="37100001")
        staff = Staff(staff_no="W1", name="卫首任", agency=agency, enrolled_on=entry.at.date())
        held = Appointment(staff=staff, post="clerk", agency=agency, valid_from=entry.at.date())
        account = Account(name="first", staff=staff, password="!")
        account.totp_secret = actions.seal_secret(account, "JBSWY3DPEHPK3PXP")
        entry.put(staff, held, account)
    yield instance
    connections.close_all()
    instance.drop()


def test_no_demo_accounts(city: Instance) -> None:
    with refused(city, "P001", "parties.found"):
        actions.found_cast(by=machine_session(founding.MACHINE))
    assert not Account.objects.filter(demo=True).exists()


def test_furnishing_in_demo_mode_makes_no_cast_either(city: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    """The word of the environment is not enough: the database was founded otherwise."""
    monkeypatch.setenv("JIUYE_DEMO", "1")
    with refused(city, "P001", "parties.found"):
        actions.found_cast(by=machine_session(founding.MACHINE))


def test_no_command_line_session(city: Instance) -> None:
    with pytest.raises(Exception, match="命令行代办只在演示环境可用"):
        session_of("first")


def test_the_same_clerk_comes_in_by_the_window_with_two_factors(city: Instance) -> None:
    held = Appointment.objects.select_related("staff").get(staff__account__name="first")
    assert open_session(held, channel="window", factors="password+totp").post == "clerk"


@pytest.mark.parametrize("login", ["app", "owner", "reader"])
def test_nobody_turns_it_into_a_demo(city: Instance, login: str) -> None:
    statement: Any = "update jiuye.parties_instance set demo = true"
    with psycopg.connect(city.dsn(login)) as db, pytest.raises(psycopg.Error):
        db.execute(statement)
    assert not Founded.objects.get().demo
