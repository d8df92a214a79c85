"""Writes of the quality room, a file per act."""

from jiuye.quality.actions.answer_finding import answer_finding
from jiuye.quality.actions.freeze import freeze
from jiuye.quality.actions.inspect import inspect
from jiuye.quality.actions.issue_report import issue_report

__all__ = ["answer_finding", "freeze", "inspect", "issue_report"]
