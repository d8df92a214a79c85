"""整改要求, composed from the figures: a sentence stands only where a figure calls for it. Art. 15."""

from jiuye.lib.official.wording import day
from jiuye.quality.report.model import Report
from jiuye.quality.report.rates import INDICATORS, UNITS, Rate, percent
from jiuye.quality.report.wording import listed

REMEDY = {
    "entry": "补录入库",
    "completeness": "补齐",
    "recording": "据实补正",
    "anomaly": "改正",
    "duplication": "合并",
}


def requirements(report: Report) -> tuple[str, ...]:
    """The numbered demands, without their numbers, in the order they are to be done."""
    said = (
        _deadlines(report),
        _goals(report),
        _rows(report),
        _items(report),
        _entry(report),
        _duplicates(report),
        _answer(report),
    )
    return tuple(text for text in said if text)


def shortfall(name: str, rate: Rate) -> str:
    """How far one unreached indicator is from its goal and what would reach it."""
    assert rate.value is not None  # a rate over no rows is never short
    gap = percent(abs(rate.value - rate.goal_value))[:-1]
    side = "高于" if rate.lower_is_better else "低于"
    return (
        f"{INDICATORS[name]}{rate.text}（{rate.parts}），{side}达标线（{rate.goal_text}）{gap}个百分点，"
        f"至少还要{REMEDY[name]}{rate.lacking:,}{UNITS[name]}才能达标"
    )


def _deadlines(report: Report) -> str:
    if not report.deadlines:
        return ""
    first, last = min(d.due for d in report.deadlines), max(d.due for d in report.deadlines)
    by = f"{day(first)}前" if first == last else f"各自的期限（最早{day(first)}，最晚{day(last)}）前"
    return f"限期整改。{listed([d.agency for d in report.deadlines], most=12)}应当在{by}完成整改并逐项答复。"


def _goals(report: Report) -> str:
    short = [INDICATORS[n] for n in report.overall.short]
    lagging = [a.name for a in report.by_agency if a.indicators.short]
    if not short and not lagging:
        return ""
    text = "突出重点。"
    if short:
        text += f"对未达标的{'、'.join(short)}，按差距大小排出次序，先改影响面大的问题。"
    if lagging:
        text += f"{listed(lagging, most=12)}有指标未达标，应当分析原因，改进采集和审核。"
    return text


def _rows(report: Report) -> str:
    if not report.findings:
        return ""
    text = "逐条核实。"
    if report.found:
        text += (
            f"必须改正的{report.found:,}行次，对照证件和原始材料逐条核实，"
            "按申报、审批、修改和复核的程序改正，不得绕过业务系统直接修改数据库。"
        )
    if report.doubtful:
        text += f"须确认的{report.doubtful:,}行次，核实后改正或者登记说明；属于特殊情况的，按程序申请豁免，批准后生效。"
    return text


def _items(report: Report) -> str:
    if not report.items_below:
        return ""
    names = [i.label for i in sorted(report.items_below, key=lambda i: (i.rate.value or 0, i.item))]
    return f"补齐项目。{listed(names)}的填充率低于要求，办理业务时应当一并核对补采，不得用占位内容代替。"


def _entry(report: Report) -> str:
    missing = report.overall.entry.of - report.overall.entry.met
    return f"补录办件。已办结而库中没有记录的{missing:,}件，应当查明原因并补录入库。" if missing else ""


def _duplicates(report: Report) -> str:
    surplus = report.overall.duplication.met
    if not surplus:
        return ""
    return f"合并重复。多余的{surplus:,}条记录，核对确属同一对象后合并，合并前的内容保留可查。"


def _answer(report: Report) -> str:
    if not report.findings and not report.overall.short:
        return "保持成效。本次检查没有发现需要整改的问题，应当继续做好日常采集、审核和自查。"
    return (
        f"复测销号。整改完成后由{report.inspecting}按同一数据标准重新检查，"
        "通过的逐项销号；逾期没有完成或者整改不实的，按规定追究责任。"
    )
