"""Long work of this room: each part tells its kinds when it is imported."""

from jiuye.usage.enquiries import jobs as enquiries
from jiuye.usage.exports import jobs as exports
from jiuye.usage.statistics import jobs as statistics

__all__ = ["enquiries", "exports", "statistics"]
