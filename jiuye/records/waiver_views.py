"""放行: asked for from a record's page, decided by another, and what each was used for. Art. 6(1)."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from jiuye.lib import clock
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties.pages import Page, may
from jiuye.parties.sessions import scope
from jiuye.records import queries, rules
from jiuye.records.models import Record, Waiver
from jiuye.records.rules import STATE_LABELS
from jiuye.records.ties import number_of
from jiuye.records.waivers import approve_waiver, refuse_waiver, waive
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import dataset_label

_NO_DAY = no("有效期请写成 2026-12-31 这样的日期", code="J023")
_NO_CHOICE = no("请选放行或不予放行", code="J028")
_GONE = no("没有这份放行申请，或不在您的辖区", code="J024")


class Waivers(Page):
    """All waivers of the district: who asked, who decided, until when, used by what."""

    act = "records.waive"
    room = "records"
    template = "records/waivers.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("state", "")
        rows = queries.waivers(state if state in STATE_LABELS else "")
        used = {w.pk: queries.uses_of(w) for w in rows if w.state == "approved"}
        return {
            "rows": [(w, STATE_LABELS[w.state], _named(w), used.get(w.pk, []),
                      w.proposed_by_id == self.by.staff_id) for w in rows],
            "state": state, "states": STATE_LABELS, "today": clock.today(),
            "may": may(self.by, "records.approve_waiver"),
        }  # fmt: skip


def _named(waiver: Waiver) -> str:
    """Which record it is about, as far as the reader may see it."""
    held = queries.find(waiver.dataset, waiver.record_id)
    number = number_of(held) if held else ""
    return f"{dataset_label(waiver.dataset)} {number}".strip()


class Decide(Waivers):
    """批准或不予放行."""

    act = "records.approve_waiver"

    def perform(self, **kwargs: Any) -> HttpResponse:
        note, choice = self.request.POST.get("note", "")[:200], self.request.POST.get("decision", "")
        with scope(self.by):
            found = Waiver.objects.filter(pk=kwargs["waiver"]).first()
        if found is None:
            raise Refused(_GONE)
        if choice == "approve":
            approve_waiver(found, by=self.by, note=note)
        elif choice == "refuse":
            refuse_waiver(found, by=self.by, note=note)
        else:
            raise Refused(_NO_CHOICE)
        self.say("已记下决定。")
        return redirect("records:waivers")


class Waive(Page):
    """申请放行 of one record: which of its faults, why, until when."""

    act = "records.waive"
    room = "records"
    template = "records/waive.html"

    def record(self, **kwargs: Any) -> Record | Verdict:
        return queries.find(kwargs["dataset"], kwargs["key"]) or rules.NOT_HERE

    def context(self, **kwargs: Any) -> dict[str, Any]:
        record, known = self.record(**kwargs), catalogue().rules
        broken = [] if isinstance(record, Verdict) else list(dict.fromkeys(record.verdicts))
        return {
            "label": dataset_label(kwargs["dataset"]), "broken": [(r, known.get(r)) for r in broken],
            "typed": self.request.POST, "chosen": self.request.POST.getlist("rule"),
            "gone": isinstance(record, Verdict),
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            record = self.record(**kwargs)
        if isinstance(record, Verdict):
            raise Refused(record)
        post = self.request.POST
        try:
            until = date.fromisoformat(post.get("until", ""))
        except ValueError:
            raise Refused(_NO_DAY) from None
        waive(record, post.getlist("rule"), by=self.by, reason=post.get("reason", "")[:200], valid_until=until)
        self.say("放行申请已提出，由另一名市级数据管理岗决定。")
        return redirect("records:waivers")
