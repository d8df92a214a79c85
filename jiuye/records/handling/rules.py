"""Judgements on the steps of a matter: values in, verdict out. Art. 7."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.records.amending import Difference
from jiuye.records.handling.facts import HANDS, PROCEDURES, Step, step
from jiuye.records.models import Proceeding

GONE = no("没有这件办理，或不在您的辖区", code="H404", help="由档案所在区市办理。")
NO_NOTICE = no("现行标准没有公示天数，不能公示", code="H006", help="由市级数据管理岗设置参数“公示天数”。")
RETIRED = no("这份档案已退出使用，不再办理", code="H008")


def state_label(dataset: str, state: str) -> str:
    return PROCEDURES[dataset][state].label


def may_take(held: Proceeding, name: str, hands: Collection[UUID], today: date) -> Verdict:
    """May the step of the act `name` be taken now? hands: whoever acts, and those whose open work he went on with."""
    found = step(held.dataset, held.state, name)
    if found is None:
        label = state_label(held.dataset, held.state)
        return no(f"这一件现为“{label}”，不能再办理此步", code="H001", help="请刷新页面看现在的进度。")
    return first_no(_another(held, name, hands), _notice_over(held, name, today))


def may_supersede(waits: bool, issue_type: str) -> Verdict:
    """waits: an application for the certificate that takes this one's place was accepted and is not issued yet."""
    kind = {"2": "换发", "3": "补发"}[issue_type]
    return YES if waits else no(
        f"这个人没有审核通过、等着发证的{kind}申请", code="H009",
        help=f"先录一件就业创业证，发证类型选“{kind}”，审核通过以后再把原证作废。",
    )  # fmt: skip


def follows(held: Proceeding, name: str) -> Verdict:
    """May the machine take this step out of the state the matter is in?"""
    start = {"records.conclude": ("registered",), "records.expire": ("open", "seeking")}[name]
    return YES if held.state in start else no("这一件已经办结", code="H001")


def _another(held: Proceeding, name: str, hands: Collection[UUID]) -> Verdict:
    hand, collected = HANDS.get((held.dataset, name), ""), held.collected_by_id in hands
    if hand == "reviewed" and collected:
        return no("收件的人不得初审本人收的件", code="H002", help="由另一名审核岗办理。")
    if hand == "decided" and (collected or held.reviewed_by_id in hands):
        return no("收件和审核的人不得作这个决定", code="H002", help="由另一人办理。")
    if hand == "paid" and held.decided_by_id in hands:
        return no("准予的人不得登记发放", code="H002", help="由另一名审核岗办理。")
    return YES


def _notice_over(held: Proceeding, name: str, today: date) -> Verdict:
    if name == "records.grant" and held.not_before is not None and today <= held.not_before:
        return no(f"公示到 {held.not_before:%Y-%m-%d} 为止，期满以后才能决定", code="H004")
    return YES


def good_step(found: Step, held: Proceeding, day: date, since: date, note: str, today: date) -> Verdict:
    """What was typed with it: a day not before the step before it and not in the future, a reason where one is due."""
    return first_no(
        _notice_over(held, found.act, day),
        YES if day <= today else no("发生日期不能晚于今天", code="H003"),
        YES if day >= since else no(f"发生日期不能早于上一步的日期 {since:%Y-%m-%d}", code="H003"),
        YES if not found.reason or len(note.strip()) >= 4 else no("请写明原因（至少 4 个字）", code="H005"),
    )


def conforms(change: Difference, asked: Sequence[str]) -> Verdict:
    """The record as it would be: everything asked is there, and no rule that holds now is broken. Art. 6(1)."""
    missing = [n for n in asked if change.after.get(n) is None]
    if missing:
        return no("请填全这一步要的内容", code="H007")
    if change.stops:
        first = change.stops[0]
        return no(f"办了这一步，档案就不合标准：{first['message']}", code=first["rule_id"])
    return YES
