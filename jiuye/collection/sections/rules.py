"""Judgements on conflicts: values in, verdict out. Art. 6(2), 7."""

from uuid import UUID

from jiuye.collection.sections.models import NEXT_CONFLICT, Conflict
from jiuye.lib.verdict import YES, Verdict, first_no, no

STATE_LABELS = {"open": "待裁定", "settled": "已裁定"}
# What a second person may say of it.
VERDICTS = {
    "new": "以新采集的为准，写入原处",
    "held": "以原记的为准，写入新件",
    "apart": "两处各有其实，都不改",
}


def may_settle(conflict: Conflict, staff_id: UUID, verdict: str, note: str) -> Verdict:
    """By a second person, once, with a reason; a weaker source is never written over a stronger one."""
    settled = "settled" not in NEXT_CONFLICT[conflict.state]
    mine = conflict.collected_by_id == staff_id
    return first_no(
        no("这条冲突已经裁定过了", code="X010") if settled else YES,
        no("采集人不得裁定本人所采数据的冲突", code="X011", help="由另一名审核岗人员办理。") if mine else YES,
        YES if verdict in VERDICTS else no("请选择以哪一处为准", code="X012"),
        YES if len(note.strip()) >= 4 else no("请写明看了什么、怎么核对的（至少 4 个字）", code="X013"),
        strong_enough(verdict, conflict),
    )


def strong_enough(verdict: str, conflict: Conflict) -> Verdict:
    """Order of strength is the order of the standard's codes (`source_strength`)."""
    won, lost = conflict.strength, conflict.held_strength
    if verdict == "held":
        won, lost = lost, won
    if verdict == "apart" or won >= lost:
        return YES
    return no("较弱的来源不得改动较强的来源", code="X014", help="请凭证件材料到窗口重新采集，或由部门核验后再办。")


def may_rewrite(upkeep: str) -> Verdict:
    """Only what handling may refresh; the rest is corrected through 申报、审批、修改、复核. Art. 9(3)."""
    if upkeep == "handling":
        return YES
    return no("这一项要按维护程序更正，不能在这里改", code="X015", help="选“都不改”并写明，另行申报更正。")
