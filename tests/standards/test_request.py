"""提出采集需求: what, why, on which basis, with a sample; seen by its district and the city. Art. 5."""

import pytest

from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from jiuye.standards import actions
from jiuye.standards.models import Request
from tests.book import SessionOf, entries, refused
from tests.standards.steps import ASKED, asked

pytestmark = pytest.mark.article("5")


@pytest.mark.parametrize("who", ["admin", "contact-371082"])
def test_a_district_asks(house: Instance, session: SessionOf, who: str) -> None:
    made = asked(session, by=who)
    assert made.number.startswith("XQ-")
    assert (made.state, made.district) == ("asked", session(who).district)
    assert entries(house, "standards.request", "done")[-1].staff_id == made.asked_by_id


@pytest.mark.parametrize(
    ("code", "changed"),
    [("S050", {"kind": "wish"}), ("S051", {"dataset": "nowhere"}), ("S052", {"legal_basis": " "}),
     ("S052", {"sample": ""}), ("S053", {"why": "长" * 2001})],
)  # fmt: skip
def test_half_a_request_is_refused(house: Instance, session: SessionOf, code: str, changed: dict[str, str]) -> None:
    with refused(house, code, "standards.request"):
        actions.request(by=session("admin"), **ASKED | changed)


@pytest.mark.parametrize("who", ["clerk2", "manager", "supervisor"])
def test_other_posts_do_not_ask(house: Instance, session: SessionOf, who: str) -> None:
    with refused(house, "JY403", "standards.request"):
        asked(session, by=who)


def test_another_district_does_not_see_it(house: Instance, session: SessionOf) -> None:
    made = asked(session)
    for who, sees in (("admin", 1), ("contact-371082", 0), ("manager", 1)):
        with scope(session(who)):
            assert Request.objects.filter(pk=made.pk).count() == sees, who
