"""合并需求: what is about one thing becomes one. Art. 5."""

import pytest

from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from jiuye.standards import actions
from jiuye.standards.models import Request
from tests.book import SessionOf, refused
from tests.standards.steps import asked

pytestmark = pytest.mark.article("5")


def state(session: SessionOf, one: Request) -> tuple[str, object]:
    with scope(session("manager")):
        now = Request.objects.get(pk=one.pk)
        return now.state, now.merged_into_id


def test_merged_with_what_was_merged_before(house: Instance, session: SessionOf) -> None:
    first, second, third = asked(session), asked(session, by="contact-371082"), asked(session, by="contact-371083")
    by = session("manager")
    with scope(by):
        actions_before = Request.objects.filter(state="merged").count()
    actions.merge_requests(second, [third], by=by)
    actions.merge_requests(first, [second], by=by)
    assert state(session, second) == state(session, third) == ("merged", first.pk)
    with scope(by):
        assert Request.objects.filter(state="merged").count() == actions_before + 2


def test_not_into_itself_nor_into_what_is_settled(house: Instance, session: SessionOf) -> None:
    first, second = asked(session), asked(session)
    with refused(house, "S056", "standards.merge_requests"):
        actions.merge_requests(first, [first], by=session("manager"))
    with refused(house, "S055", "standards.merge_requests"):
        actions.merge_requests(first, [], by=session("manager"))
    actions.decline_request(first, "已有同样的数据项目", by=session("manager"))
    with refused(house, "S054", "standards.merge_requests"):
        actions.merge_requests(first, [second], by=session("manager"))


def test_a_district_merges_nothing(house: Instance, session: SessionOf) -> None:
    first, second = asked(session), asked(session)
    with refused(house, "JY403", "standards.merge_requests"):
        actions.merge_requests(first, [second], by=session("admin"))
