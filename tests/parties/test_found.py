"""建制: the city's agencies in three levels, and its machine; once. Art. 4."""

import psycopg
import pytest

from jiuye.front.installation import CITY, DIVISION
from jiuye.parties import actions, founding
from jiuye.parties.models import Agency, Staff
from jiuye.parties.posts import POSTS
from jiuye.parties.sessions import machine_session
from jiuye.parties.weihai import agencies
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused

pytestmark = pytest.mark.article("4")


def test_the_city_stands_with_its_agencies_in_three_levels(house: Instance) -> None:
    planned = {a.code for a in agencies()} | {founding.INFORMATION_AGENCY}
    assert set(Agency.objects.values_list("code", flat=True)) == planned
    assert set(Agency.objects.values_list("level", flat=True)) == {"1", "2", "3"}
    for agency in Agency.objects.filter(level="3").select_related("parent"):
        assert agency.parent is not None
        assert (agency.parent.level, agency.parent.division) == ("2", agency.division)


def test_founding_again_changes_nothing(house: Instance) -> None:
    before = Agency.objects.count()
    assert founding.found(house.superuser_dsn(), city=CITY, division=DIVISION, demo=True) is False
    actions.found_agencies(by=machine_session(founding.MACHINE))
    assert Agency.objects.count() == before


def test_what_was_founded_as_demo_stays_so(house: Instance) -> None:
    founding.found(house.superuser_dsn(), city=CITY, division=DIVISION, demo=False)
    assert asked(house, "select demo from jiuye.parties_instance") is True


def test_there_is_never_a_second_installation(house: Instance) -> None:
    with psycopg.connect(house.superuser_dsn()) as db, pytest.raises(psycopg.Error):
        db.execute(
            "insert into jiuye.parties_instance (id, entry_id, city, demo, founded_at)"
            " select gen_random_uuid(), id, '别处', false, at from ledger.entry limit 1"
        )


def test_every_founding_row_is_covered_by_an_entry(house: Instance) -> None:
    founded = {e.id for e in entries(house, "parties.found", "done")}
    for table in ("instance", "agency", "staff", "appointment", "account"):
        rows = asked(house, f"select array_agg(distinct entry_id) from jiuye.parties_{table}")
        assert set(rows) <= founded, table


def test_only_the_machine_founds(house: Instance, session: SessionOf) -> None:
    with refused(house, "JY403", "parties.found"):
        actions.found_agencies(by=session("admin"))


def test_the_cast_has_every_post_and_the_machine_no_account(house: Instance) -> None:
    posts = set(Staff.objects.values_list("appointments__post", flat=True))
    assert {"clerk", "reviewer", "district_admin", "data_manager", "quality_contact", "supervisor"} <= posts
    assert posts <= set(POSTS)
    machines = Staff.objects.filter(machine=True)
    assert [m.staff_no for m in machines] == [founding.MACHINE]
    assert not hasattr(machines[0], "account")
