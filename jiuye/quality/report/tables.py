"""The tables of the report. All are 156 mm wide, the text area of GB/T 9704."""

from collections.abc import Sequence

from jiuye.lib.official.outline import Cell, Column, Table
from jiuye.lib.official.wording import day, moment
from jiuye.quality.report.frozen import check_code
from jiuye.quality.report.model import FindingLine, Previous, Report
from jiuye.quality.report.rates import INDICATORS, Indicators, Rate
from jiuye.quality.report.wording import change, listed, signed

LEADING = 10  # rules shown in the body; all of them are in the annex
STATE = {True: "达标", False: "未达标", None: "不适用"}
FLAG = "▲"
# Recording counts every cell of every record: its parts are the longest.
WIDTHS = {"entry": 23, "completeness": 22, "recording": 36, "anomaly": 23, "duplication": 23}


def overall(report: Report) -> Table:
    columns = (
        Column("指标", 42), Column("结果", 24, "right"), Column("分子/分母", 48, "right"),
        Column("达标线", 20, "center"), Column("结论", 22, "center"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(INDICATORS[name]),
            Cell(rate.text, strong=rate.reached is False),
            Cell(rate.parts),
            Cell(rate.goal_text),
            Cell(STATE[rate.reached], strong=rate.reached is False),
        )
        for name, rate in report.overall.items()
    )
    return Table("表1　五项指标", columns, rows)


def by_agency(report: Report) -> Table:
    rows = [(a.name, f"问题{a.findings:,}行次", a.indicators) for a in report.by_agency]
    note = (
        f"注：{FLAG}为未达标，每格下行为分子/分母。上级的比率为下级分子之和除以分母之和；"
        "齐全率按本级汇总的填充数重新判断，不能相加。"
    )
    return _matrix("表2　各单位指标", "单位", rows, report.overall, note)


def by_dataset(report: Report) -> Table:
    rows = [(d.label, f"{d.rows:,}条", d.indicators) for d in report.by_dataset]
    note = f"注：{FLAG}为未达标，每格下行为分子/分母。"
    return _matrix("表3　各类数据指标", "数据集", rows, report.overall, note)


def _matrix(
    caption: str, head: str, rows: Sequence[tuple[str, str, Indicators]], goals: Indicators, note: str
) -> Table:
    columns = (
        Column(head, 29),
        *(Column(INDICATORS[n][-3:], WIDTHS[n], "right", r.goal_text) for n, r in goals.items()),
    )
    body = tuple(
        (Cell(name, under), *(_rate_cell(rate) for _, rate in indicators.items())) for name, under, indicators in rows
    )
    return Table(caption, columns, body, note)


def _rate_cell(rate: Rate) -> Cell:
    short = rate.reached is False
    return Cell(rate.text + (FLAG if short else ""), rate.parts if rate.of else "", strong=short)


def leading(report: Report) -> Table:
    """The rules with most rows; the annex has them all."""
    columns = (
        Column("规则", 16), Column("问题", 78), Column("数据集", 24), Column("行次", 20, "right"),
        Column("比上次", 18, "right"),
    )  # fmt: skip
    labels = _labels(report)
    rows = tuple(
        (
            Cell(f.rule_id),
            Cell(_described(f)),
            Cell(labels.get(f.dataset, f.dataset)),
            Cell(f"{f.count:,}"),
            Cell(_moved(f)),
        )
        for f in report.ordered_findings[:LEADING]
    )
    more = len(report.findings) - len(rows)
    note = "注：必须改正的在前，再按行次。" + (f"另有{more}条规则见附件1。" if more > 0 else "")
    return Table("表4　主要问题", columns, rows, note)


