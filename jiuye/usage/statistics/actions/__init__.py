"""Every write of statistics, a file per act. Art. 11."""

from jiuye.usage.statistics.actions.file_report import file_report
from jiuye.usage.statistics.actions.freeze_period import freeze_period
from jiuye.usage.statistics.actions.run_report import run_report

__all__ = ["file_report", "freeze_period", "run_report"]
