"""清理垃圾数据: out of use and never gone, for a reason, and back by a new order. Art. 9(3), 20(3)."""

import pytest

from jiuye.maintenance import actions
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.maintenance.steps import admitted, again, approved, now
from tests.maintenance.test_merge import columns, seeking

pytestmark = [pytest.mark.article("9(3)"), pytest.mark.article("20(3)")]


def cleared(record: Person, session: SessionOf) -> object:
    order = actions.apply_retire(record, by=session("clerk2"), junk="mistaken", reason="误录，窗口没有来过这个人")
    assert order.grade == "key"
    return actions.retire(approved(order, session), by=session("operator2"))


def test_what_is_cleared_stays_on_file_and_comes_back(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    before = columns(record)
    order = actions.apply_retire(record, by=session("clerk2"), junk="test", reason="培训时录入的测试数据")
    done = actions.retire(approved(order, session), by=session("operator2"))
    assert again(record, session).retired
    assert entries(house, "maintenance.retire", "done")[-1].subject_id == order.pk
    actions.recheck(done, by=session("rechecker2"))
    back = actions.apply_back(now(order, session), by=session("clerk2"), reason="查明不是测试数据")
    actions.modify(approved(back, session), by=session("operator2"))
    assert columns(again(record, session)) == before


def test_what_others_quote_is_not_cleared(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    seeking(record, session)
    with refused(house, "M041", "maintenance.apply"):
        actions.apply_retire(record, by=session("clerk2"), junk="empty", reason="空壳档案")


def test_clearing_has_a_kind_and_is_done_once(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    with refused(house, "M040", "maintenance.apply"):
        actions.apply_retire(record, by=session("clerk2"), junk="", reason="没用的数据")
    cleared(record, session)
    with refused(house, "M005", "maintenance.apply"):
        actions.apply_retire(again(record, session), by=session("clerk2"), junk="test", reason="再清一次")


def test_no_row_leaves(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    cleared(record, session)
    assert asked(house, "select count(*) from jiuye.records_person where id = %s", record.pk) == 1
