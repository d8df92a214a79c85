"""查询预警的页面: what is odd about somebody's look-ups, the rows behind it, the supervision's word. Art. 10(3)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from jiuye.parties.pages import Page
from jiuye.parties.permissions import ACTS
from jiuye.usage.enquiries import alerts, queries
from jiuye.usage.enquiries.models import Alert
from jiuye.usage.enquiries.oddity import KINDS
from jiuye.usage.enquiries.rules import STATE_LABELS


def _line(alert: Alert) -> dict[str, Any]:
    return {"a": alert, "kind": KINDS[alert.kind], "state": STATE_LABELS[alert.state]}


class Alerts(Page):
    """All in sight, those nobody answered first."""

    template = "usage/enquiries/alerts.html"
    act = "usage.explain_alert"
    room = "enquiries"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"rows": [_line(a) for a in queries.alerts(waiting=False)]}


class One(Page):
    """One alert with its entries."""

    template = "usage/enquiries/alert.html"
    act = "usage.explain_alert"
    room = "enquiries"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.alert(kwargs["key"])
        if found is None:
            raise Http404(str(kwargs["key"]))
        rows = [(e, ACTS[e.act].label, shown) for e, shown in queries.behind(found)]
        return {**_line(found), "rows": rows, "note": self.request.POST.get("note", "")}


class Explain(One):
    """查询情况说明."""

    def perform(self, **kwargs: Any) -> HttpResponse:
        return self.answered(alerts.explain_alert, **kwargs)

    def answered(self, call: Any, **kwargs: Any) -> HttpResponse:
        found = queries.alert(kwargs["key"]) or Alert(pk=kwargs["key"])
        call(found, by=self.by, note=self.request.POST.get("note", ""))
        self.say("已记入台账。")
        return redirect("usage:alerts")


class PassOn(Explain):
    """查询线索移交."""

    act = "usage.pass_on_alert"

    def perform(self, **kwargs: Any) -> HttpResponse:
        return self.answered(alerts.pass_on_alert, **kwargs)
