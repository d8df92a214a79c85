"""Judgements of the maintenance room: values in, verdict out. Art. 9(3)."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.maintenance.models import NEXT, Order
from jiuye.records.amending import Fault

STATE_LABELS = {
    "applied": "待审批", "approved": "待修改", "modified": "待复核", "refused": "不批", "returned": "退回重报",
    "confirmed": "已办结", "inverted": "已反向执行",
}  # fmt: skip
KIND_LABELS = {
    "correct": "修正错误数据", "complete": "补充不完整数据", "restore": "原样改回", "retire": "清理垃圾数据",
    "merge": "合并重复数据", "unmerge": "撤销合并", "batch": "批量修改",
}  # fmt: skip
GRADE_LABELS = {"key": "关键项目，四人办理", "plain": "三人办理", "light": "简易，两人办理"}
# Which act carries out an order of which kind.
CARRIED_OUT_BY = (
    dict.fromkeys(KIND_LABELS, "maintenance.modify")
    | {k: f"maintenance.{k}" for k in ("retire", "merge", "unmerge")}
    | {"batch": "maintenance.execute_batch"}
)
# Workdays for each hand.
DAYS = {"applied": 3, "approved": 2, "modified": 2, "returned": 5}
# Items that four people answer for, as the database's guard names their columns.
KEY_ITEMS = frozenset(
    ["name", "employer_name", "id_number", "uscc", "birth_date", "bank_account", "person_id", "employer_id",
     "merged_into_person_id", "merged_into_employer_id", "retired"]
)  # fmt: skip
LONGEST, MOST_FILES = 500, 10
_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])|(?<![0-9])1[3-9][0-9]{9}(?![0-9])")


def repair(held: Mapping[str, Any], items: Collection[str]) -> str:
    """The kind of order that new values of these items are: completing where all of them are missing. Art. 9(2)."""
    return "complete" if all(held.get(n) is None for n in items) else "correct"


def grade(columns: Collection[tuple[str, str]], light: Collection[str]) -> str:
    """How many people it takes: by the (dataset, column) pairs that change and the items of the light lane."""
    if any(c in KEY_ITEMS for _, c in columns):
        return "key"
    return "light" if all(f"{d}.{c}" in light for d, c in columns) else "plain"


def good_reason(reason: str) -> Verdict:
    """Why, in words that can be read years later, and without anybody's number in them."""
    text = reason.strip()
    return first_no(
        YES if len(text) >= 4 else no("请写明为什么要改（至少 4 个字）", code="M001"),
        YES if len(text) <= LONGEST else no(f"理由最多 {LONGEST} 个字", code="M002"),
        no("理由里不要写证件号码或手机号码，附在依据里", code="M003") if _NUMBER.search(text) else YES,
    )


def may_break(kind: str, faults: Sequence[tuple[str, Fault]]) -> Verdict:
    """New values may break nothing that holds now (Art. 6(1)); faults come with their dataset. What follows a merged
    person shows what was hidden before, and a way back restores what was there: that is told, and stops nothing."""
    if kind not in ("correct", "complete", "merge"):
        return YES
    own = ("person", "employer") if kind == "merge" else None
    stops = [f for dataset, f in faults if f["severity"] == "error" and (own is None or dataset in own)]
    if not stops:
        return YES
    return no(f"改后不合标准：{stops[0]['message']}", code=stops[0]["rule_id"], help="请看依据改正新值。")


def may_apply(kind: str, lane: str, changed: bool, files: int, in_use: bool) -> Verdict:
    """An order says something, about a record in use; key items want evidence."""
    wanted = lane == "key" and kind in ("correct", "complete")
    return first_no(
        YES if in_use or kind in ("restore", "unmerge")
        else no("这份档案已退出使用或已并入别的档案，不能再改", code="M005", help="要恢复的，打开原变更单申报改回。"),
        YES if changed else no("新值与库中一样，没有要改的", code="M004"),
        no("关键项目的变更要附依据（证件或文书的扫描件）", code="M006") if wanted and not files else YES,
        no(f"依据最多 {MOST_FILES} 个文件", code="M007") if files > MOST_FILES else YES,
    )  # fmt: skip


def not_batch(order: Order) -> Verdict:
    """A batch is approved by the province's document, not by a click."""
    return no("批量修改要登记省级批复", code="M019") if order.kind == "batch" else YES


def may_move(order: Order, to: str) -> Verdict:
    if to in NEXT[order.state]:
        return YES
    return no(f"变更单现在是“{STATE_LABELS[order.state]}”，不能这样办", code="M010", help="请刷新后再看。")


def may_decide(order: Order, to: str, hands: Collection[UUID]) -> Verdict:
    """Approve or refuse. hands: the doer and everyone whose open work he went on with."""
    return first_no(
        may_move(order, to),
        no("申报人不得审批本人的申报（接手的也算）", code="M011", help="由另一位审批岗办理。")
        if order.applied_by_id in hands
        else YES,
    )


def may_modify(order: Order, hands: Collection[UUID]) -> Verdict:
    """Carry it out: of key items by a third person. hands: as in `may_decide`."""
    taken = order.grade == "key" and not {order.applied_by_id, order.decided_by_id}.isdisjoint(hands)
    return first_no(
        may_move(order, "modified"),
        no("关键项目须四人办理，申报人和审批人不得修改", code="M012", help="由另一位维护岗办理。") if taken else YES,
    )


def may_recheck(order: Order, hands: Collection[UUID]) -> Verdict:
    """Close it: never the operator, and nobody who had a hand in it before, but for the light lane."""
    earlier = {order.applied_by_id, order.decided_by_id}
    return first_no(
        may_move(order, "confirmed"),
        no("修改人不得复核", code="M013", help="由另一位复核岗办理。") if order.modified_by_id in hands else YES,
        no("申报、审批过的人不得复核", code="M014", help="由另一位复核岗办理。")
        if order.grade != "light" and not earlier.isdisjoint(hands)
        else YES,
    )


