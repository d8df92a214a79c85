"""追查外泄: a fragment found outside, and the exports it can come from."""

from typing import Any

from django.http import HttpResponse

from jiuye.usage.exports import actions, shown
from jiuye.usage.exports.views.base import Room


class TraceExport(Room):
    """What is pasted is looked for and kept nowhere; that somebody looked is on file."""

    act = "usage.trace_export"
    template = "usage/exports/trace.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"typed": self.typed, "found": None}

    def perform(self, **kwargs: Any) -> HttpResponse:
        found = actions.trace_export(self.said("fragment", 100_000), by=self.by, why=self.said("why", 200))
        return self.show(extra={"found": [shown.row(f.export) | {"likely": f} for f in found]}, **kwargs)
