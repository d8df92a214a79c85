"""Tables of the room; each part keeps its own and is imported here."""

from jiuye.usage.enquiries.models import NEXT_ALERT, NEXT_BATCH, Alert, BatchLookUp
from jiuye.usage.exports.models import NEXT_EXPORT, Export, Trace
from jiuye.usage.own.models import NEXT_OBJECTION, Notice, Objection, Paper
from jiuye.usage.statistics.models import PeriodSnapshot, Statistic, StatisticFigure

__all__ = [
    "NEXT_ALERT", "NEXT_BATCH", "NEXT_EXPORT", "NEXT_OBJECTION", "Alert", "BatchLookUp", "Export", "Notice",
    "Objection", "Paper", "PeriodSnapshot", "Statistic", "StatisticFigure", "Trace",
]  # fmt: skip
