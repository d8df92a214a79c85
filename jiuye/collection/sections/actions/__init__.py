"""Acts of collaboration between sections."""

from jiuye.collection.sections.actions.flow import Offer, flow
from jiuye.collection.sections.actions.settle_conflict import settle_conflict

__all__ = ["Offer", "flow", "settle_conflict"]
