"""录入: the form drawn from the standard, judged while it is typed, kept while it is unfinished."""

import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from jiuye.collection import codes, counter, drafts, forms, likeness, queries, rules
from jiuye.collection.actions import submit
from jiuye.collection.views.base import WINDOW, Answer, Entry
from jiuye.collection.views.base import likeness as shown_likeness
from jiuye.lib.verdict import Refused
from jiuye.parties.sessions import scope
from jiuye.standards.queries import catalogue


class New(Entry):
    """One new entry of a dataset; `?draft=` takes up what was left."""

    template = "collection/new.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        key = self.draft_key()
        held = drafts.load(key, by=self.by, dataset=self.dataset) if key else None
        counter.warm(self.dataset, by=self.by)
        of = queries.business_numbers_of(self.request.GET.get("of", "")) if held is None else {}
        if self.request.method == "POST":
            values, confirmed, answers = self.posted()
            faults = self._faults(values)
        else:
            values = held.values if held else forms.fresh(self.dataset, self.by) | of
            confirmed, answers = (held.confirmed, held.answers) if held else ([], {})
            faults = []
        back = queries.submission(UUID(held.replaces), self.by) if held and held.replaces else None
        keys = dict.fromkeys(f.key for f in catalogue().flows_into(self.dataset))
        proof = "person_id" in keys  # a person's sealed values come by his identity number only
        found = likeness.recalled(self.dataset, values, held.matches if held else {})
        return {
            "dataset": self.dataset, "label": WINDOW[self.dataset],
            "draft": drafts.own_key(key, by=self.by, dataset=self.dataset),
            "sections": forms.sections(self.dataset, values, faults, confirmed),
            "faults": forms.listed(self.dataset, faults, confirmed),
            "unplaced": forms.unplaced(self.dataset, faults, confirmed),
            "resumed": held is not None and self.request.method == "GET",
            "watch": " ".join(likeness.watched(self.dataset)), "asks": likeness.asks(self.dataset),
            "keys": " ".join([*keys, *(["id_number"] if proof else [])]),
            "proof": proof and "id_number" not in forms.form_items(self.dataset),
            "proof_typed": self.request.POST.get("id_number", ""),
            "returned": back, "back_for": rules.RETURN_CODES.get(back.return_code, "") if back else "",
            "matches": matches_shown(self.dataset, found, answers), "version": catalogue().version,
        }  # fmt: skip

    def _faults(self, values: Mapping[str, str]) -> list[dict[str, str]]:
        return counter.judge_candidate(counter.candidate(self.dataset, values, by=self.by))

    def perform(self, **kwargs: Any) -> HttpResponse:
        values, confirmed, answers = self.posted()
        key = self.draft_key()
        if "keep" in self.request.POST and key:
            held = {"values": values, "confirmed": confirmed, "answers": answers}
            drafts.save(key, by=self.by, dataset=self.dataset, held=held)
            self.say("草稿已存，可以随时接着填。")
            return redirect("collection:room")
        found = likeness.found(self.dataset, values, draft=key, by=self.by)
        told = [likeness.answered(m, answers.get(m["id"], "")) for m in likeness.questioned(found)]
        made = submit(self.dataset, values, by=self.by, confirmed=confirmed, matches=told, draft=key)
        self.say(f"已提交，编号 {made.number}。下一步：由另一人审核，{made.due_on:%-m月%-d日}前办结。")
        return redirect("collection:submission", key=made.pk)


class Judge(Answer):
    """Judges what was typed so far, and speaks only of fields that were left."""

    def perform(self, **kwargs: Any) -> HttpResponse:
        start = time.perf_counter()
        values, confirmed, _ = self.posted()
        touched = self._touched()
        with scope(self.by):
            faults = counter.judge_candidate(counter.candidate(self.dataset, values, by=self.by))
        ripe = forms.ripe(self.dataset, faults, touched, values)
        answer = {
            "verdicts": forms.marks_json(self.dataset, ripe, confirmed),
            "open": len([f for f in ripe if f["severity"] == "error" or f["rule_id"] not in confirmed]),
            "fill": forms.derived(self.dataset, values),
        }
        response = JsonResponse(answer)
        response["Server-Timing"] = f"judge;dur={(time.perf_counter() - start) * 1000:.1f}"
        return response

    def _touched(self) -> frozenset[str]:
        named = self.request.POST.get("touched", "")
        return frozenset(forms.form_items(self.dataset) if named == "*" else named.split()) | {""}


class Keep(Answer):
    """Saves the draft: every few seconds after a change."""

    act = "collection.save_draft"

    def perform(self, **kwargs: Any) -> HttpResponse:
        values, confirmed, answers = self.posted()
        key = self.draft_key()
        if key is None or not values:
            return JsonResponse({"saved": ""})
        held = {"values": values, "confirmed": confirmed, "answers": answers}
        try:
            row = drafts.save(key, by=self.by, dataset=self.dataset, held=held)
        except Refused as refusal:
            return JsonResponse({"refusal": refusal.verdict.reason}, status=422)
        return JsonResponse({"saved": f"{row.saved_at:%H:%M:%S}"})


class Match(Answer):
    """Who might this already be? Once per form and question; its use is an act."""

    act = "records.match"

    def perform(self, **kwargs: Any) -> HttpResponse:
        values, _, answers = self.posted()
        key = self.draft_key()
        try:
            found = likeness.found(self.dataset, values, draft=key, by=self.by)
        except Refused as refusal:
            return JsonResponse({"refusal": refusal.verdict.reason}, status=422)
        shown = matches_shown(self.dataset, found, answers)
        html = render_to_string("collection/_matches.html", {"matches": shown, "dataset": self.dataset})
        return JsonResponse({"html": html, "fill": likeness.numbers(self.dataset, values, found)})


class Codes(Entry):
    """Codes of a long list that fit what was typed."""

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        name, typed = kwargs["name"], request.GET.get("q", "")[:50]
        found = codes.search(name, typed) if name in catalogue().code_lists else []
        return JsonResponse({"codes": [[o.code, o.label, o.initials] for o in found]})


class Drop(Entry):
    """Puts a draft away for good."""

    act = "collection.save_draft"

    def perform(self, **kwargs: Any) -> HttpResponse:
        key: UUID = kwargs["key"]
        drafts.drop(key, by=self.by)
        self.say("草稿已删除。")
        return redirect("collection:room")


def matches_shown(dataset: str, found: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Matches with the reasons typed so far, the certain ones first."""
    return [shown_likeness(m) | {"reason": answers.get(m["id"], "")} for m in found]
