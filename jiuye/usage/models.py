"""Tables of the room; each part keeps its own and is imported here."""

from jiuye.usage.exports.models import NEXT_EXPORT, Export, Trace

__all__ = ["NEXT_EXPORT", "Export", "Trace"]
