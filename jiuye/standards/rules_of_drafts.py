"""Judgements on requests and drafts: who may do what to them, when. Values in, verdict out. Art. 5."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.models import NEXT, Draft, Request

KINDS = {"item": "数据项目", "code": "代码", "rule": "规则", "other": "其他"}
STATE_LABELS = {
    "asked": "待研究", "taken": "已列入草案", "merged": "已合并", "published": "已发布", "declined": "不采纳",
}  # fmt: skip
DRAFT_LABELS = {"open": "拟订中", "published": "已发布", "dropped": "已放弃"}
AHEAD = timedelta(days=366)


def may_ask(kind: str, dataset: str, texts: dict[str, str]) -> Verdict:
    """A request says what, why, on which legal basis, and gives a sample: the city decides on nothing less."""
    missing = next((label for label, text in texts.items() if not text.strip()), "")
    return first_no(
        YES if kind in KINDS else no("请选择需要的是什么", code="S050"),
        YES if dataset in DATASETS or not dataset else no("没有这个数据集", code="S051"),
        no(f"请填写“{missing}”", code="S052") if missing else YES,
        YES if all(len(t) <= 2000 for t in texts.values()) else no("每一栏最多 2,000 个字", code="S053"),
    )


def may_move(request: Request, to: str) -> Verdict:
    if to in NEXT[request.state]:
        return YES
    return no(f"需求 {request.number} 现为“{STATE_LABELS[request.state]}”，不能再办理此步", code="S054")


def may_merge(into: Request, others: Sequence[Request]) -> Verdict:
    """Requests about one thing become one; the one they go into is still open itself."""
    open_still = into.state in ("asked", "taken")
    return first_no(
        YES if others else no("请选择要并入的需求", code="S055"),
        YES if open_still else no(f"需求 {into.number} 已了结，不能再并入别的", code="S054"),
        no("不能把需求并入它自己", code="S056") if into.pk in {o.pk for o in others} else YES,
        *(may_move(o, "merged") for o in others),
    )


def may_answer(request: Request, answer: str, by: UUID) -> Verdict:
    return first_no(
        may_move(request, "declined"),
        no("不得答复本人提出的需求", code="S057") if request.asked_by_id == by else YES,
        YES if 5 <= len(answer.strip()) <= 2000 else no("请写明不采纳的理由，5 到 2,000 个字", code="S058"),
    )


def may_open_draft(title: str, basis: str, other: Draft | None) -> Verdict:
    """One draft at a time: two could not both be the exact difference from one base."""
    told = other and f"已有草案 {other.number}（{other.title}）在拟订，请在它上面修改，或先放弃它"
    return first_no(
        no(told, code="S060") if told else YES,
        YES if 0 < len(title.strip()) <= 100 else no("请写草案的名称，100 个字以内", code="S061"),
        YES if 0 < len(basis.strip()) <= 500 else no("请写明依据（文件、需求或会议），500 个字以内", code="S062"),
    )


def may_edit(draft: Draft, by: UUID) -> Verdict:
    """Whoever opened a draft edits it: so that the one who publishes has had no hand in it."""
    return first_no(
        YES if draft.state == "open" else no(f"草案 {draft.number} {DRAFT_LABELS[draft.state]}，不能再改", code="S063"),
        YES if draft.drafted_by_id == by else no("只有拟订人能改草案", code="S064", help="请告诉拟订人要改什么。"),
    )


def may_publish(draft: Draft, by: UUID, latest: int) -> Verdict:
    return first_no(
        YES if draft.state == "open" else no(f"草案 {draft.number} {DRAFT_LABELS[draft.state]}", code="S063"),
        no("拟订人不得发布本人拟订的标准", code="S065", help="由另一名市级数据管理岗发布。")
        if draft.drafted_by_id == by else YES,
        YES if draft.changes else no("草案还没有改动，没有可发布的内容", code="S066"),
        YES if draft.base == latest
        else no(f"草案以第 {draft.base} 版为底，而第 {latest} 版已发布，请重新拟订", code="S067"),
    )  # fmt: skip


def may_begin(moment: datetime, published: datetime, after: datetime) -> Verdict:
    """When a version may come into force: never before it is published, nor before the one it follows."""
    return first_no(
        YES if moment >= published else no("施行时间不能早于发布时间", code="S068"),
        YES if moment > after else no("施行时间要晚于上一版的施行时间", code="S069"),
        YES if moment <= published + AHEAD else no("施行时间最多在一年以后", code="S088"),
    )
