"""Long work of this room: each part tells its kinds when it is imported."""

from jiuye.usage.exports import jobs as exports
from jiuye.usage.statistics import jobs as statistics

__all__ = ["exports", "statistics"]
