"""Tables of the room; each part keeps its own and is imported here."""

from jiuye.usage.exports.models import NEXT_EXPORT, Export, Trace
from jiuye.usage.own.models import Paper
from jiuye.usage.statistics.models import PeriodSnapshot, Statistic, StatisticFigure

__all__ = ["NEXT_EXPORT", "Export", "Paper", "PeriodSnapshot", "Statistic", "StatisticFigure", "Trace"]
