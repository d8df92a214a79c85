"""Judgements of statistics: values in, verdict out. Art. 11."""

from datetime import date

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.usage.statistics.definitions import Report
from jiuye.usage.statistics.models import NEXT, Statistic
from jiuye.usage.statistics.periods import MONTHS, Period

# Who reads statistics: who makes, releases, checks them and answers for them; whoever opens records reads the rows.
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
