"""参数: what each is, was and will be, place by place; set by one person and activated by another. Art. 2(3), 9(1)."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from jiuye.lib import clock
from jiuye.lib.verdict import Verdict, no
from jiuye.parties.pages import may
from jiuye.parties.weihai import CITY
from jiuye.standards import actions, queries, wording
from jiuye.standards.catalogue import DATASETS, EVENTS, Parameter
from jiuye.standards.parameters import queries as values
from jiuye.standards.parameters.models import ParameterValue
from jiuye.standards.parameters.rules import DISTRICT_OWNED
from jiuye.standards.views.reading import StandardsPage


class Parameters(StandardsPage):
    """Every parameter with its value of today; the values that wait for a second person first."""

    template = "standards/parameters.html"
    tab = "parameters"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        groups: dict[str, list[Any]] = {}
        for one in queries.parameters():
            places = [(values.PLACES[p], one.on(clock.today(), p)) for p in one.steps or () if p != CITY[0]]
            groups.setdefault(wording.KINDS.get(one.kind, one.kind), []).append((one, places))
        known = queries.catalogue().parameters
        waiting = [(v, known[v.name], values.PLACES[v.district]) for v in values.waiting()]
        return super().context() | {"groups": groups, "waiting": waiting, "owned": DISTRICT_OWNED}


class OneParameter(StandardsPage):
    """One parameter: its course, what waits, the form that sets a value."""

    template = "standards/parameter.html"
    tab = "parameters"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        known = self.known(kwargs["name"])
        today, by = clock.today(), self.by
        place = CITY[0] if by.city_wide else by.district
        return super().context() | {
            "parameter": known, "kind": wording.KINDS.get(known.kind, known.kind),
            "place": values.PLACES.get(place, ""), "now": known.on(today, place),
            "default": queries.catalogue_of(queries.catalogue().version).parameters[known.name].value,
            "course": values.course(known.name, today), "refused": values.settled(known.name),
            "waiting": [(v, values.PLACES[v.district]) for v in values.waiting(known.name)],
            "may_set": self.may_set(known), "may_settle": may(by, "standards.activate_parameter"),
            "rules": [(r, r.dataset in EVENTS) for r in queries.rules_reading(known.name)], "datasets": DATASETS,
            "typed": self.request.POST, "mine": by.staff_id, "own": None if by.city_wide else by.district,
        }  # fmt: skip

    def may_set(self, known: Parameter) -> Verdict:
        if not (verdict := may(self.by, "standards.set_parameter")):
            return verdict
        if self.by.city_wide or known.name in DISTRICT_OWNED:
            return verdict
        return no("这个参数由市级统一设置", code="S070", help="需要调整的，在“需求”里向市级提出。")

    def known(self, name: str) -> Parameter:
        found = queries.catalogue().parameters.get(name)
        if found is None:
            raise Http404(name)
        return found


class Set(OneParameter):
    act = "standards.set_parameter"

    def perform(self, **kwargs: Any) -> HttpResponse:
        begins = _day(self.said("effective_from"))
        told = {k: self.said(k) for k in ("value", "basis", "reason")}
        made = actions.set_parameter(
            kwargs["name"], told["value"], begins, basis=told["basis"], reason=told["reason"], by=self.by
        )
        self.say(f"已拟订，自 {made.effective_from} 起生效，等另一人审批。")
        return redirect("standards:parameter", name=made.name)


class Settle(OneParameter):
    """A value that waits, and the second person's answer to it."""

    value: ParameterValue

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = values.one(kwargs.pop("key"))
        if found is None:
            return self.refuse(no("没有这个参数值", code="S404", help="从“参数”清单里选。"), 404)
        self.value = found
        return super().dispatch(request, *args, name=found.name, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(f"{reverse('standards:parameter', kwargs={'name': self.value.name})}#waiting")


class Activate(Settle):
    act = "standards.activate_parameter"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.activate_parameter(self.value, by=self.by)
        self.say(f"已批准，自 {self.value.effective_from} 起生效。此前的办件按原来的值。")
        return redirect("standards:parameter", name=self.value.name)


class Refuse(Settle):
    act = "standards.refuse_parameter"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.refuse_parameter(self.value, self.said("answer"), by=self.by)
        self.say("已答复不批准，参数没有变化。")
        return redirect("standards:parameter", name=self.value.name)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
