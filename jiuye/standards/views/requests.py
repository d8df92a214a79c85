"""采集需求: districts ask, the city brings together, takes up or declines. Art. 5."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.lib.verdict import no
from jiuye.parties.pages import may
from jiuye.parties.sessions import scope
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.standards import actions, wanted
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.models import Request
from jiuye.standards.rules_of_drafts import KINDS, STATE_LABELS
from jiuye.standards.views.reading import StandardsPage

PLACES = {CITY[0]: CITY[1], **DISTRICTS}


class Requests(StandardsPage):
    """What was asked for, the newest first."""

    template = "standards/requests.html"
    tab = "requests"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("state", "")
        found = wanted.requests(state if state in STATE_LABELS else "")
        return super().context() | {
            "lines": [line(r) for r in found], "state": state, "states": STATE_LABELS,
            "may_ask": may(self.by, "standards.request"), "own": not self.by.city_wide,
        }  # fmt: skip


class Ask(StandardsPage):
    """提出采集需求."""

    act = "standards.request"
    template = "standards/request.html"
    tab = "requests"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context() | {"typed": self.request.POST, "kinds": KINDS, "datasets": DATASETS}

    def perform(self, **kwargs: Any) -> HttpResponse:
        told = {k: self.said(k) for k in ("kind", "dataset", "what", "why", "legal_basis", "sample")}
        made = actions.request(by=self.by, **told)
        self.say(f"需求 {made.number} 已提交，市级研究后在这里答复。")
        return redirect("standards:one_request", key=made.pk)


class OneRequest(StandardsPage):
    """One request, what was merged into it, and what became of it."""

    template = "standards/one_request.html"
    tab = "requests"
    found: Request

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, "by", None)
        if by is not None:
            with scope(by):
                found = wanted.request(kwargs.pop("key"))
            if found is None:
                return self.refuse(no("没有这件需求，或者不归您看", code="S404", help="从“需求”清单里选。"), 404)
            self.found = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        others = [line(r) for r in wanted.requests("asked") if r.pk != self.found.pk]
        return super().context() | {
            "one": line(self.found), "merged": [line(r) for r in self.found.merged.select_related("asked_by")],
            "others": others, "may_merge": may(self.by, "standards.merge_requests"),
            "open": self.found.state in ("asked", "taken"), "typed": self.request.POST,
        }  # fmt: skip


class Merge(OneRequest):
    """合并需求: the chosen ones go into this one."""

    act = "standards.merge_requests"

    def perform(self, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            others = wanted.chosen(self.request.POST.getlist("others"))
        actions.merge_requests(self.found, others, by=self.by)
        self.say(f"已把 {len(others)} 件并入 {self.found.number}。")
        return redirect("standards:one_request", key=self.found.pk)


class Decline(OneRequest):
    """不采纳, with the reason."""

    act = "standards.decline_request"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.decline_request(self.found, self.said("answer"), by=self.by)
        self.say(f"需求 {self.found.number} 已答复。")
        return redirect("standards:one_request", key=self.found.pk)


def line(one: Request) -> dict[str, Any]:
    """A request as lists show it."""
    return {
        "r": one, "kind": KINDS.get(one.kind, one.kind), "state": STATE_LABELS[one.state],
        "place": PLACES.get(one.district, one.district), "dataset": DATASETS.get(one.dataset, ""),
    }  # fmt: skip
