"""Report in, Outline out: every sentence and table of the 《数据质量整改报告》. Art. 14, 15."""

from fractions import Fraction

from jiuye.lib.clock import ZONE
from jiuye.lib.official.outline import (
    Annex,
    AnnexList,
    Block,
    Heading,
    Imprint,
    Outline,
    Para,
    Signature,
    Table,
)
from jiuye.lib.official.wording import day, moment, ordinal, printable
from jiuye.quality.report import tables
from jiuye.quality.report.model import Report
from jiuye.quality.report.rates import INDICATORS, NONE, percent
from jiuye.quality.report.requirements import requirements, shortfall
from jiuye.quality.report.wording import change

DEMO = "演示数据，均为合成，不具公文效力"


def compose(report: Report) -> Outline:
    """The whole document. Deterministic: nothing but the Report speaks."""
    annexes = _annexes(report)
    blocks: list[Block] = [Para(_lead(report))]
    sections = (
        ("检查情况", _inspected(report)),
        ("指标情况", _indicators(report)),
        ("存在的主要问题", _problems(report)),
        ("与上次检查比较", _comparison(report)),
        ("整改要求", _demands(report)),
    )
    for number, (title, body) in enumerate((s for s in sections if s[1]), 1):
        blocks += [Heading(f"{ordinal(number)}、{title}"), *body]
    blocks.append(AnnexList(tuple(title for title, _ in annexes)))
    blocks.append(_signature(report))
    for number, (title, table) in enumerate(annexes, 1):
        blocks += [Annex(f"附件{number}" if len(annexes) > 1 else "附件", title), table]
    blocks.append(Imprint(report.inspecting, f"{_issued(report)}印发"))
    running = DEMO if report.demo else ""
    outline: Outline = printable(
        Outline(report.letterhead, report.number, report.title, report.inspected, running, tuple(blocks))
    )
    return outline


def _lead(report: Report) -> str:
    basis = report.edition.removeprefix("依据：").rstrip("。")
    return (
        f"根据公共就业业务数据质量检查的规定（{basis}），{report.inspecting}组织了数据质量检查。"
        "现将检查结果和整改要求通知如下，请认真抓好落实。"
    )


def _inspected(report: Report) -> list[Block]:
    text = (
        f"检查以{moment(report.snapshot_at)}冻结的数据快照为准，范围为{report.scope}，"
        f"共检查{len(report.by_dataset)}类数据、{report.rows:,}条记录，"
        f"采用数据标准{report.standard_version}，计算引擎{report.engine}。"
    )
    if report.rules_run:
        text += f"运行规则{report.rules_run}条"
        if report.rules_not_decidable:
            text += f"，另有{report.rules_not_decidable}条缺少所需的历史或者外部资料，本次不作判断"
        text += "。"
    if report.exempted:
        text += f"经批准豁免的{report.exempted:,}条没有计入异常。"
    return [Para(text)]


def _indicators(report: Report) -> list[Block]:
    reached = [INDICATORS[n] for n, r in report.overall.items() if r.reached]
    short = [INDICATORS[n] for n in report.overall.short]
    empty = [INDICATORS[n] for n, r in report.overall.items() if r.reached is None]
    read = ((reached, "达标"), (short, "未达标"), (empty, NONE))
    said = [f"{'、'.join(names)}{word}" for names, word in read if names]
    blocks: list[Block] = [Para(f"五项指标中，{'，'.join(said)}，见表1。"), tables.overall(report)]
    if report.by_agency:
        blocks.append(tables.by_agency(report))
    if report.by_dataset:
        blocks.append(tables.by_dataset(report))
    if report.compliance and report.compliance[1]:
        met, of = report.compliance
        blocks.append(
            Para(
                f"数据操作按制度执行的情况另列，不计入五项指标：共{of:,}次操作，合规{met:,}次，"
                f"合规率{percent(Fraction(met, of))}。"
            )
        )
    return blocks


def _problems(report: Report) -> list[Block]:
    parts: list[tuple[str, list[Block]]] = []
    short = [(n, r) for n, r in report.overall.items() if r.reached is False]
    if short:
        parts.append(("指标没有达标", [Para("；".join(shortfall(n, r) for n, r in short) + "。")]))
    if report.items_below:
        lowest = min(report.items_below, key=lambda i: (i.rate.value or Fraction(0), i.item))
        text = (
            f"{len(report.items_below)}个应采数据项目的填充率低于要求，"
            f"最低的是{lowest.label}（{lowest.rate.text}，{lowest.rate.parts}）。"
        )
        parts.append(("数据项目不齐全", [Para(text)]))
    if report.findings:
        parts.append(("记录违反数据规则", _findings(report)))
    if not parts:
        return [Para("五项指标和数据规则检查均未发现需要整改的问题。")]
    blocks: list[Block] = []
    for number, (title, body) in enumerate(parts, 1):
        blocks += [Heading(f"（{ordinal(number)}）{title}", 2), *body]
    return blocks


def _findings(report: Report) -> list[Block]:
    kinds = [f"必须改正的{report.found:,}行次"] if report.found else []
    kinds += [f"须确认的{report.doubtful:,}行次"] if report.doubtful else []
    text = f"共命中{len(report.findings)}条规则，其中{'，'.join(kinds)}；一条记录违反几条规则的，按几行次计。"
    return [Para(text), tables.leading(report)]


def _comparison(report: Report) -> list[Block]:
    if report.previous is None:
        return []
    read: dict[str, list[str]] = {}
    pairs = zip(report.overall.items(), report.previous.indicators.items(), strict=True)
    for (name, now), (_, before) in pairs:
        read.setdefault(change(now, before)[1], []).append(INDICATORS[name])
    said = "，".join(f"{'、'.join(read[w])}{w}" for w in ("好转", "变差", "持平", NONE) if w in read)
    return [
        Para(f"与{moment(report.previous.snapshot_at)}的检查（{report.previous.run_id}）相比，{said}。"),
        tables.comparison(report, report.previous),
    ]


def _demands(report: Report) -> list[Block]:
    said = requirements(report)
    blocks: list[Block] = [Para(f"（{ordinal(n)}）{text}" if len(said) > 1 else text) for n, text in enumerate(said, 1)]
    return [*blocks, tables.deadlines(report)] if report.deadlines else blocks


def _signature(report: Report) -> Signature:
    seal = "（演示，不盖章）" if report.demo else "（盖章处）"
    return Signature(report.inspecting, _issued(report), seal, "（此件仅限内部使用）")


def _issued(report: Report) -> str:
    return day(report.generated_at.astimezone(ZONE))


def _annexes(report: Report) -> list[tuple[str, Table]]:
    found = [("问题清单（按规则和机构）", tables.findings(report))] if report.findings else []
    below = [("填充率低于要求的数据项目", tables.items_below(report))] if report.items_below else []
    return [*found, *below, ("核验信息", tables.proof(report))]
