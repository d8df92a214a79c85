"""Writes of the quality room, a file per act."""

from jiuye.quality.actions.answer_finding import answer_finding
from jiuye.quality.actions.freeze import freeze
from jiuye.quality.actions.inspect import inspect
from jiuye.quality.actions.issue_report import issue_report
from jiuye.quality.actions.sweep_snapshots import sweep_snapshots
from jiuye.quality.actions.verify import close, verify

__all__ = ["answer_finding", "close", "freeze", "inspect", "issue_report", "sweep_snapshots", "verify"]
