"""Planted faults: one small function a rule, in the words of the data rules."""

from jiuye.town.faults.employer import EmployerFaults
from jiuye.town.faults.plan import PersonFaults

__all__ = ["EmployerFaults", "PersonFaults"]
