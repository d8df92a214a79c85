"""Tables of the room; each part keeps its own and is imported here."""

from jiuye.usage.enquiries.models import NEXT_ALERT, NEXT_BATCH, Alert, BatchLookUp
from jiuye.usage.exports.models import NEXT_EXPORT, Export, Trace
from jiuye.usage.own.models import NEXT_OBJECTION, Notice, Objection, Paper
from jiuye.usage.statistics.models import (
    NEXT_AD_HOC,
    NEXT_RELEASE,
    AdHoc,
    PeriodSnapshot,
    Release,
    Statistic,
    StatisticFigure,
)

__all__ = [
    "NEXT_AD_HOC", "NEXT_ALERT", "NEXT_BATCH", "NEXT_EXPORT", "NEXT_OBJECTION", "NEXT_RELEASE", "AdHoc", "Alert",
    "BatchLookUp", "Export", "Notice", "Objection", "Paper", "PeriodSnapshot", "Release", "Statistic",
    "StatisticFigure", "Trace",
]  # fmt: skip
