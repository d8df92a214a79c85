"""Every write of statistics, a file per act. Art. 11."""

from jiuye.usage.statistics.actions.ad_hoc import approve_ad_hoc, ask_ad_hoc, refuse_ad_hoc, run_ad_hoc
from jiuye.usage.statistics.actions.file_report import file_report
from jiuye.usage.statistics.actions.freeze_period import freeze_period
from jiuye.usage.statistics.actions.release_figure import approve_release, refuse_release, release_figure
from jiuye.usage.statistics.actions.run_report import run_report

__all__ = [
    "approve_ad_hoc", "approve_release", "ask_ad_hoc", "file_report", "freeze_period", "refuse_ad_hoc",
    "refuse_release", "release_figure", "run_ad_hoc", "run_report",
]  # fmt: skip
