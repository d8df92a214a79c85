"""A synthetic city's figures for the report's tests; every name, number and key is made up."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from jiuye.lib.clock import ZONE
from jiuye.quality.report.model import (
    AgencyLine,
    DatasetLine,
    Deadline,
    FindingLine,
    ItemLine,
    Previous,
    Report,
    masked,
)
from jiuye.quality.report.rates import Indicators, Rate

GOALS = {
    "entry": Decimal("0.98"), "completeness": Decimal("0.95"), "recording": Decimal("0.95"),
    "anomaly": Decimal("0.01"), "duplication": Decimal("0.001"),
}  # fmt: skip
DISTRICTS = {
    "371099-1": "市本级", "371099-2": "环翠区", "371099-3": "文登区", "371099-4": "荣成市",
    "371099-5": "乳山市", "371099-6": "火炬高新区", "371099-7": "经济技术开发区", "371099-8": "临港区",
    "371099-9": "南海新区",
}  # fmt: skip


def indicators(entry: tuple[int, int], *rest: tuple[int, int]) -> Indicators:
    return Indicators.of(dict(zip(GOALS, (entry, *rest), strict=True)), GOALS)


OVERALL = indicators((94_200, 95_701), (3_575, 3_733), (15_869_822, 16_470_291), (5_943, 569_584), (447, 569_584))
BEFORE = indicators((92_377, 94_068), (3_568, 3_732), (15_626_180, 16_260_333), (6_204, 564_033), (508, 564_033))


def _agencies() -> tuple[AgencyLine, ...]:
    lines = []
    for n, (code, name) in enumerate(DISTRICTS.items()):
        figures = indicators(
            (0, 0) if name == "南海新区" else (9_650 + 27 * n, 9_900),
            (405 - 2 * n, 418), (1_822_410 - 9_000 * n, 1_900_000),
            (420 + 70 * n, 67_214), (20 + 9 * n, 67_214),
        )  # fmt: skip
        lines.append(AgencyLine(code, name, figures, 400 + 130 * n))
    return tuple(lines)


def _datasets() -> tuple[DatasetLine, ...]:
    names = {
        "person": "个人", "employer": "用人单位", "employment_registration": "就业登记",
        "unemployment_registration": "失业登记", "employment_certificate": "就业创业证", "acceptance": "办件",
    }  # fmt: skip
    rows = (312_004, 21_655, 120_418, 41_207, 38_300, 36_000)
    return tuple(
        DatasetLine(
            key, label, count,
            indicators(
                (0, 0) if key == "acceptance" else (count // 10, count // 10 + n), (30 + n, 38),
                (count * 9, count * 9 + count // 3), (count // 90 + n * 40, count), (n * 9, count),
            ),
        )
        for n, ((key, label), count) in enumerate(zip(names.items(), rows, strict=True))
    )  # fmt: skip


_FOUND = (
    ("R094", "失业原因填毕业未升学，毕业已超过2年", "unemployment_registration", 1_382, "error", 1_596),
    ("R004", "出生日期与证件号码第7至14位不一致", "person", 1_117, "error", 1_519),
    ("R095", "登记为失业，社会保险仍在职缴费", "unemployment_registration", 864, "error", 807),
    ("R092", "就业转失业，前一条就业登记未办终止", "unemployment_registration", 790, "error", 881),
    ("R211", "办结超过1个工作日才入库", "acceptance", 671, "error", None),
    ("R089", "同一人有多条有效失业登记", "unemployment_registration", 431, "error", 431),
    ("R013", "同一手机号超过3人使用", "person", 2_940, "warning", 2_622),
    ("R001", "证件号码的校验位不符", "person", 1, "error", None),
)  # fmt: skip


def _findings() -> tuple[FindingLine, ...]:
    return tuple(
        FindingLine(
            rule_id, text, dataset, count, (masked("371098199301011239"), f"P{n:08d}"), severity,
            tuple((name, count // 9 + (k == 0) * (count % 9)) for k, name in enumerate(DISTRICTS.values())),
            before,
        )
        for n, (rule_id, text, dataset, count, severity, before) in enumerate(_FOUND, 1)
    )  # fmt: skip


def a_report() -> Report:
    """The city's report with everything on it."""
    return Report(
        number="威就数检〔2026〕1号",
        inspected="各区市公共就业服务机构",
        inspecting="威海市公共就业和人才服务中心",
        letterhead="威海市公共就业和人才服务中心",
        edition="依据：威人社发〔2021〕15号，有效期至 2026-11-25",
        snapshot_at=datetime(2026, 3, 1, tzinfo=ZONE),
        standard_version="2026.1",
        scope="全市9个区划，存量数据",
        engine="duckdb",
        overall=OVERALL,
        by_agency=_agencies(),
        by_dataset=_datasets(),
        items_below=(
            ItemLine("person", "education", "学历", Rate(8_800, 10_000, False, Decimal("0.95"))),
            ItemLine("person", "graduation_date", "毕业日期", Rate(4_100, 4_400, False, Decimal("0.95"))),
            ItemLine("employer", "email", "电子邮箱", Rate(12_800, 21_655, False, Decimal("0.95"))),
        ),
        findings=_findings(),
        previous=Previous("2025-Q4", datetime(2025, 12, 1, tzinfo=ZONE), BEFORE),
        deadlines=tuple(
            Deadline(a.name, date(2026, 4, 15 if a.findings > 1_000 else 30), a.findings) for a in _agencies()
        ),
        run_id="2026-A-0001",
        snapshot_digest="9f2c" * 15 + "e17a",
        generated_at=datetime(2026, 3, 4, 2, 30, tzinfo=UTC),
        demo=True,
        rules_run=225,
        rules_not_decidable=3,
        exempted=45,
        compliance=(412_088, 412_335),
    )


def an_empty_report() -> Report:
    """Nothing was inspected and nothing found."""
    nothing = indicators((0, 0), (0, 0), (0, 0), (0, 0), (0, 0))
    return replace(
        a_report(), overall=nothing, by_agency=(), by_dataset=(), items_below=(), findings=(), previous=None,
        deadlines=(), compliance=None, letterhead="", demo=False, rules_run=0, exempted=0,
    )  # fmt: skip


# Everything that means something to Typst, XML or a reader's eye.
HOSTILE = '#panic("x") $a_b$ *粗* _i_ ] [ \\ "q" \'s\' <tag> &amp; `raw` @ref -- ... = 标题 // 注 http://a.b/c'


def hostile_report() -> Report:
    """Names that try to be markup, control characters, and a name far too long for its column."""
    report = a_report()
    long = "极长名称" * 20 + "W" * 120
    finding = replace(report.findings[0], description=HOSTILE, examples=(HOSTILE, "x\x00\u202ey"))
    return replace(
        report,
        number=HOSTILE, letterhead=HOSTILE, inspecting=HOSTILE, inspected=HOSTILE, run_id="\ud800",
        by_agency=(replace(report.by_agency[0], name=HOSTILE + long), *report.by_agency[1:]),
        findings=(finding, *report.findings[1:]),
        deadlines=(Deadline(HOSTILE, date(2026, 4, 30), 1),),
    )  # fmt: skip
