"""勾稽检查: what must hold among the figures of a report before it is filed. Art. 11; reporting.md 1."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from jiuye.parties.weihai import CITY as OWN
from jiuye.parties.weihai import DISTRICTS
from jiuye.usage.statistics.compute import CITY, Cell, Figures
from jiuye.usage.statistics.definitions import Report

PLACES = {CITY: "全市", **DISTRICTS, OWN[0]: "市本级"}
NOT_MORE = {"reemployed": "new_total", "hardship": "new_total", "insured": "registrations", "passed": "assessed",
            "long_term": "closing", "refunded": "paid"}  # fmt: skip
FLOWS_IN, FLOWS_OUT = ("registered",), ("cancelled", "aged_out")


@dataclass(frozen=True)
class Fault:
    """A check that failed, in a sentence."""

    check: str
    said: str


def faults(report: Report, figures: Figures, adjusted: dict[Cell, Decimal]) -> list[Fault]:
    """All checks of a report. `adjusted`: what was corrected since in earlier periods, by cell."""
    return [
        *_groups(report, figures), *_districts(report, figures), *_balance(report, figures, adjusted),
        *_not_more(report, figures), *_growing(report, figures, adjusted),
    ]  # fmt: skip


def _value(figures: Figures, cell: Cell) -> Decimal:
    found = figures.get(cell)
    return found.value if found and found.value is not None else Decimal(0)


def _counted(report: Report, figures: Figures) -> Iterator[tuple[Cell, Decimal]]:
    for cell, counted in figures.items():
        if report.measures[cell.measure].kind in ("flow", "stock", "difference"):
            yield cell, counted.value or Decimal(0)


def _groups(report: Report, figures: Figures) -> Iterator[Fault]:
    """The groups of a dimension add up to the total of their place."""
    some = sorted((c[:3], v) for c, v in _counted(report, figures) if c.dimension)
    for (measure, place, dimension), cells in groupby(some, key=lambda one: one[0]):
        total, summed = _value(figures, Cell(measure, place)), sum((v for _, v in cells), Decimal(0))
        if total != summed:
            told = f"{PLACES.get(place, place)}{report.measures[measure].label}"
            yield Fault("groups", f"{told}：按{dimension}分组之和 {summed} 不等于总数 {total}")


def _districts(report: Report, figures: Figures) -> Iterator[Fault]:
    """The districts and the city's own agency add up to the city."""
    some = sorted(((c.measure, c.dimension, c.group), v) for c, v in _counted(report, figures) if c.place != CITY)
    below = {key: sum((v for _, v in cells), Decimal(0)) for key, cells in groupby(some, key=lambda one: one[0])}
    for cell, value in _counted(report, figures):
        summed = below.get((cell.measure, cell.dimension, cell.group), Decimal(0))
        if cell.place == CITY and summed != value:
            yield Fault("districts", f"{report.measures[cell.measure].label}：下级之和 {summed} 不等于全市 {value}")


def _balance(report: Report, figures: Figures, adjusted: dict[Cell, Decimal]) -> Iterator[Fault]:
    """期末 = 期初 ± 调整 + 新登记 − 注销 − 到龄退出, at every place."""
    if "closing" not in report.measures:
        return
    for place, label in PLACES.items():
        opening = _value(figures, Cell("opening", place)) + adjusted.get(Cell("opening", place), Decimal(0))
        flows = sum((_value(figures, Cell(m, place)) for m in FLOWS_IN), Decimal(0))
        flows -= sum((_value(figures, Cell(m, place)) for m in FLOWS_OUT), Decimal(0))
        closing = _value(figures, Cell("closing", place))
        if opening + flows != closing:
            yield Fault("balance", f"{label}：期初（含调整）{opening} 加流量 {flows} 不等于期末 {closing}")


def _not_more(report: Report, figures: Figures) -> Iterator[Fault]:
    """A part is not more than what it is a part of."""
    for part, whole in NOT_MORE.items():
        for place, label in PLACES.items() if part in report.measures else ():
            a, b = _value(figures, Cell(part, place)), _value(figures, Cell(whole, place))
            if a > b:
                one, other = report.measures[part].label, report.measures[whole].label
                yield Fault("not_more", f"{label}：{one} {a} 多于{other} {b}")


def _growing(report: Report, figures: Figures, adjusted: dict[Cell, Decimal]) -> Iterator[Fault]:
    """The year's cumulative count never falls: what is new now outweighs what was corrected since."""
    for name in ("new_total",) if "new_total" in report.measures else ():
        value, adjust = _value(figures, Cell(name)), adjusted.get(Cell(name), Decimal(0))
        if value + adjust < 0:
            yield Fault("growing", f"{report.measures[name].label}：本期 {value} 加调整 {adjust} 使年累计减少")
