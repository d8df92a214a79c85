"""Long work of this room: each part tells its kinds when it is imported."""

from jiuye.usage.statistics import jobs as statistics

__all__ = ["statistics"]
