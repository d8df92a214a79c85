"""导出: what is mine and what waits; asking for one."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from jiuye.parties.pages import may
from jiuye.standards.catalogue import DATASETS, Item
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import PROTECTION
from jiuye.usage.exports import actions, queries, rules, selection, shown
from jiuye.usage.exports.selection import Clause
from jiuye.usage.exports.views.base import Room

LINES = 4  # of a condition


class Exports(Room):
    """数据导出: what I asked for, what waits for me, what is on its way within reach."""

    template = "usage/exports/room.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        watches = self.by.post in ("usage_approver", "data_manager", "supervisor")
        state = self.request.GET.get("state", "")
        state = state if state in rules.STATE_LABELS else ""
        return {
            "waiting": [shown.row(e) for e in queries.waiting(self.by)[:100]],
            "mine": [shown.row(e) for e in queries.mine(self.by)], "watches": watches,
            "listed": [shown.row(e) for e in queries.listed(self.by, state)] if watches else [],
            "may_ask": may(self.by, "usage.request_export"), "may_trace": may(self.by, "usage.trace_export"),
            "states": rules.STATE_LABELS.items(), "state": state,
        }  # fmt: skip


class RequestExport(Room):
    """申请导出: items, condition, purpose, recipient, until when."""

    act = "usage.request_export"
    template = "usage/exports/request.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        dataset, typed = self._dataset(), self.typed
        standard = catalogue()
        return {
            "datasets": DATASETS.items(), "dataset": dataset, "label": DATASETS[dataset], "typed": typed,
            "items": [self._item(i) for i in standard.items[dataset].values()],
            "open_items": [(n, i.label) for n, i in selection.open_items(dataset, standard).items()],
            "lines": [self._clause(n) for n in range(LINES)],
            "signs": [(s, w) for s, (_, w) in selection.SIGNS.items()],
            "places": [(p, name, p in typed.getlist("places")) for p, name in selection.PLACES.items()],
            "city": self.by.city_wide, "purposes": rules.PURPOSES.items(), "formats": rules.FORMAT_LABELS.items(),
            "most": rules.MOST_XLSX,
        }  # fmt: skip

    def _dataset(self) -> str:
        said = self.typed.get("dataset") or self.request.GET.get("dataset", "")
        return said if said in DATASETS else "person"

    def _item(self, item: Item) -> dict[str, Any]:
        typed = self.typed
        return {
            "item": item, "class": PROTECTION[item.protection], "chosen": item.name in typed.getlist("items"),
            "why": typed.get(f"why-{item.name}", ""),
        }  # fmt: skip

    def _clause(self, n: int) -> Clause:
        typed = self.typed
        return Clause(typed.get(f"item{n}", ""), typed.get(f"sign{n}", "eq"), typed.get(f"value{n}", "").strip())

    def perform(self, **kwargs: Any) -> HttpResponse:
        export = actions.request_export(self._asked(), by=self.by)
        self.say(f"{export.number} 已报送，等另一人审批。")
        return redirect("usage:export", key=export.pk)

    def _asked(self) -> actions.Asked:
        typed, dataset = self.typed, self._dataset()
        items = typed.getlist("items")
        whys = {n: typed.get(f"why-{n}", "").strip() for n in catalogue().items[dataset]}
        return actions.Asked(
            dataset, items, typed.get("purpose", ""), typed.get("reason", ""), typed.get("recipient", ""),
            _day(typed.get("destroy_on", "")), {n: why for n, why in whys.items() if why},
            [c for c in map(self._clause, range(LINES)) if c.item], typed.get("expression", ""),
            typed.getlist("places"), typed.get("format", ""),
        )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
