"""申报: first which items, then their new values, why, and on what evidence."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from jiuye.collection import forms
from jiuye.collection.layout import Section
from jiuye.maintenance import actions, queries, rules, shown
from jiuye.maintenance.models import NEXT
from jiuye.maintenance.views.of_record import OfRecord
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import scope
from jiuye.records import queries as records
from jiuye.records.amending import amendable, difference
from jiuye.records.groups import groups
from jiuye.records.models import Record
from jiuye.records.queries import looked_at
from jiuye.records.shown import show


class Apply(OfRecord):
    """申报更正或补充 of one record. Without items chosen the page lists them; values on file come up covered."""

    template = "maintenance/apply.html"

    def begin(self, **kwargs: Any) -> HttpResponse | None:
        with scope(self.by):
            self.resumed = self._resumed()
        return super().begin(**kwargs)

    def purpose(self) -> str:
        return super().purpose() or (self.resumed.number if self.resumed else "")

    def _resumed(self) -> Any:
        named = self.request.GET.get("resumes", "") or self.request.POST.get("resumes", "")
        return queries.by_number(named) if named else None

    def _chosen(self, dataset: str) -> list[str]:
        asked = self.request.POST.getlist("item") or self.request.GET.getlist("item")
        if not asked and self.resumed is not None:
            asked = [c for line in queries.lines(self.resumed) for c in line.after]
        items = amendable(dataset)
        return [n for n in items if n in set(asked) and n in forms.form_items(dataset)]

    def context(self, **kwargs: Any) -> dict[str, Any]:
        dataset, record = kwargs["dataset"], self.record
        values = records.values_of(record)
        chosen = self._chosen(dataset)
        texts = self._texts(chosen)
        faults = list(difference(record, texts).faults) if self.request.method == "POST" and texts else []
        current = {n: show(dataset, record.pk, n, values.get(n)) for n in chosen}
        drawn = forms.sections(dataset, texts, faults, (), [Section("新值", tuple(chosen))]) if chosen else []
        offered = [
            (title, [(n, show(dataset, record.pk, n, values.get(n))) for n in names])
            for title, names in groups(dataset, amendable(dataset))
        ]  # fmt: skip
        return super().context(**kwargs) | {
            "chosen": chosen, "current": current, "drawn": drawn, "offered": offered,
            "faults": forms.listed(dataset, faults, ()), "kind": self.typed("kind"),
            "pending": [shown.row(o) for o in queries.about(record.pk) if NEXT[o.state]],
            "resumes": self.resumed, "key_items": [n for n in chosen if n in rules.KEY_ITEMS],
        }  # fmt: skip

    def _texts(self, chosen: list[str]) -> dict[str, str]:
        """What was typed for the chosen items; an empty text leaves an item as it is unless it is ticked to clear."""
        cleared = set(self.request.POST.getlist("clear"))
        texts = {n: str(self.request.POST.get(n, "")) for n in chosen}
        return {n: "" if n in cleared else t for n, t in texts.items() if t or n in cleared}

    def perform(self, **kwargs: Any) -> HttpResponse:
        dataset = kwargs["dataset"]
        texts = self._texts(self._chosen(dataset))
        if not texts:
            write_refusal(self.by, (self.act, dataset, self.record.pk, "", ""), rules.NOTHING_TYPED)
            rules.NOTHING_TYPED.or_refuse()
        made = actions.apply(
            self.record, texts, by=self.by, kind=rules.repair(records.values_of(self.record), texts),
            reason=self.typed("reason"), files=self.files(), origin=self.origin, resumes=self.resumed,
        )  # fmt: skip
        self.say(f"已申报，编号 {made.number}。下一步：由另一人审批，{made.due_on:%-m月%-d日}前办结。")
        return redirect("maintenance:order", key=made.pk)


class Judge(Apply):
    """Judges the new values typed so far, as they would stand in the record: under the look that drew the form, or
    under one of its own."""

    def opening(self, *records: Record) -> HttpResponse | None:
        with scope(self.by):
            fresh = [r for r in records if not looked_at(r.pk, self.by)]
        return super().opening(*fresh)

    def perform(self, **kwargs: Any) -> HttpResponse:
        dataset = kwargs["dataset"]
        with scope(self.by):
            texts = self._texts(self._chosen(dataset))
            faults = list(difference(self.record, texts).faults) if texts else []
            told = forms.marks_json(dataset, faults, ())
        stops = [f for f in faults if f["severity"] == "error"]
        return JsonResponse({"verdicts": told, "open": len(stops), "fill": {}})
