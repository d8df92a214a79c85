"""Writes of the quality room, a file per act."""

from jiuye.quality.actions.freeze import freeze
from jiuye.quality.actions.inspect import inspect

__all__ = ["freeze", "inspect"]
