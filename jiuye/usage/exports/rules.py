"""Judgements about exports: values in, verdict out. Art. 10(3), 11."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.standards.catalogue import Item
from jiuye.usage.exports.models import NEXT_EXPORT, Export

STATE_LABELS = {
    "requested": "待审批", "approved": "已批准，待生成", "refused": "不予批准", "produced": "可以领取",
    "opened": "口令已出示，待下载", "fetched": "已领取，待报告使用", "reported": "已报告，待销毁",
    "destroyed": "已销毁", "withdrawn": "批准已撤回",
}  # fmt: skip
# Art. 11: results serve leaders' decisions, reports, notices and assessments inside; Art. 10: services under the rules.
PURPOSES = {
    "01": "领导决策", "02": "报表分析", "03": "通报考核", "04": "业务经办核对", "05": "数据质量整改",
    "06": "上级部门调度",
}  # fmt: skip
FORMAT_LABELS = {"csv-utf8": "CSV（UTF-8，带 BOM）", "csv-gb18030": "CSV（GB 18030）", "xlsx": "Excel（XLSX）"}
BANDS = (20, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000)
MOST_XLSX = 100_000  # rows of a workbook
DECIDE_DAYS = 3  # workdays
APPROVED_DAYS = 10  # an approval not used by then has lapsed
FETCH_HOURS = 72  # the file may be fetched
REPORT_DAYS = 15  # workdays after fetching
ON_ITS_WAY = timedelta(hours=1)  # a download may take; then our copy goes
WITHDRAWN_FROM = ("approved", "produced", "opened")  # nobody has the file yet
LONGEST = timedelta(days=366)  # a copy may be kept outside

NOT_HERE = no("没有这份导出，或与您无关", code="U404", help="由申请人或本辖区的数据使用审批岗办理。")
SEEN_ELSE = no("您看到的与现在的申请不同", code="U020", help="请刷新后再审。")
LAPSED = no("批准已经过期，没有生成", code="U021", help="请另行申请。")
OTHER_STANDARD = no("批准以后标准换了版本，没有生成", code="U022", help="请按新标准另行申请。")
REQUESTER_GONE = no("申请人已不在原岗位，没有生成", code="U023", help="由在岗的人另行申请。")
APPROVER_GONE = no("审批人已不在原岗位，没有生成", code="U024", help="由在岗的审批人另行审批，请另行申请。")
OTHER_STATEMENT = no("要执行的语句与申请的条件不符，不能批准，也没有生成", code="U025", help="请另行申请。")
MORE_NOW = no("现在的行数超过批准时告知的范围，没有生成", code="U026", help="请另行申请。")
WIPED = no("系统里的文件已经清除", code="U037")
NO_LINK = no("下载地址不对、已用过或已过期", code="U030", help="一份导出只下载一次；还要的请另行申请。")
NOT_YOURS = no("导出只能由申请人本人领取、报告和销毁", code="U031")
DAMAGED = no("文件已损坏或丢失", code="U032", help="请另行申请；并告诉信息机构运维岗。")


def band(rows: int) -> str:
    """A count as it is told before an approval: never exact, and never whether there is anything at all."""
    n = bisect_right(BANDS, rows)
    if n == 0:
        return f"不足 {BANDS[0]}"
    return f"{BANDS[n - 1]:,} 以上" if n == len(BANDS) else f"{BANDS[n - 1]:,}–{BANDS[n] - 1:,}"


def as_approved(export: Export, rows: int) -> Verdict:
    """There may be more by now than were counted when it was asked for; what was approved is the band."""
    order = [band(0), *map(band, BANDS)]
    within = export.band in order and order.index(band(rows)) <= order.index(export.band)
    return first_no(YES if within else MORE_NOW, fits(rows, export.format))


def may_ask(
    known: Mapping[str, Item], items: Sequence[str], unmasked: Mapping[str, str], purpose: str, reason: str,
    recipient: str, destroy_on: date | None, fmt: str, today: date,
) -> Verdict:  # fmt: skip
    """known: the items of the dataset. An item that is covered in lists is uncovered only for a reason of its own."""
    covered = [n for n in unmasked if n not in items or known[n].protection == "plain"]
    short = [known[n].label for n, why in unmasked.items() if len(why.strip()) < 4 and n not in covered]
    return first_no(
        YES if items and set(items) <= set(known) else no("请选择要导出的项目", code="U001"),
        YES if len(set(items)) == len(items) else no("项目有重复", code="U001"),
        no("明文只能对所选的、平时遮盖的项目申请", code="U002") if covered else YES,
        no(f"请逐项写明为什么要明文（至少 4 个字）：{'、'.join(short)}", code="U003") if short else YES,
        YES if purpose in PURPOSES else no("请选择用途", code="U004"),
        YES if 4 <= len(reason.strip()) <= 500 else no("请写明用来做什么（4 到 500 个字）", code="U005"),
        YES if 2 <= len(recipient.strip()) <= 100 else no("请写明交给谁使用（单位和人）", code="U006"),
        YES if destroy_on and today < destroy_on <= today + LONGEST
        else no("销毁日期请写明天以后一年以内", code="U007"),
        YES if fmt in FORMAT_LABELS else no("请选择文件格式", code="U008"),
    )


def fits(rows: int, fmt: str) -> Verdict:
    if fmt == "xlsx" and rows > MOST_XLSX:
        return no(f"Excel 最多 {MOST_XLSX:,} 行", code="U009", help="请改用 CSV，或缩小条件。")
    return YES


def may_move(export: Export, to: str) -> Verdict:
    if to in NEXT_EXPORT[export.state]:
        return YES
    return no(f"这份导出{STATE_LABELS[export.state]}，不能再这样办", code="U010")


def may_decide(export: Export, to: str, hands: Collection[UUID]) -> Verdict:
    """Whoever asked does not decide, under whatever account. Art. 10(3)."""
    own = no("申请人不得审批本人申请的导出", code="U011", help="由另一名数据使用审批岗办理。")
    return first_no(may_move(export, to), own if export.requested_by_id in hands else YES)


def may_withdraw(export: Export, note: str) -> Verdict:
    """As long as nobody has the file."""
    late = no(f"这份导出{STATE_LABELS[export.state]}，不能撤回", code="U038")
    return first_no(
        YES if export.state in WITHDRAWN_FROM else late,
        YES if 4 <= len(note.strip()) <= 500 else no("请写明为什么撤回（4 到 500 个字）", code="U039"),
    )


def may_produce(export: Export, today: date, standard: int) -> Verdict:
    return first_no(
        may_move(export, "produced"),
        LAPSED if export.approved_until and export.approved_until < today else YES,
        YES if export.standard_version == standard else OTHER_STANDARD,
    )


def may_fetch(export: Export, to: str, staff_id: UUID, now: datetime) -> Verdict:
    late = export.fetch_until is not None and export.fetch_until < now
    return first_no(
        YES if export.requested_by_id == staff_id else NOT_YOURS,
        may_move(export, to),
        no("领取期限已过，文件由系统销毁", code="U033", help="还要的请另行申请。") if late else YES,
    )


def may_report(export: Export, staff_id: UUID, text: str) -> Verdict:
    return first_no(
        YES if export.requested_by_id == staff_id else NOT_YOURS,
        may_move(export, "reported"),
        YES if 10 <= len(text.strip()) <= 2000
        else no("请写明怎么用的、给了谁、结果是什么（至少 10 个字）", code="U034"),
    )


def may_destroy(export: Export, staff_id: UUID, statement: str) -> Verdict:
    """The recipient says how his copies were destroyed, once he has reported; what nobody fetched goes without."""
    early = no("请先报告使用情况，再销毁", code="U035") if export.state == "fetched" else YES
    return first_no(
        YES if export.requested_by_id == staff_id else NOT_YOURS,
        early,
        may_move(export, "destroyed"),
        YES if 10 <= len(statement.strip()) <= 1000 else no("请写明各份副本怎样销毁（至少 10 个字）", code="U036"),
    )
