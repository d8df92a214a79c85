"""Judgements of governed look-up: values in, verdict out. Art. 10(3)."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.usage.enquiries.models import NEXT_ALERT, NEXT_BATCH, BatchLookUp

VIEWED = 7  # days the result of a batch is shown
_NUMBER = re.compile(r"(?=(?:[^0-9]*[0-9]){5})[0-9A-Za-z-]{6,32}")
_NOT_HERE = no("没有这份批量查询，或不归您办", code="U120")


def within_quota(looked_up: int, quota: int) -> Verdict:
    """looked_up: today's, the one that is asked for among them."""
    if looked_up <= quota:
        return YES
    return no(
        f"今天已经查找 {quota} 次，到了本岗位一天的限额，明天再查", code="U101",
        help="限额由本区市的系统管理员按“标准参数”调整，须两人。",
    )


STATE_LABELS = {
    "raised": "待核实", "explained": "已说明", "passed": "已移交", "asked": "待批准", "approved": "已批准，待查",
    "refused": "不予批准", "done": "已查",
}  # fmt: skip


def may_answer(state: str, to: str, note: str) -> Verdict:
    """Once, and in words."""
    return first_no(
        YES if to in NEXT_ALERT[state] else no(f"这条预警{STATE_LABELS[state]}，不用再办", code="U112"),
        YES if 4 <= len(note.strip()) <= 500 else no("请写明核实的情况（4 到 500 个字）", code="U113"),
    )


def not_himself(staff: UUID, by: UUID) -> Verdict:
    return no("本人的查询由另一名监督人员核实", code="U114") if staff == by else YES


def may_ask_batch(numbers: Sequence[str], limit: int) -> Verdict:
    """Numbers, one a line and whole; names are looked up one by one."""
    odd = next((n for n, number in enumerate(numbers, 1) if not _NUMBER.fullmatch(number)), 0)
    return first_no(
        YES if numbers else no("请把号码贴进来，一行一个", code="U121"),
        YES if len(numbers) <= limit else no(
            f"一次最多 {limit} 个号码，现在有 {len(numbers)} 个", code="U122", help="请分几份申请，或申请导出。"
        ),
        no(f"第 {odd} 个不是号码", code="U123", help="只写证件号码、信用代码或编号，一行一个。") if odd else YES,
    )  # fmt: skip


def may_decide_batch(batch: BatchLookUp | None, to: str, hands: Collection[UUID], note: str) -> Verdict:
    """By another human, once; a refusal in words."""
    if batch is None:
        return _NOT_HERE
    return first_no(
        YES if to in NEXT_BATCH[batch.state] else no(f"这份批量查询{STATE_LABELS[batch.state]}", code="U124"),
        no("申请人不得批准本人的批量查询", code="U125", help="由另一名数据使用审批岗决定。")
        if batch.asked_by_id in hands else YES,
        YES if to == "approved" or len(note.strip()) >= 4 else no("请写明为什么不批准（至少 4 个字）", code="U126"),
    )  # fmt: skip


def may_look_up_batch(batch: BatchLookUp | None, by: UUID) -> Verdict:
    """By whoever asked, once it is approved, and once."""
    if batch is None or batch.asked_by_id != by:
        return _NOT_HERE
    return YES if batch.state == "approved" else no(f"这份批量查询{STATE_LABELS[batch.state]}", code="U124")


def may_view_batch(batch: BatchLookUp | None, by: UUID, since: datetime) -> Verdict:
    """By whoever asked, for a week."""
    if batch is None or batch.asked_by_id != by:
        return _NOT_HERE
    return first_no(
        YES if batch.done_at else no(f"这份批量查询{STATE_LABELS[batch.state]}，还没有结果", code="U124"),
        YES if batch.done_at and batch.done_at >= since else no(
            f"结果只看 {VIEWED} 天，已过期", code="U127", help="还要用的，另行申请。"
        ),
    )  # fmt: skip