def may_send_back(order: Order, hands: Collection[UUID], post: str) -> Verdict:
    """Back to whoever applied: by the operator before he changed anything, by the rechecker after."""
    if post == "rechecker" and order.state == "modified":
        return may_recheck(order, hands)
    right = post == "operator" and order.state == "approved"
    return YES if right else no(f"变更单现在是“{STATE_LABELS[order.state]}”，本岗位不能退回", code="M015")


def may_resume(order: Order | None, resumed: bool) -> Verdict:
    """A returned order is asked for again once."""
    return first_no(
        no("批量修改退回以后要重新试算申请，并另报省级批准", code="M045")
        if order is not None and order.kind == "batch"
        else YES,
        YES if order is not None and order.state == "returned" else no("只有退回的变更单可以重报", code="M016"),
        no("这一单已经重报过了", code="M017") if resumed else YES,
    )


NOTHING_TYPED = no("没有填新值", code="M008", help="请先选项目，再填新值；要清空的勾“清空”。")
NO_SUCH_VALUE = no("这张变更单不改这一项，或它没有遮盖", code="M028")
NOT_BOTH_HERE = no("两份档案没有都在您的辖区", code="M030", help="跨区的合并由市级办理。")
SEEN_ELSE = no("您看到的内容与变更单不同，没有办成", code="M020", help="请重新打开变更单再看。")
ALTERED = no("变更单的内容与批准时的摘要不符", code="M021", help="请停办，并告诉行政监督岗。")
NOT_HERE = no("没有这份变更单，或不在您的辖区", code="M022", help="由档案所在区市办理。")
NOT_ALL_HERE = no("有的档案不在您的辖区", code="M023", help="由市级维护岗办理。")
# After these an approved order cannot be carried out any more: it goes back.
GOES_BACK = frozenset({"J030", "J031", "M053", "M054", "M058"})


def may_carry_out(order: Order, name: str, hands: Collection[UUID]) -> Verdict:
    """An order is carried out under the act of its kind."""
    return first_no(
        YES if CARRIED_OUT_BY[order.kind] == name else no("这张变更单不由这个行为办理", code="M019"),
        may_modify(order, hands),
    )


def may_reverse(order: Order, altered: bool) -> Verdict:
    """What was carried out may be asked back, as long as nobody changed it since."""
    return first_no(
        YES
        if order.kind != "batch"
        else no("批量修改不能用变更单改回", code="M029", help="复核退回的由维护岗反向执行；办结了的另报省级批准。"),
        YES if order.modified_at is not None else no("没有改过的变更单不用改回", code="M024"),
        YES if order.kind != "merge" else no("合并要用“撤销合并”改回", code="M025"),
        YES if order.kind != "unmerge" else no("撤销了的合并，要重新申报合并", code="M027"),
        no("这些项目后来又改过，不能原样改回", code="M026", help="请看档案的经过，按现在的值申报更正。")
        if altered
        else YES,
    )


# Kinds of junk, as an order to clear names them.
JUNK = {
    "test": "测试、培训时录入的", "empty": "空壳，没有可用的内容", "mistaken": "误录，没有这个人或单位",
    "twice": "重复导入的多余行", "other": "其他（在理由里写明）",
}  # fmt: skip


def may_retire(junk: str, quoted: int) -> Verdict:
    """Clearing has a kind, and takes nothing out of use that others in use still quote. Art. 20(3)."""
    return first_no(
        YES if junk in JUNK else no("请选择是哪种垃圾数据", code="M040"),
        no(f"还有 {quoted} 条在用的登记指着这份档案，不能清理", code="M041", help="先合并，或先清理那些登记。")
        if quoted
        else YES,
    )


def may_merge(
    kept: str, merged: str, *, same: bool, numbers: tuple[str, str], in_use: Sequence[bool], warned: Sequence[str],
    files: int,
) -> Verdict:  # fmt: skip
    """Two records of persons or of employers, both in use, the one that stays with a number others can quote; where
    something speaks for two and not one, evidence. Nothing merges by itself."""
    return first_no(
        YES if kept == merged and kept in ("person", "employer") else no("只能合并两个人或两个单位", code="M031"),
        no("不能并入自己", code="M032") if same else YES,
        YES if all(numbers) else no("两份档案都要有编号，才能合并", code="M033", help="请先申报补充编号。"),
        YES if all(in_use) else no("有一份已退出使用或已并入别的档案", code="M034"),
        no(f"{warned[0]}：合并要附依据", code="M035", help="附能证明是同一个的证件或文书。")
        if warned and not files
        else YES,
    )


def may_unmerge(found: bool, *, stands: bool, kept_in_use: bool, undecided: int) -> Verdict:
    """A merge in force is undone once every later fact has its owner."""
    return first_no(
        YES if found else no("这张变更单不是办成的合并，或它的档案不在您的辖区", code="M036", help="由市级办理。"),
        YES if stands else no("这次合并已经不在了", code="M037"),
        YES if kept_in_use else no("留下的那一份后来又并入别的档案或已清理，要先撤销那一次", code="M038"),
        no(f"合并以后有 {undecided} 项变动说不清是谁的，请逐项选定", code="M039") if undecided else YES,
    )


def may_be_unmerged(order: Order) -> Verdict:
    """Only a merge that was carried out."""
    done = order.kind == "merge" and order.modified_at is not None
    return YES if done else no("这张变更单不是办成的合并", code="M036")
