"""Judgements of the records room: values in, verdict out."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no

# Said alike of what is not there and of what lies elsewhere: looking is not a way to learn which.
NOT_HERE = no("没有这份档案，或不在您的辖区", code="J006", help="由档案所在区市办理。")


MOVED_ON = no("申报以后这份档案又有改动，原来的变更单不能再用", code="J030", help="请按现在的档案重新申报。")
TAKEN = no("改后与库中另一份档案是同一个，不能并存", code="J031", help="请先查重，两份是同一人或同一单位的，申报合并。")


def may_search(text: str) -> Verdict:
    """Two characters at least: one matches half the city."""
    if len(text.strip()) < 2:
        return no("至少写两个字，或写全证件号码、编号", code="J004")
    return YES


LONGEST = timedelta(days=366)  # a waiver holds
STATE_LABELS = {"proposed": "待批准", "approved": "已放行", "refused": "不予放行"}


def may_waive(verdicts: Sequence[str], named: Sequence[str], reason: str, valid_until: date, today: date) -> Verdict:
    """A waiver names rules the record did break, a reason, and a day within a year. Art. 6(1)."""
    return first_no(
        YES if named and set(named) <= set(verdicts) else no("请从这份档案违反的规则里选", code="J021"),
        YES if len(reason.strip()) >= 4 else no("请写明为什么必须转出、转给谁（至少 4 个字）", code="J022"),
        YES if today <= valid_until <= today + LONGEST else no("有效期请写今天以后一年以内的日期", code="J023"),
    )


def may_decide(state: str, proposed_by: UUID, staff_id: UUID) -> Verdict:
    """Another person decides, once."""
    return first_no(
        YES if state == "proposed" else no("这份放行申请已有决定", code="J026"),
        no("申请人不得批准本人的放行申请", code="J027", help="由另一名市级数据管理岗决定。")
        if proposed_by == staff_id
        else YES,
    )
