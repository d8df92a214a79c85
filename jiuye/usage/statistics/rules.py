"""Judgements of statistics: values in, verdict out. Art. 11."""

from datetime import date
from uuid import UUID

from jiuye.lib.sealing import sm3
from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.usage.statistics.definitions import Report
from jiuye.usage.statistics.models import NEXT, NEXT_AD_HOC, NEXT_RELEASE, AdHoc, Release, Statistic
from jiuye.usage.statistics.periods import MONTHS, Period

# Who reads statistics: who makes, releases, checks them and answers for them.
READERS = frozenset({"statistician", "usage_approver", "data_manager", "supervisor"})


def may_read(post: str) -> Verdict:
    if post in READERS:
        return YES
    return no("本岗位不看统计报表", code="JY403", help="统计结果仅限内部使用，由统计分析岗提供。")


def may_run(report: Report | None, period: Period | None, city_wide: bool, on: date) -> Verdict:
    """A report is made for the whole city, of a period that is over. Art. 11."""
    if report is None or period is None:
        return no("没有这种报表或统计期", code="U301", help="从清单里选报表和统计期。")
    return first_no(
        YES if city_wide else no("报表由市级统一计算，各区市看本区市的数", code="U302", help="请市级统计分析岗办理。"),
        YES if MONTHS[period.kind] >= MONTHS[report.frequency] else no(f"{report.label}不出月报", code="U303"),
        YES if period.last < on else no(f"{period.label}还没有结束，{period.last:%Y-%m-%d} 之后才能统计", code="U304"),
    )


def may_file(statistic: Statistic | None, filed: bool, city_wide: bool) -> Verdict:
    """Filed once a period, with no check failing; what is filed stays as it is. Art. 11."""
    if statistic is None:
        return no("没有这份统计", code="U305")
    return first_no(
        YES if city_wide else no("报表由市级统一上报", code="U302", help="请市级统计分析岗办理。"),
        YES if "filed" in NEXT[statistic.state] else no("这份统计已经上报", code="U306"),
        no("这一期已有上报的统计", code="U307", help="更正进入下期的调整栏。") if filed else YES,
        YES if not statistic.faults else no(f"勾稽检查有 {len(statistic.faults)} 处不符，不能上报", code="U308",
                                            help="按所列各处核对记录，改正后重新冻结、再算。"),
    )  # fmt: skip


LONGEST = 200  # characters of a recipient or a purpose


def may_release(statistic: Statistic | None, measures: list[str], recipient: str, purpose: str) -> Verdict:
    """What is filed may be asked for, for somebody, for something. Art. 11."""
    if statistic is None:
        return no("没有这份统计", code="U305")
    to, why = recipient.strip(), purpose.strip()
    return first_no(
        YES if statistic.state == "filed" else no("只有已上报的统计可以对外提供", code="U310", help="请先上报。"),
        YES if measures else no("请选要提供的指标", code="U311"),
        YES if 2 <= len(to) <= LONGEST else no(f"请写明提供给谁，最多 {LONGEST} 个字", code="U312"),
        YES if 5 <= len(why) <= LONGEST else no(f"请写明用途，至少五个字，最多 {LONGEST} 个字", code="U313"),
    )


def may_decide(release: Release | None, by: UUID, *, refused: str | None = None) -> Verdict:
    """Another one allows it; who does not says why (`refused`). Art. 11."""
    if release is None:
        return no("没有这份对外提供申请，或不在您的辖区", code="U314")
    return first_no(
        YES if NEXT_RELEASE[release.state] else no("这份申请已经有了决定", code="U315"),
        no("申请人不得批准本人申请", code="U316", help="由另一名审批岗办理。") if release.asked_by_id == by else YES,
        YES if refused is None or 5 <= len(refused.strip()) <= LONGEST
        else no("不予提供的，请写明理由，至少五个字", code="U317"),
    )  # fmt: skip


def may_ask(city_wide: bool, question: str, sql: str) -> Verdict:
    """A written question with its SQL, by the city: what the reader sees is the whole city's. Art. 11."""
    return first_no(
        YES if city_wide else no("临时统计由市级办理", code="U338", help="请市级统计分析岗办理。"),
        YES if 5 <= len(question.strip()) <= LONGEST else no("请写明要问什么，至少五个字", code="U339"),
        YES if 0 < len(sql.strip()) <= 4000 else no("请写一条查询语句，最多 4,000 个字", code="U340"),
    )


def may_afford(cost: float, most: float) -> Verdict:
    """What the planner thinks it costs is bounded; how much it is tells of what is in the tables, and is not told."""
    return YES if cost <= most else no("估计代价太高", code="U334", help="缩小范围，或改用固定报表。")


def may_decide_ad_hoc(one: AdHoc | None, by: UUID, *, refused: str | None = None) -> Verdict:
    """Another one allows it; who does not says why (`refused`). Art. 11."""
    if one is None:
        return no("没有这项临时统计", code="U341")
    return first_no(
        YES if one.state == "asked" else no("这项临时统计已经有了决定", code="U315"),
        no("申请人不得批准本人申请", code="U316", help="由另一名审批岗办理。") if one.asked_by_id == by else YES,
        YES if refused is None or 5 <= len(refused.strip()) <= LONGEST else no("不批的，请写明理由", code="U317"),
        _as_asked(one) if refused is None else YES,
    )


def may_run_ad_hoc(one: AdHoc | None, by: UUID, becomes: str) -> Verdict:
    """Once, as asked and allowed, by whoever asked. Art. 11."""
    if one is None:
        return no("没有这项临时统计", code="U341")
    return first_no(
        YES if becomes in NEXT_AD_HOC[one.state] else no("批准以后才能执行，只执行一次", code="U342"),
        YES if one.asked_by_id == by else no("由申请人执行", code="U343"),
        _as_asked(one),
    )


def _as_asked(one: AdHoc) -> Verdict:
    """What was asked with is what is approved, and what runs."""
    same = sm3(one.sql.encode()).hex() == one.digest
    return YES if same else no("语句与申请时的摘要不符", code="U347", help="请监督岗核查。")
