"""Judgements about files in keeping: values in, verdict out. Art. 2(4), 20(3)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.records.custody.checks import LABELS, Found
from jiuye.records.custody.terms import PERMANENT
from jiuye.records.models import NEXT_DISPOSAL, NEXT_KEEPING

STATE_LABELS = {
    "waiting": "待归档", "filed": "已归档", "faulty": "检测不合格", "destroyed": "已销毁",
    "proposed": "待批准", "approved": "已批准，待销毁", "refused": "不予销毁", "done": "已销毁",
}  # fmt: skip
# What the standard calls the state: archive_status.
STATUS = {"waiting": "2", "filed": "1", "faulty": "2", "destroyed": "4"}
MOST = 200  # files of one list: it is destroyed as a whole
GONE = no("没有这份档案，或不在您的辖区", code="F404", help="由档案所在区市的档案管理岗办理。")


def may_file(state: str, found: Found) -> Verdict:
    """A file is filed once, when nothing failed."""
    bad = "、".join(LABELS[c].label for c in found.failed)
    return first_no(
        YES if "filed" in NEXT_KEEPING[state] else no("这份档案已经归档或已销毁", code="F001"),
        YES if found.passed else no(f"四性检测不合格：{bad}", code="F002", help="请补齐、恢复或更正后再检测。"),
    )


def may_hold(state: str, held: bool, reason: str) -> Verdict:
    return first_no(
        no("这份档案已经销毁了", code="F010") if state == "destroyed" else YES,
        no("这份档案已经暂停处置", code="F011") if held else YES,
        YES if len(reason.strip()) >= 4 else no("请写明为什么暂停处置（至少 4 个字）", code="F012"),
    )


def may_release(released: bool, held_by: UUID, staff_id: UUID, note: str) -> Verdict:
    """Another person lifts a hold."""
    return first_no(
        no("这次暂停已经解除了", code="F013") if released else YES,
        no("不得解除本人作出的暂停处置", code="F014", help="由另一名档案管理岗解除。") if held_by == staff_id else YES,
        YES if len(note.strip()) >= 4 else no("请写明为什么解除（至少 4 个字）", code="F015"),
    )


def over(term: str | None, until: date | None, today: date) -> bool:
    """Is the term over? What is kept for good, or has no term, never is."""
    return term != PERMANENT and until is not None and until < today


def may_list(standing: Sequence[tuple[str, bool]], districts: int, reason: str) -> Verdict:
    """standing: of each file, why it may not be listed ("" for may) and whether it is listed already."""
    why = next((w for w, _ in standing if w), "")
    return first_no(
        YES if standing else no("请先选要销毁的档案", code="F020"),
        YES if len(standing) <= MOST else no(f"一份清册最多 {MOST} 件", code="F021", help="请分几份清册提出。"),
        YES if districts == 1 else no("一份清册只列一个区市的档案", code="F022"),
        no(why, code="F023") if why else YES,
        no("有的档案已在另一份清册里", code="F024") if any(listed for _, listed in standing) else YES,
        YES if len(reason.strip()) >= 4 else no("请写明鉴定意见（至少 4 个字）", code="F025"),
    )


def may_decide_disposal(state: str, to: str, proposed_by: UUID, staff_id: UUID) -> Verdict:
    return first_no(
        YES if to in NEXT_DISPOSAL[state] else no("这份清册已有决定", code="F026"),
        no("提出人不得决定本人提出的销毁清册", code="F027", help="由另一名档案管理岗或市级数据管理岗决定。")
        if proposed_by == staff_id
        else YES,
    )
