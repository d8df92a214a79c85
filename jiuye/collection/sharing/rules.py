"""Judgements about questions and doubts: values in, verdict out."""

from datetime import date
from uuid import UUID

from jiuye.collection.sharing.contracts.outbound import OFFERS
from jiuye.collection.sharing.models import NEXT_DOUBT, Doubt
from jiuye.lib.verdict import YES, Verdict, first_no, no

STATE_LABELS = {
    "open": "未了", "answered": "已答复", "dropped": "不再问", "settled": "已处理",
}  # fmt: skip

# Why a doubt is no doubt any more.
REASONS = {
    "10": "经核对材料，我方数据无误，已告知对方部门",
    "20": "我方数据有误，退回更正或另行申请更正",
    "30": "对方数据滞后，材料可以证明近期变动",
    "40": "重名重号，说的不是同一人或同一单位",
}


def may_settle(doubt: Doubt, staff_id: UUID, reason: str, note: str) -> Verdict:
    """A second person looks at the material and says what came of it. Art. 6(4), 7."""
    settled = "settled" not in NEXT_DOUBT[doubt.state]
    mine = doubt.collected_by_id == staff_id
    return first_no(
        no("这个疑点已经处理过了", code="D010") if settled else YES,
        no("提交人不得处理本人提交的数据的疑点", code="D011", help="由另一名审核岗人员办理。") if mine else YES,
        YES if reason in REASONS else no("请选择处理结果", code="D012"),
        YES if len(note.strip()) >= 4 else no("请写明看了什么材料、怎么核对的（至少 4 个字）", code="D013"),
    )


def may_accept_with(doubts: int) -> Verdict:
    """What a department contradicts is looked at before it becomes a record."""
    if doubts:
        return no(f"有 {doubts} 处疑点没有处理", code="D014", help="请逐个处理疑点，或把这件退回经办人。")
    return YES


def may_be_told(contract: str, department: str, on: date, today: date) -> Verdict:
    """A department asks what its contract names, of a day that has come. Art. 6(4)."""
    offer = OFFERS.get(contract)
    theirs = offer is not None and department in offer.departments
    return first_no(
        YES if theirs else no("没有这份契约，或不是与贵部门订的", code="D007", help="契约由双方书面订立。"),
        no("不答还没有到的日子", code="D008") if on > today else YES,
    )


def staff_no(department: str) -> str:
    """The staff number of a department's interface."""
    return f"BM-{department}"
