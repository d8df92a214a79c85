"""Judgements of the collection room: values in, verdict out."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from jiuye.collection.models import MONEY, NEXT, InheritanceOrder, Submission
from jiuye.lib.verdict import YES, Verdict, first_no, no

REVIEW_DAYS = 1  # workdays a reviewer has, and a collector to correct what came back

RETURN_CODES = {
    "10": "材料不全",
    "20": "内容与材料不符",
    "30": "重复申报",
    "40": "不属于本机构受理",
    "50": "填报有误，请更正后重报",
}


def may_move(submission: Submission, to: str) -> Verdict:
    if to in NEXT[submission.state]:
        return YES
    return no(f"该件现为“{STATE_LABELS[submission.state]}”，不能再办理此步", code="C001")


STATE_LABELS = {
    "submitted": "待审核",
    "accepted": "已通过",
    "returned": "已退回",
    "withdrawn": "已撤回",
    "undone": "已撤销",
}


def not_the_collector(submission: Submission, staff_id: UUID) -> Verdict:
    """Art. 7: the reviewer is never the collector."""
    if submission.submitted_by_id == staff_id:
        return no("提交人不得审核本人提交的数据", code="C002", help="由另一名审核岗人员办理。")
    return YES


def may_accept(submission: Submission, staff_id: UUID, most: int) -> Verdict:
    """Art. 7. most: rows one reviewer accepts in one go; a batch begun is finished."""
    waiting = submission.rows - submission.faulty - submission.already_known
    too_many = waiting > most and submission.admitted == 0
    split = "请退回，由导入人拆成几个文件。"
    return first_no(
        may_move(submission, "accepted"),
        no("存量接收由接收的人接着收完，不用审核", code="C036") if submission.kind == "inherit" else YES,
        not_the_collector(submission, staff_id),
        seen_by_two(submission, staff_id),
        no(f"一次最多审核通过 {most:,} 行，这批有 {waiting:,} 行", code="C040", help=split) if too_many else YES,
    )


def seen_by_two(submission: Submission, staff_id: UUID) -> Verdict:
    """Money from an amount on takes two different reviewers, neither of them the collector. Art. 6(4), 7."""
    if not submission.double:
        return YES
    return first_no(
        no("金额达到双人审核的界限，要先由另一人初审", code="C041", help="请先点“初审通过”，再由另一名审核岗复审。")
        if submission.first_reviewed_by_id is None
        else YES,
        no("初审的人不得复审同一件", code="C042", help="由另一名审核岗人员复审。")
        if submission.first_reviewed_by_id == staff_id
        else YES,
    )


def may_first_review(submission: Submission, staff_id: UUID) -> Verdict:
    """The first of two. Art. 6(4), 7."""
    return first_no(
        may_move(submission, "accepted"),
        not_the_collector(submission, staff_id),
        YES if submission.double else no("这一件不用初审，一人审核即可", code="C043"),
        no("这一件已经初审过了", code="C044", help="由另一名审核岗复审。") if submission.first_reviewed_by_id else YES,
    )


def may_pass(submission: Submission) -> Verdict:
    """What was not drawn, the machine passes; money never. Art. 7."""
    undrawn = submission.drawn is False and submission.kind == "window" and submission.dataset not in MONEY
    return first_no(
        may_move(submission, "accepted"),
        YES if undrawn else no("这一件没有经过抽样，要由人审核", code="C045"),
    )


def untouched(submission: Submission) -> Verdict:
    """A batch of which rows are in already goes forward only. Art. 7."""
    if submission.admitted == 0:
        return YES
    return no(f"已有 {submission.admitted} 行入库，不能再退", code="C037", help="请接着审核通过，再由导入人撤销整批。")


def may_return(submission: Submission, staff_id: UUID, code: str, note: str) -> Verdict:
    return first_no(
        may_move(submission, "returned"),
        untouched(submission),
        not_the_collector(submission, staff_id),
        YES if code in RETURN_CODES else no("请选择退回原因", code="C003"),
        YES if note.strip() else no("请写明要改什么", code="C004"),
    )


def may_withdraw(submission: Submission, mine: bool) -> Verdict:
    return first_no(
        may_move(submission, "withdrawn"),
        untouched(submission),
        YES if mine else no("只能撤回本人提交的数据", code="C005"),
    )


def may_take_up(submission: Submission, mine: bool, dataset: str, replaced: bool, spent: bool) -> Verdict:
    """A returned form goes on with whoever handed it in; once, and as the same registration; under a mandate for once
    (`spent`, when another form was handed in under it) no other. Art. 7, 10(2)."""
    returned = submission.state == "returned" and submission.kind == "window"
    return first_no(
        YES if mine else no("只能更正本人提交的数据", code="C032"),
        YES if returned else no("只有退回的录入件可以更正重报", code="C031"),
        no("这一件已经更正重报过了", code="C033", help="请打开重报的那一件。") if replaced else YES,
        YES if submission.dataset == dataset else no("草稿与退回的不是同一种登记", code="C034"),
        no("这份委托只能办一次，已经用过了", code="C046", help="请让委托人重新委托。") if spent else YES,
    )


def is_still_here(row: object) -> Verdict:
    """What was handed in is still staged."""
    return no("内容已不在暂存区", code="C035", help="请重新录入。") if row is None else YES


def is_the_ordered_file(order: InheritanceOrder, digest: str) -> Verdict:
    """An order that names the SHA-256 digest of its file is carried out with that file and no other. Art. 8."""
    if order.digest and order.digest.lower() != digest:
        return no(f"文件与存量接收令 {order.number} 写明的摘要不符，不是所指的那个文件", code="C019")
    return YES


def may_undo(submission: Submission, staff_id: UUID, why: str) -> Verdict:
    """A batch is undone by whoever handed it in; inherited data leaves only by maintenance."""
    return first_no(
        YES if submission.kind == "file" else no("只有文件导入可以整批撤销", code="C006"),
        YES if submission.submitted_by_id == staff_id else no("只能撤销本人导入的批次", code="C007"),
        YES if why.strip() else no("请写明为什么撤销", code="C017"),
    )


def may_order(taken: bool, closes_on: date, on: date) -> Verdict:
    """An order has a number of its own and a day still to come. Art. 8."""
    return first_no(
        no("这个接收令编号已经用过", code="C015", help="请换一个编号。") if taken else YES,
        no("截止日期已经过了", code="C016", help="请写今天或以后的日期。") if closes_on < on else YES,
    )


def may_inherit(order: InheritanceOrder, staff_id: UUID, dataset: str, rows: int, on: date) -> Verdict:
    """An order of the city names the source, the datasets and how many rows; another hand executes it. Art. 8."""
    left = order.rows_at_most - order.rows_taken
    return first_no(
        no("下达存量接收令的人不得自己执行", code="C010") if order.ordered_by_id == staff_id else YES,
        no(f"存量接收令 {order.number} 已于 {order.closes_on} 截止", code="C011") if on > order.closes_on else YES,
        YES if dataset in order.datasets else no(f"存量接收令 {order.number} 不含此数据集", code="C012"),
        no(f"存量接收令 {order.number} 只余 {left} 行额度，文件有 {rows} 行", code="C013") if rows > left else YES,
    )


def conforms(faults: Iterable[dict[str, str]], confirmed: Iterable[str]) -> Verdict:
    """May this row be submitted? Stops must be corrected; questions must be confirmed. Art. 6(1)."""
    faults = list(faults)
    stops = [f for f in faults if f["severity"] == "error"]
    if stops:
        first = stops[0]
        return no(f"有 {len(stops)} 处必须改正：{first['message']}", code=first["rule_id"])
    asked = {f["rule_id"] for f in faults} - set(confirmed)
    if asked:
        return no(f"有 {len(asked)} 处需要确认，请核实后勾选“已核实”", code=min(asked))
    return YES
