"""What the citizens' and employers' form asks and hands over while it is filled in. Art. 6(3)."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from jiuye.collection import drafts, forms
from jiuye.collection.sections.actions import flow
from jiuye.collection.services import known
from jiuye.collection.views.own import Declare
from jiuye.lib.verdict import Refused


class Judge(Declare):
    """Judges what was filled in so far, and speaks only of fields that were left."""

    def perform(self, **kwargs: Any) -> HttpResponse:
        typed, confirmed = self.typed(), self.request.POST.getlist("confirmed")
        dataset, asked, named = self.service.dataset, self.service.items, self.request.POST.get("touched", "")
        touched = asked if named == "*" else frozenset(named.split())
        faults = forms.ripe(dataset, self.faults(typed, self.mine()), touched | {""}, typed, asked)
        return JsonResponse(
            {
                "verdicts": forms.marks_json(dataset, faults, confirmed, asked),
                "open": len([f for f in faults if f["severity"] == "error" or f["rule_id"] not in confirmed]),
            }
        )


class Flow(Declare):
    """What is known already of whoever declares, and is asked all the same. Once per form; its use is an act."""

    act = "collection.flow"

    def perform(self, **kwargs: Any) -> HttpResponse:
        known_already = known(self.service, self.mine(), self.by)
        told = flow(self.service.dataset, known_already, by=self.by, wanted=self.service.items)
        return JsonResponse({"offers": {n: vars(o) for n, o in told.items()}})

    def again(self, verdict: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse({"refusal": verdict.reason}, status=422)


class Keep(Declare):
    """Saves the draft: it can be taken up on another device."""

    act = "collection.save_draft"

    def perform(self, **kwargs: Any) -> HttpResponse:
        key, typed = self.draft_key(), self.typed()
        if key is None or not typed:
            return JsonResponse({"saved": ""})
        held = {"values": typed, "confirmed": self.request.POST.getlist("confirmed"), "seq": self.seq()}
        try:
            row = drafts.save(key, by=self.by, dataset=self.service.dataset, held=held)
        except Refused as refusal:
            return JsonResponse({"refusal": refusal.verdict.reason}, status=422)
        return JsonResponse({"saved": f"{row.saved_at:%H:%M:%S}"})


class Drop(Declare):
    """Puts a draft away for good."""

    act = "collection.save_draft"
    noted = {"POST": "90"}
    gave_up = True

    def perform(self, **kwargs: Any) -> HttpResponse:
        drafts.drop(kwargs["key"], by=self.by)
        return redirect(f"{self.space}:home")
