"""Reads of statistics. Figures are fenced by district: the city reads all, a district its own. Art. 11."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from jiuye.usage.statistics.compute import Cell
from jiuye.usage.statistics.definitions import VERSION
from jiuye.usage.statistics.models import PeriodSnapshot, Statistic, StatisticFigure

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 50


def snapshot_of(last: date) -> PeriodSnapshot | None:
    """The newest snapshot of a period that ended on `last`."""
    return PeriodSnapshot.objects.filter(last=last, definition=VERSION).order_by("-moment").first()


def _statistics() -> "QuerySet[Statistic]":
    return Statistic.objects.select_related("snapshot", "run_by", "filed_by")


def statistic(number: str) -> Statistic | None:
    return _statistics().filter(number=number).first()


def statistics(report: str = "", before: str = "") -> tuple[list[Statistic], str]:
    """A page of them, the newest period first, and the number the next page begins after ("" on the last)."""
    found = _statistics().order_by("-last", "report", "-run_at")
    if report:
        found = found.filter(report=report)
    skip = int(before) if before.isdecimal() and len(before) < 6 else 0
    page = list(found[skip : skip + PAGE + 1])
    return page[:PAGE], str(skip + PAGE) if len(page) > PAGE else ""


def figures(of: Statistic) -> dict[Cell, StatisticFigure]:
    """Every cell the reader may see."""
    found = StatisticFigure.objects.filter(statistic=of)
    return {Cell(f.measure, f.district, f.dimension, f.group): f for f in found}


def course(of: Statistic, measure: str) -> Sequence[tuple[Statistic, StatisticFigure]]:
    """A measure's totals of the city in the filed statistics of the same kind, this one included; oldest first."""
    some = StatisticFigure.objects.select_related("statistic").filter(
        statistic__report=of.report, statistic__kind=of.kind, statistic__last__lte=of.last, measure=measure,
        district="", dimension="",
    ).order_by("-statistic__last")  # fmt: skip
    held = [f for f in some[:60] if f.statistic.state == "filed" or f.statistic_id == of.pk]
    return [(f.statistic, f) for f in reversed(held[:13])]