def comparison(report: Report, previous: Previous) -> Table:
    columns = (
        Column("指标", 42), Column("本次", 26, "right"), Column("上次", 26, "right"),
        Column("变化（百分点）", 34, "right"), Column("趋势", 28, "center"),
    )  # fmt: skip
    rows = []
    for (name, now), (_, before) in zip(report.overall.items(), previous.indicators.items(), strict=True):
        points, word = change(now, before)
        rows.append((Cell(INDICATORS[name]), Cell(now.text), Cell(before.text), Cell(points), Cell(word)))
    caption = f"表{5 if report.findings else 4}　与上次检查比较"
    return Table(caption, columns, tuple(rows), "注：变化按未四舍五入的比率计算。")


def deadlines(report: Report) -> Table:
    columns = (Column("单位", 76), Column("问题（行次）", 36, "right"), Column("整改期限", 44, "center"))
    ordered = sorted(report.deadlines, key=lambda d: (d.due, -d.findings, d.agency))
    rows = tuple((Cell(d.agency), Cell(f"{d.findings:,}"), Cell(day(d.due))) for d in ordered)
    return Table(f"表{4 + bool(report.findings) + bool(report.previous)}　整改期限", columns, rows)


def findings(report: Report) -> Table:
    """Annex: every rule, its rows by agency, and examples."""
    columns = (
        Column("规则", 14), Column("问题及各单位行次", 69), Column("数据集", 21), Column("行次", 18, "right"),
        Column("示例", 34),
    )  # fmt: skip
    labels = _labels(report)
    rows = tuple(
        (
            Cell(f.rule_id),
            Cell(_described(f), _agencies(f)),
            Cell(labels.get(f.dataset, f.dataset)),
            Cell(f"{f.count:,}"),
            Cell("", "，".join(f.examples)),
        )
        for f in report.ordered_findings
    )
    note = "注：示例为记录的键，证件号码等已遮盖。全部记录按检查编号在系统中查阅。"
    return Table("", columns, rows, note)


def _agencies(line: FindingLine) -> str:
    ordered = sorted(line.by_agency, key=lambda pair: (-pair[1], pair[0]))
    return "；".join(f"{name} {count:,}" for name, count in ordered if count)


def _described(line: FindingLine) -> str:
    return line.description + ("（请确认）" if line.severity == "warning" else "")


def _moved(line: FindingLine) -> str:
    if line.previous is None:
        return "—"
    moved = line.count - line.previous
    return signed(f"{abs(moved):,}", moved > 0) if moved else "0"


def items_below(report: Report) -> Table:
    columns = (
        Column("数据集", 34), Column("数据项目", 62), Column("填充率", 24, "right"),
        Column("已填/应填", 36, "right"),
    )  # fmt: skip
    labels = _labels(report)
    ordered = sorted(report.items_below, key=lambda i: (i.rate.value or 0, i.dataset, i.item))
    rows = tuple(
        (
            Cell(labels.get(i.dataset, i.dataset)),
            Cell(i.label, i.item),
            Cell(i.rate.text),
            Cell(i.rate.parts),
        )
        for i in ordered
    )
    goals = listed(sorted({i.rate.goal_text for i in report.items_below}))
    return Table("", columns, rows, f"注：填充率要求{goals}，只计该项目适用的记录。")


def proof(report: Report) -> Table:
    """What a reader needs to check the document against the system."""
    facts = (
        ("报告编号", report.number), ("检查编号", report.run_id),
        ("数据快照时间", moment(report.snapshot_at)), ("数据快照摘要", ""),
        ("数据标准版本", report.standard_version),
        ("检查范围", report.scope), ("计算引擎", report.engine), ("制度依据", report.edition),
        ("出具时间和地点", f"{moment(report.generated_at)}，{report.place}"), ("核验码", check_code(report)),
    )  # fmt: skip
    # The digest in small type: it is to stay on one line, so that it can be copied whole.
    rows = tuple((Cell(n), Cell(v) if v else Cell("", report.snapshot_digest)) for n, v in facts)
    note = "注：核验码由本报告全部数据计算，改动任何一个数都会不同；与系统留存的一致的，内容未经改动。"
    return Table("", (Column("项目", 40), Column("内容", 116)), rows, note)


def _labels(report: Report) -> dict[str, str]:
    return {d.dataset: d.label for d in report.by_dataset}
