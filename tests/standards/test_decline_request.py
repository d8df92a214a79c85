"""不采纳需求: with a reason the district reads. Art. 5."""

import pytest

from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from jiuye.standards import actions
from jiuye.standards.models import Request
from tests.book import SessionOf, refused
from tests.standards.steps import asked

pytestmark = pytest.mark.article("5")


def test_declined_with_its_reason(house: Instance, session: SessionOf) -> None:
    made = asked(session)
    actions.decline_request(made, "已有同样的数据项目", by=session("manager"))
    with scope(session("admin")):
        now = Request.objects.get(pk=made.pk)
    assert (now.state, now.answer) == ("declined", "已有同样的数据项目")
    with refused(house, "S054", "standards.decline_request"):
        actions.decline_request(made, "再答复一次也不行", by=session("manager"))


def test_not_without_a_reason(house: Instance, session: SessionOf) -> None:
    made = asked(session)
    with refused(house, "S058", "standards.decline_request"):
        actions.decline_request(made, "不", by=session("manager"))


def test_a_district_answers_nobody(house: Instance, session: SessionOf) -> None:
    made = asked(session)
    with refused(house, "JY403", "standards.decline_request"):
        actions.decline_request(made, "不需要这个项目", by=session("admin"))
