"""A report's figures from its snapshot, with what was corrected since in periods filed before. Art. 11.

The same snapshot, definitions and filed statistics give the same digits at any later day: nothing here looks at
the tables of records or at the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiuye.lib.sealing import sm3
from jiuye.records import snapshot
from jiuye.standards.queries import catalogue_at
from jiuye.usage.statistics.compute import NOTHING, Cell, Counted, Figures, Populations
from jiuye.usage.statistics.definitions import Report, definitions
from jiuye.usage.statistics.models import PeriodSnapshot, Statistic, StatisticFigure
from jiuye.usage.statistics.periods import Period, before

Adjusted = dict[Cell, Decimal]


@dataclass(frozen=True)
class Filed:
    """A statistic filed for an earlier period of the same year, or for the one right before."""

    period: Period
    values: dict[Cell, Decimal]
    adjusted: Adjusted


def figure(frozen: PeriodSnapshot, report: Report, period: Period, filed: Sequence[Filed]) -> tuple[Figures, Adjusted]:
    """The figures of a report, and what its 调整 column says."""
    with snapshot.opened(frozen.pk, snapshot.folder_of(frozen.folder)) as files:
        db = snapshot.connect(files)
        try:
            return _figure(db, frozen, report, period, filed)
        finally:
            db.close()


def _populations(db: Any, frozen: PeriodSnapshot, period: Period) -> Populations:
    standard = catalogue_at(frozen.standard_version, frozen.moment)
    return Populations(db, definitions(frozen.definition), standard, period)


def _figure(
    db: Any, frozen: PeriodSnapshot, report: Report, period: Period, filed: Sequence[Filed]
) -> tuple[Figures, Adjusted]:
    adjusted: Adjusted = {}
    for one in filed:
        if one.period.first.year == period.first.year:
            now = _populations(db, frozen, one.period).figures(report)
            _add(report, adjusted, one, now)
    figures = _populations(db, frozen, period).figures(report)
    right_before = next((f for f in filed if f.period == before(period)), None)
    for measure in (m for m in report.measures.values() if m.carried):
        if right_before:
            figures = _carry(measure.name, measure.carried, figures, right_before, adjusted)
    for measure in (m for m in report.measures.values() if m.kind == "difference"):
        first, second = measure.parts
        for cell in {c._replace(measure=measure.name) for c in adjusted if c.measure in measure.parts}:
            a, b = (adjusted.get(cell._replace(measure=m), Decimal(0)) for m in (first, second))
            adjusted[cell] = a - b
    return figures, {c: a for c, a in adjusted.items() if a}


def _add(report: Report, adjusted: Adjusted, filed: Filed, now: Figures) -> None:
    """What an earlier period's flows are now, less what was filed of them and told since."""
    flows = {m.name for m in report.measures.values() if m.kind == "flow"}
    for cell in {c for c in (*now, *filed.values, *filed.adjusted) if c.measure in flows}:
        value = now.get(cell, NOTHING).value or Decimal(0)
        told = filed.values.get(cell, Decimal(0)) + filed.adjusted.get(cell, Decimal(0))
        adjusted[cell] = adjusted.get(cell, Decimal(0)) + value - told


def _carry(name: str, closing: str, figures: Figures, filed: Filed, adjusted: Adjusted) -> Figures:
    """The opening stock is what was filed as the closing one; the difference is an adjustment."""
    was = {c._replace(measure=name): v for c, v in filed.values.items() if c.measure == closing}
    carried = dict(figures)
    for cell in {c for c in figures if c.measure == name} | set(was):
        now, value = figures.get(cell, NOTHING), was.get(cell, Decimal(0))
        if cell.dimension in ("", "sex", "age"):
            carried[cell] = Counted(value, int(value))
            adjusted[cell] = (now.value or Decimal(0)) - value
    return carried


def filed_before(statistic: Statistic) -> list[Filed]:
    """Statistics of the same report and kind filed before this one was run, for periods before its own."""
    some = Statistic.objects.filter(
        report=statistic.report, kind=statistic.kind, state="filed", last__lt=statistic.first,
        filed_at__lt=statistic.run_at,
    ).order_by("first")  # fmt: skip
    return [_filed(s) for s in some if s.first.year >= statistic.first.year - 1]


def _filed(statistic: Statistic) -> Filed:
    values: dict[Cell, Decimal] = {}
    adjusted: Adjusted = {}
    for f in StatisticFigure.objects.filter(statistic=statistic):
        cell = Cell(f.measure, f.district, f.dimension, f.group)
        values[cell] = f.value or Decimal(0)
        adjusted[cell] = f.adjust
    return Filed(Period(statistic.kind, statistic.first, statistic.last), values, adjusted)


def digest(figures: Figures, adjusted: Adjusted) -> str:
    """SM3 of every cell with its value, rows and adjustment, in order."""
    lines = [
        "|".join((*cell, "" if f.value is None else f"{f.value:.2f}", str(f.rows), f"{adjusted.get(cell, 0):.2f}"))
        for cell, f in sorted(figures.items())
    ]
    return sm3("\n".join(lines).encode()).hex()
