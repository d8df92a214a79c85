"""限额: look-ups of a post and a day, counted from the book, set by the district under two hands. Art. 9(1), 10(3)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from jiuye.standards import actions
from jiuye.usage.enquiries import queries
from tests.book import SessionOf, entries, refused
from tests.usage.enquiries.steps import looked

pytestmark = [pytest.mark.article("10(3)"), pytest.mark.article("9(1)")]


@pytest.fixture(scope="module", autouse=True)
def three(house: Instance, clear_of_midnight: None) -> None:
    """Huancui gives its clerks three look-ups a day."""
    from jiuye.front.demo import session_of

    how = {"basis": "区局通知", "reason": "试点"}
    made = actions.set_parameter("look_up_quota_clerk", "3", clock.today(), by=session_of("admin"), **how)
    actions.activate_parameter(made, by=session_of("manager"))


def test_the_fourth_is_refused_however_many_come_at_once(house: Instance, session: SessionOf) -> None:
    def one(n: int) -> str:
        try:
            looked(f"查无此人{n}")
            return ""
        except Refused as refusal:
            return refusal.verdict.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(8))) == [""] * 3 + ["U101"] * 5
    assert len(entries(house, "usage.look_up", "done")) == 3
    with refused(house, "U101", "usage.look_up"):
        looked("查无此人")


def test_another_post_and_another_district_have_their_own(house: Instance, session: SessionOf) -> None:
    for account in ("reviewer2", "outsider", "clerk"):
        for n in range(4):
            looked(f"查无此人{n}", by=account)
    elsewhere = session("outsider")
    with scope(elsewhere):
        assert queries.quota(elsewhere) == 300
