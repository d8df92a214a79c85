"""The city's day is the same for every connection: a post given today holds today, whatever the zone."""

from datetime import timedelta

import psycopg
import pytest

from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.models import Appointment, Staff
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests.book import SessionOf

# Between the two, at any hour, one has another date than the city.
ZONES = ("Etc/GMT+12", "Etc/GMT-14")


@pytest.mark.article("9(1)")
@pytest.mark.parametrize("zone", ZONES)
def test_session_holds_in_every_zone(house: Instance, session: SessionOf, zone: str) -> None:
    clerk = session("clerk")
    with psycopg.connect(house.dsn("app")) as db:
        db.execute(f"set timezone = '{zone}'".encode())
        db.execute("select set_config('jiuye.token', %s, true)", [clerk.token])
        assert db.execute("select staff_id from ledger.whoami()").fetchone() == (clerk.staff_id,)
        assert db.execute("select ledger.today()").fetchone() == (clock.today(),)


@pytest.mark.article("9(1)")
def test_moments_come_back_in_the_citys_zone(session: SessionOf) -> None:
    clerk = session("clerk")
    with act("parties.sign_out", by=clerk) as entry:
        assert entry.at.utcoffset() == timedelta(hours=8)
    with scope(clerk):
        held = Appointment.objects.filter(staff_id=clerk.staff_id).earliest("valid_from")
        assert held.valid_from <= clock.today()
        assert Staff.objects.get(pk=clerk.staff_id).enrolled_on == held.valid_from
