"""Judgements about 沿革: values in, verdict out. Art. 2(1), 7."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiuye.lib.characters import folded
from jiuye.lib.identity import USCC, uscc_check_digit
from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.records.lineage.facts import KINDS
from jiuye.records.models import Lineage
from jiuye.records.models.lineage import ENDING

GONE = no("没有这条沿革，或不在您的辖区", code="L404", help="由档案所在区市办理。")
TWICE = no("这条沿革已经登记过", code="L010", help="在档案页面看它的核实情况。")
LONGEST = {"former_name": 50}  # a name's characters; 200 for employers
_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z\-（）()]{4,39}")
_WEAK = "库里的单位状态来自更强的来源，这份依据不能改它"


@dataclass(frozen=True)
class Told:
    """What somebody states: as typed, gaps at the ends away."""

    kind: str
    effective_on: date
    former: str = ""
    later: str = ""
    other_name: str = ""
    other_uscc: str = ""


def may_state(told: Told, dataset: str, uscc: str, begun: date | None, in_use: bool, today: date) -> Verdict:
    """A fact of a kind the record may have, on a day that was, about itself or about another employer. uscc, begun:
    the employer's own."""
    if told.kind not in KINDS or KINDS[told.kind].dataset != dataset:
        return no("请选择是哪种沿革", code="L001")
    return first_no(
        alive(in_use, here=True),
        YES if told.effective_on <= today else no("生效日期不能晚于今天", code="L003"),
        no(f"生效日期早于单位成立日期 {begun:%Y-%m-%d}", code="L003", help="请看市场监管登记改正。")
        if begun and told.effective_on < begun else YES,
        *(_filled(told, field) for field in KINDS[told.kind].asks),
        YES if "later" not in KINDS[told.kind].asks or folded(told.former) != folded(told.later)
        else no("新旧名称一样", code="L006", help="只是写法不同的，办理申报更正。"),
        _other(told, uscc) if told.other_uscc else YES,
    )  # fmt: skip


def _filled(told: Told, field: str) -> Verdict:
    text, most = str(getattr(told, field)), LONGEST.get(told.kind, 200)
    label = KINDS[told.kind].asks[field]
    if not text or not folded(text):
        return no(f"请填“{label}”", code="L004")
    if len(text) > most or "\0" in text:
        return no(f"“{label}”最多 {most} 个字，不能有看不见的字符", code="L004")
    if told.kind == "renumbered" and not _NUMBER.fullmatch(text.upper()):
        return no("原登记号由 5 到 40 位数字、字母组成", code="L005", help="请看旧执照照录。")
    return YES


def _other(told: Told, uscc: str) -> Verdict:
    code = told.other_uscc
    return first_no(
        YES if USCC.fullmatch(code) and uscc_check_digit(code) == code[17]
        else no("另一单位的统一社会信用代码不对", code="L007", help="请看执照，18 位，末位是校验码。"),
        no("另一单位不能是本单位", code="L008") if code == uscc else YES,
    )  # fmt: skip


def may_prove(kind: str, fact: bool, file: bool) -> Verdict:
    """Evidence stands behind every fact: a file, or of a revocation what market regulation is known to hold."""
    return first_no(
        no("部门所知只作营业执照吊销的依据", code="L017", help="请附文件登记。")
        if fact and kind not in ENDING else YES,
        no("部门所知和附件只能选一种作依据", code="L018", help="要附文件的，依据选“另附文件”。")
        if fact and file else YES,
        YES if fact or file else no("请附依据（登记通知书、执照或户口簿的扫描件）", code="L009"),
    )  # fmt: skip


def still_known(known: bool) -> Verdict:
    """known: market regulation holds, now, that the employer was revoked on the day stated."""
    return YES if known else no(
        "部门所知不是这个单位在这一天被吊销", code="L019",
        help="生效日期照部门所知的吊销日期填；部门所知有变的，附决定书登记。",
    )  # fmt: skip


def alive(in_use: bool, here: bool) -> Verdict:
    """Nothing is stated or confirmed of a file out of use. here: it lies in the district the fact was stated in."""
    return first_no(
        YES if in_use else no("这份档案已退出使用或已并入别的档案", code="L002", help="请在并入的档案上登记。"),
        YES if here else no("这份档案已转到别的区市", code="L016", help="由档案所在区市重新登记，这一条不采信。"),
    )


def may_merge(fault: str) -> Verdict:
    """fault: what stands against a merger in the whole city, in words (`queries.merger_fault`)."""
    return no(fault, code="L015", help="请与登记机关核对；这一条有误的，不采信。") if fault else YES


def may_decide(fact: Lineage, hands: Collection[UUID]) -> Verdict:
    """Another person decides, once. hands: whoever acts, and those whose open work he went on with."""
    return first_no(
        YES if fact.state == "stated" else no("这条沿革已有结论", code="L011", help="请刷新后再看。"),
        no("登记的人不得核实本人登记的沿革（接手的也算）", code="L012", help="由另一名审核岗核实。")
        if fact.stated_by_id in hands else YES,
    )  # fmt: skip


def may_dispute(fact: Lineage, why: str) -> Verdict:
    """A fact that holds may be said to be wrong, with the reason; once at a time."""
    return first_no(
        YES if fact.state == "confirmed" else no("只有核实过的沿革才能提请撤销", code="L020"),
        no("已经有人提请撤销，等另一人决定", code="L021") if fact.disputed_by_id else YES,
        YES if len(why.strip()) >= 4 else no("请写明错在哪里、凭什么（至少 4 个字）", code="L022"),
    )  # fmt: skip


def may_settle(fact: Lineage, hands: Collection[UUID]) -> Verdict:
    """Another decides on what one disputes."""
    return first_no(
        YES if fact.state == "confirmed" and fact.disputed_by_id
        else no("没有人提请撤销这条沿革，或已有结论", code="L023", help="请刷新后再看。"),
        no("提请撤销的人不得自己决定（接手的也算）", code="L024", help="由另一名审核岗决定。")
        if fact.disputed_by_id in hands else YES,
    )  # fmt: skip


def strong_enough(held: str, new: str) -> Verdict:
    """A paper changes nothing a department has said (Art. 6(2)); the codes of source_strength are in order."""
    return YES if new >= held else no(_WEAK, code="L013", help="请先申报更正单位状态，批准后再核实。")


def good_note(note: str) -> Verdict:
    return YES if len(note.strip()) >= 2 else no("请写明为什么不采信", code="L014")
