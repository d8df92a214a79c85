"""Rates as pages show them: tiles with their course, the matrix of districts, findings by rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe

from jiuye.quality import charts
from jiuye.quality.compose import NAMES, Counts, by_rule, indicators_at, previously, words
from jiuye.quality.models import Figure, Run
from jiuye.quality.queries import RunLine
from jiuye.quality.report import Indicators, Rate
from jiuye.quality.report.rates import INDICATORS
from jiuye.quality.report.wording import change, signed
from jiuye.standards.catalogue import Catalogue
from jiuye.standards.wording import MARKS, SEVERITY, dataset_label

SHORT_NAMES = {n: label.removeprefix("数据项目").removeprefix("数据") for n, label in INDICATORS.items()}
MEANING = {
    "entry": "办结的件里，库中找得到记录的",
    "completeness": "必采的数据项目里，填得够多的",
    "recording": "必须记实的单元格里，有真值的",
    "anomaly": "违反准确、及时、逻辑、历史规则的记录，一条只算一次",
    "duplication": "同一查重键下多余的记录",
}
NOTHING = {"entry": "没有办件", "completeness": "没有项目"}  # of = 0; elsewhere 没有记录
ROWS_BEHIND = {"anomaly": "kind=anomaly", "duplication": "rule=DUP"}  # whose bad rows are findings


@dataclass(frozen=True)
class Tile:
    """One indicator of the city. points, reading: the change against the last run ("" without one).
    rows: the query that leads to the rows behind `met`, "" where its parts are told instead."""

    name: str
    label: str
    meaning: str
    nothing: str
    rate: Rate
    before: Rate | None
    points: str
    reading: str
    spark: SafeString
    rows: str


def tiles(course: Sequence[RunLine]) -> list[Tile]:
    """The five indicators of the last run of the course."""
    now, before = course[-1], course[-2] if len(course) > 1 else None
    return [_tile(name, rate, before, course) for name, rate in now.indicators.items()]


def _tile(name: str, rate: Rate, before: RunLine | None, course: Sequence[RunLine]) -> Tile:
    last: Rate | None = getattr(before.indicators, name) if before else None
    points, reading = change(rate, last) if last else ("", "")
    label = SHORT_NAMES[name]
    spark = charts.sparkline([(r.run.number, getattr(r.indicators, name)) for r in course], label=label)
    return Tile(
        name, label, MEANING[name], nothing(name), rate, last, points, reading,
        mark_safe(spark),  # charts escapes every text it draws
        ROWS_BEHIND.get(name, ""),
    )  # fmt: skip


def nothing(name: str) -> str:
    """What is said in place of a rate over no rows."""
    return NOTHING.get(name, "没有记录")


@dataclass(frozen=True)
class Cell:
    """One rate of the matrix; heat 0-4 by distance from the goal, 3 and 4 short of it."""

    name: str
    rate: Rate
    heat: int
    nothing: str
    rows: str


@dataclass(frozen=True)
class Place:
    """A district (or a dataset) and its five cells."""

    code: str
    name: str
    cells: list[Cell]
    rows: int = 0


def matrix(figures: Sequence[Figure], standard: Catalogue) -> list[Place]:
    """Districts that have figures, those short of most goals first."""
    there = {f.district for f in figures if f.level == "district"}
    lines = [(indicators_at(figures, standard, level="district", district=d), d) for d in NAMES if d in there]
    lines.sort(key=lambda line: (-len(line[0].short), line[1]))
    return [Place(d, NAMES[d], cells(i)) for i, d in lines]


def datasets(figures: Sequence[Figure], standard: Catalogue, run: Run) -> list[Place]:
    """The datasets of the snapshot with their rows and rates."""
    return [
        Place(d, dataset_label(d), cells(indicators_at(figures, standard, level="dataset", dataset=d)), rows)
        for d, rows in run.snapshot.rows.items()
    ]


def cells(five: Indicators) -> list[Cell]:
    return [Cell(n, r, heat(r), nothing(n), ROWS_BEHIND.get(n, "")) for n, r in five.items()]


def heat(rate: Rate) -> int:
    """0 well on the good side of the goal, 1, 2 just over it; 3 short of it, 4 far short. Measured against
    the room the goal leaves: 2 points for ≥98%, 1 point for ≤1%."""
    if rate.value is None:
        return 0
    room = rate.goal_value if rate.lower_is_better else 1 - rate.goal_value
    over = (rate.goal_value - rate.value) if rate.lower_is_better else (rate.value - rate.goal_value)
    share = over / room if room else Fraction(0)
    if rate.reached is False:
        return 4 if share <= Fraction(-3, 10) else 3
    return 2 if share < Fraction(1, 5) else 1 if share < Fraction(1, 2) else 0


def bars(places: Sequence[Place], name: str) -> SafeString:
    """One indicator by district, the worst first."""
    lines = [(p.name, c.rate) for p in places for c in p.cells if c.name == name]
    lines.sort(key=lambda line: _badness(line[1]), reverse=True)
    return mark_safe(charts.bars(lines, label=SHORT_NAMES[name]))  # as above


def _badness(rate: Rate) -> Fraction:
    if rate.value is None:
        return Fraction(-2)
    return rate.value if rate.lower_is_better else -rate.value


@dataclass(frozen=True)
class Problem:
    """What one rule found in one dataset. moved: the change against the last run, "" where not comparable."""

    rule_id: str
    known: bool
    dataset: str
    dataset_label: str
    description: str
    severity: str
    severity_label: str
    mark: str
    character: str
    count: int
    moved: str


def problems(counts: Counts, before: Counts | None, run: Run, standard: Catalogue) -> list[Problem]:
    """Findings by rule: what must be corrected first, then by rows."""
    earlier = by_rule(before) if before is not None else None
    lines = []
    for (rule_id, dataset), n in by_rule(counts).items():
        description, severity = words(rule_id, standard)
        mark, character = MARKS[severity]
        last = previously(run, earlier, rule_id, dataset)
        moved = "" if last is None else signed(f"{abs(n - last):,}", n > last) if n != last else "0"
        lines.append(
            Problem(
                rule_id,
                rule_id in standard.rules,
                dataset,
                dataset_label(dataset),
                description,
                severity,
                SEVERITY[severity],
                mark,
                character,
                n,
                moved,
            )
        )
    return sorted(lines, key=lambda p: (p.severity != "error", -p.count, p.rule_id))


def gone(counts: Counts, before: Counts | None) -> list[tuple[str, str, int]]:
    """(rule, dataset, rows of the last run) of what the last run found and this one does not."""
    now = by_rule(counts)
    return sorted((r, dataset_label(d), n) for (r, d), n in by_rule(before or Counts()).items() if not now[r, d])
