"""常规统计: a report of a period, computed from the period's snapshot, checked, and kept. Art. 11."""

from decimal import Decimal
from uuid import UUID

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties.act import act
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session, scope
from jiuye.standards.queries import catalogue
from jiuye.usage.statistics import rules
from jiuye.usage.statistics.actions.turns import one_at_a_time
from jiuye.usage.statistics.checks import faults
from jiuye.usage.statistics.compute import Cell, Figures
from jiuye.usage.statistics.definitions import Report, definitions
from jiuye.usage.statistics.figuring import Adjusted, digest, figure, filed_before
from jiuye.usage.statistics.models import PeriodSnapshot, Statistic, StatisticFigure
from jiuye.usage.statistics.periods import Period
from jiuye.usage.statistics.published import hidden

NONE: tuple[Figures, Adjusted] = {}, {}


def run_report(
    report: Report, period: Period, frozen: PeriodSnapshot, *, by: Session, key: UUID | None = None
) -> Statistic:
    """Compute, check, keep. Raises `Refused` for a period that is not over, or a post of a district."""
    threshold = int(catalogue().parameters["smallest_cell"].on(period.last))
    statistic = Statistic(
        id=key or uuid7(), report=report.name, kind=period.kind, first=period.first, last=period.last,
        snapshot=frozen, threshold=threshold, run_at=clock.now(),
    )  # fmt: skip
    told = definitions(frozen.definition).reports[report.name]
    allowed = rules.may_run(report, period, by.city_wide, clock.today())
    with scope(by):
        figures, adjusted = figure(frozen, told, period, filed_before(statistic)) if allowed else NONE
    gone = hidden(told, figures, threshold)
    with act("usage.run_report", by=by, on=("usage.statistic", statistic.pk), why=period.label) as entry:
        one_at_a_time()
        allowed.or_refuse()
        statistic.number = _number(report, period)
        statistic.digest = digest(figures, adjusted)
        statistic.faults = [f.said for f in faults(told, figures, adjusted)]
        statistic.run_by = Staff.objects.get(pk=by.staff_id)
        entry.put(statistic)
        entry.put_many(_rows(statistic, figures, adjusted, gone))
    return statistic


def _number(report: Report, period: Period) -> str:
    """employment-2026-10-1: the first run of that report for that month."""
    told = Statistic.objects.filter(report=report.name, kind=period.kind, first=period.first)
    return f"{report.name}-{period.code}-{told.count() + 1}"


def _rows(
    statistic: Statistic, figures: Figures, adjusted: Adjusted, gone: set[Cell]
) -> list[StatisticFigure]:
    return [
        StatisticFigure(
            statistic=statistic, measure=c.measure, district=c.place, dimension=c.dimension, group=c.group,
            value=f.value, rows=f.rows, adjust=adjusted.get(c, Decimal(0)),
            hidden=c in gone,
        )
        for c, f in sorted(figures.items())
    ]  # fmt: skip
