"""追查外泄: a fragment found outside, and the exports it can come from."""

from typing import Any

from django.http import HttpResponse

from jiuye.parties.pages import Page
from jiuye.usage.exports import actions, shown


class TraceExport(Page):
    """What is pasted is looked for and kept nowhere; that somebody looked is on file."""

    room = "usage"
    act = "usage.trace_export"
    template = "usage/exports/trace.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"typed": self.request.POST, "found": None}

    def perform(self, **kwargs: Any) -> HttpResponse:
        typed = self.request.POST
        found = actions.trace_export(typed.get("fragment", ""), by=self.by, why=typed.get("why", ""))
        return self.show(extra={"found": [shown.row(f.export) | {"likely": f} for f in found]}, **kwargs)
