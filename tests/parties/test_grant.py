"""授权: a dated post, given by another within his own scope. Art. 9(1), 10(3)."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from jiuye.lib import clock
from jiuye.parties import actions
from jiuye.parties.models import Agency, Appointment, Staff
from jiuye.parties.sessions import open_session
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused

pytestmark = pytest.mark.article("9(1)")


def grant(
    session: SessionOf, to: str, post: str, *, by: str = "admin", agency: str = "37100201", **more: Any
) -> Appointment:
    staff = Staff.objects.get(staff_no=to.upper())
    why = more.pop("why", "岗位调整")
    return actions.grant(staff, by=session(by), post=post, agency=Agency.objects.get(code=agency), why=why, **more)


def test_a_granted_post_can_be_worked_in_at_once(house: Instance, session: SessionOf) -> None:
    held = grant(session, "contact-371002", "reviewer")
    by = open_session(held, channel="window", factors="password+totp")
    assert by.post == "reviewer"
    entry = entries(house, "parties.grant", "done")[-1]
    assert (entry.subject_id, entry.why) == (held.staff_id, "岗位调整")


def test_the_city_grants_in_every_district(house: Instance, session: SessionOf) -> None:
    assert grant(session, "outsider", "reviewer", by="manager", agency="37108201").granted_by_id


@pytest.mark.parametrize(
    ("code", "to", "post", "changed"),
    [
        ("P007", "admin", "reviewer", {}),  # never to oneself
        ("P003", "outsider", "reviewer", {"agency": "37108301"}),  # beyond the own district
        ("P004", "clerk2", "reviewer", {"agency": "37100211"}),  # a level without the post
        ("P002", "clerk2", "machine", {}),
        ("P009", "reviewer2", "reviewer", {}),  # held already
        ("P011", "clerk2", "quality_contact", {"why": " "}),
    ],
)
def test_refused_and_on_file(
    house: Instance, session: SessionOf, code: str, to: str, post: str, changed: dict[str, Any]
) -> None:
    before = Appointment.objects.count()
    with refused(house, code, "parties.grant"):
        grant(session, to, post, **changed)
    assert Appointment.objects.count() == before


@pytest.mark.parametrize("who", ["clerk2", "reviewer2", "supervisor"])
def test_other_posts_grant_nothing(house: Instance, session: SessionOf, who: str) -> None:
    with refused(house, "JY403", "parties.grant"):
        grant(session, "outsider", "clerk", by=who, agency="37108211")


def test_even_the_database_refuses_a_post_granted_to_oneself(house: Instance) -> None:
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("alter table jiuye.parties_appointment disable trigger all")
        with pytest.raises(psycopg.errors.CheckViolation):
            db.execute("update jiuye.parties_appointment set granted_by_id = staff_id where post = 'district_admin'")
        db.rollback()


def test_a_post_gone_by_opens_no_session(house: Instance, session: SessionOf) -> None:
    yesterday = clock.today() - timedelta(days=1)
    held = grant(session, "contact-371002", "clerk", agency="37100211", valid_to=yesterday)
    refused_before = asked(house, "select count(*) from ledger.session")
    with pytest.raises(Exception, match="不在授权期内"):
        open_session(held, channel="window", factors="password+totp")
    assert asked(house, "select count(*) from ledger.session") == refused_before
