"""What a draft of the standard would mean for the data that is there: forms, rules, items, agency by agency. Art. 5."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from jiuye.lib import clock
from jiuye.lib.verdict import no
from jiuye.parties.queries import agency_names
from jiuye.quality.compose import NAMES
from jiuye.quality.impact import Effect, impact, rows
from jiuye.quality.views.base import Room
from jiuye.records.hits import hit
from jiuye.records.models import MODELS
from jiuye.standards import wanted
from jiuye.standards.models import Draft
from jiuye.standards.wording import dataset_label

MOST = 200


class Impact(Room):
    """Counted anew each time the page is opened, on the tables as they are; told to those who inspect."""

    template = "quality/impact.html"
    draft: Draft

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "by", None) is not None:
            found = wanted.draft(kwargs.pop("key"))
            if found is None:
                return self.refuse(no("没有这份草案", code="S404", help="从“标准参数 › 草案与版本”里选。"), 404)
            self.draft = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        base, then = wanted.sides(self.draft)
        told = impact(base, then, clock.now())
        agencies = agency_names([a for e in told.effects for _, a in e.by_agency])
        return {
            "draft": self.draft, "at": told.at, "total": sum(e.total for e in told.effects),
            "forms": [(dataset_label(d), some) for d, some in told.forms.items()],
            "effects": [(e, dataset_label(e.dataset), _places(e, agencies)) for e in told.effects],
        }  # fmt: skip


class Behind(Impact):
    """The rows behind one of its numbers: in the reader's own district, or of the whole city."""

    template = "quality/behind.html"
    rows = True

    def context(self, **kwargs: Any) -> dict[str, Any]:
        base, then = wanted.sides(self.draft)
        asked, now = self.request.GET, clock.now()
        told = impact(base, then, now).effects
        effect = next((e for e in told if (e.name, e.check, e.dataset) == _asked(asked)), None)
        shown: dict[str, Any] = {"draft": self.draft, "effect": effect, "own": self.own, "most": MOST}
        if effect is None:
            return shown
        keys = [UUID(k) for k in rows(base, then, effect, now, "" if self.by.city_wide else self.by.district, MOST)]
        found = MODELS[effect.dataset].objects.filter(pk__in=keys).order_by("id")
        return shown | {"hits": [hit(r) for r in found], "label": dataset_label(effect.dataset)}


def _asked(asked: Any) -> tuple[str, str, str]:
    return asked.get("name", ""), asked.get("check", ""), asked.get("dataset", "")


def _places(effect: Effect, agencies: dict[str, str]) -> list[tuple[str, str, int]]:
    """(district, agency, rows), the most first."""
    found = [(NAMES.get(d, d), agencies.get(a, a) or "未注明机构", n) for (d, a), n in effect.by_agency.items()]
    return sorted(found, key=lambda one: (-one[2], one[0], one[1]))
