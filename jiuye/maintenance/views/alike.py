"""From one record to another that may be the same: look, compare, ask for a merge; and ask for it to be undone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from jiuye.lib.verdict import Verdict
from jiuye.maintenance import actions, queries, rules, shown
from jiuye.maintenance.actions.merge import chosen_of, told
from jiuye.maintenance.actions.unmerge import as_it_stands
from jiuye.maintenance.views.base import Subject
from jiuye.maintenance.views.of_record import OfRecord
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import may
from jiuye.parties.sessions import scope
from jiuye.records import matching
from jiuye.records import queries as records
from jiuye.records.amending import amendable
from jiuye.records.keys import sealer
from jiuye.records.models import Record
from jiuye.records.purposes import on_file
from jiuye.records.seal import open_item
from jiuye.records.shown import show
from jiuye.records.ties import number_of, referring
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import dataset_label


class Alike(OfRecord):
    """查重: who in the city may be the same as this one; each look is an act."""

    template = "maintenance/alike.html"
    act = "records.match"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context(**kwargs) | {"asked": False, "may_merge": may(self.by, "maintenance.apply")}

    def perform(self, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            who = _who(self.record)
        alike = matching.match(who, by=self.by, on=self.record, why=on_file(self.case))
        found = [m for m in alike if m.id != self.record.pk]
        with scope(self.by):
            here = {m.id: records.find(m.dataset, m.id) is not None for m in found}
        return self.show(extra={"asked": True, "matches": [(m, here[m.id]) for m in found]}, **kwargs)


def _who(record: Record) -> matching.Person | matching.Employer:
    values = records.values_of(record)
    if records.dataset_of(record) == "employer":
        return matching.Employer(values["uscc"] or "", values["employer_name"] or "")
    number, phone = (
        open_item("person", record.pk, n, values[n], sealer()) if values[n] is not None else ""
        for n in ("id_number", "mobile_phone")
    )
    return matching.Person(
        number, values["name"] or "", values["sex"] or "", values["birth_date"], phone,
        values["residence_division"] or "",
    )  # fmt: skip


class Merge(OfRecord):
    """申报合并: both side by side, item by item, and what follows."""

    template = "maintenance/merge.html"

    def found(self, **kwargs: Any) -> HttpResponse | None:
        if (answer := super().found(**kwargs)) is not None:
            return answer
        with scope(self.by):
            other = records.find(kwargs["dataset"], kwargs["other"])
        if other is None:
            write_refusal(self.by, (self.act, "", kwargs["other"], "", ""), rules.NOT_BOTH_HERE)
            return self.refuse(rules.NOT_BOTH_HERE, 404)
        self.other = other
        return None

    def shown(self) -> list[Record]:
        return [self.record, self.other]

    def context(self, **kwargs: Any) -> dict[str, Any]:
        dataset, ties = kwargs["dataset"], referring(self.other)
        chosen = self._chosen(dataset)
        counts: dict[str, int] = {}
        for t in ties:
            label = dataset_label(records.dataset_of(t.record))
            counts[label] = counts.get(label, 0) + 1
        return super().context(**kwargs) | {
            "other": self.other, "other_number": number_of(self.other), "rows": self._rows(dataset, chosen),
            "told": told(self.record, self.other, chosen, ties), "counts": sorted(counts.items()),
        }  # fmt: skip

    def _chosen(self, dataset: str) -> list[str]:
        """As posted; at first, whatever only the other one has."""
        if self.request.method == "POST":
            return chosen_of(self.request.POST, dataset)
        a, b = records.values_of(self.record), records.values_of(self.other)
        return [n for n in amendable(dataset) if a.get(n) is None and b.get(n) is not None]

    def _rows(self, dataset: str, chosen: list[str]) -> list[dict[str, Any]]:
        """The items in which the two differ, with both values as a page shows them."""
        a, b = records.values_of(self.record), records.values_of(self.other)
        pairs = [
            (n, show(dataset, self.record.pk, n, a.get(n)), show(dataset, self.other.pk, n, b.get(n)))
            for n in amendable(dataset)
        ]
        return [
            {"name": n, "label": left.label, "left": left, "right": right, "taken": n in chosen}
            for n, left, right in pairs
            if right.text and left.text != right.text
        ]

    def perform(self, **kwargs: Any) -> HttpResponse:
        made = actions.apply_merge(
            self.record, self.other, self._chosen(kwargs["dataset"]), by=self.by, reason=self.typed("reason"),
            files=self.files(), origin=self.origin or "match:" + number_of(self.other),
        )  # fmt: skip
        self.say(f"已申报合并，编号 {made.number}，由另一人审批。")
        return redirect("maintenance:order", key=made.pk)


class Retire(OfRecord):
    """申报清理: out of use, for a reason."""

    template = "maintenance/retire.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context(**kwargs) | {"junk": rules.JUNK.items(), "junk_chosen": self.typed("junk")}

    def perform(self, **kwargs: Any) -> HttpResponse:
        made = actions.apply_retire(
            self.record, by=self.by, junk=self.typed("junk"), reason=self.typed("reason"), files=self.files(),
            origin=self.origin,
        )  # fmt: skip
        self.say(f"已申报清理，编号 {made.number}，由另一人审批。")
        return redirect("maintenance:order", key=made.pk)


class Unmerge(Subject):
    """申报撤销合并: every later fact with its owner, or asked for."""

    template = "maintenance/unmerge.html"
    act = "maintenance.apply"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        order = queries.order(self.order.pk)
        assert order is not None  # found a moment ago, under the same scope
        merged = as_it_stands(order) if order.kind == "merge" and order.modified_at else None
        verdict: Verdict = rules.may_unmerge(
            merged is not None,
            stands=merged is not None and queries.merged_into(merged.other) == number_of(merged.kept),
            kept_in_use=merged is not None and queries.in_use(merged.kept), undecided=0,
        )  # fmt: skip
        return {
            "order": order, "may_unmerge": verdict, "reason": self.typed("reason"),
            "later": shown.later(merged, self.request.POST) if merged else [],
            "kinds": sorted(catalogue().code_lists["material_kind"].items()),
            "numbers": (number_of(merged.kept), number_of(merged.other)) if merged else ("", ""),
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        choices = {k: str(v) for k, v in self.request.POST.items() if k.startswith(("item:", "row:"))}
        made = actions.apply_unmerge(self.order, choices, by=self.by, reason=self.typed("reason"), files=self.files())
        self.say(f"已申报撤销合并，编号 {made.number}，由另一人审批。")
        return redirect("maintenance:order", key=made.pk)
