"""What a parameter's value that waits would have meant for last month's cases, for those who settle it. Art. 9(1)."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from jiuye.lib import clock
from jiuye.lib.verdict import no
from jiuye.parties.pages import Page
from jiuye.quality.effect import effect, last_month
from jiuye.standards.parameters import queries as values
from jiuye.standards.parameters.models import ParameterValue
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import dataset_label


class ParameterEffect(Page):
    """Counted anew each time it is opened; a district sees its own cases, the city all."""

    template = "quality/effect.html"
    act = "standards.activate_parameter"
    room = "standards"
    value: ParameterValue

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = values.one(kwargs.pop("key"))
        if found is None:
            return self.refuse(no("没有这个参数值", code="S404", help="从“参数”清单里选。"), 404)
        self.value = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        lines = effect(self.value, now)
        return {
            "value": self.value, "parameter": catalogue().parameters[self.value.name], "at": now,
            "place": values.PLACES[self.value.district], "month": last_month(now.date()),
            "lines": [(dataset_label(line.dataset), line) for line in lines],
            "newly": sum(line.newly.total for line in lines), "no_longer": sum(line.no_longer.total for line in lines),
        }  # fmt: skip
