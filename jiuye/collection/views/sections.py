"""部门协同: values other sections hold, offered to a form; the queue of conflicts, both sources side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from jiuye.collection.models import Conflict
from jiuye.collection.sections import actions, queries
from jiuye.collection.sections.rules import VERDICTS
from jiuye.collection.views.base import PLACES, Answer, Room
from jiuye.lib import clock
from jiuye.lib.verdict import Refused, no
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import scope

_NO_SUCH = no("没有这条冲突，或者不归您看", code="C404", help="请从冲突清单里选。")


class Flow(Answer):
    """What is known already of whom the form names. Once per form and person; its use is an act. The identity number
    is the form's own, or typed for this alone."""

    act = "collection.flow"

    def perform(self, **kwargs: Any) -> HttpResponse:
        values, _, _ = self.posted()
        number = self.request.POST.get("id_number", "").strip()
        try:
            told = actions.flow(self.dataset, values | {"id_number": number}, by=self.by)
        except Refused as refusal:
            return JsonResponse({"refusal": refusal.verdict.reason}, status=422)
        return JsonResponse({"offers": {n: vars(o) for n, o in told.items()}})


class Conflicts(Room):
    """冲突清单."""

    act = "collection.settle_conflict"
    template = "collection/conflicts.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        rows, after = queries.page(self.by, self.request.GET.get("after", "")[:40])
        return {"rows": [queries.shown(r) for r in rows], "after": after, "today": clock.today()}


class OneConflict(Room):
    """One conflict; any post of the room may read what its scope shows."""

    template = "collection/conflict.html"
    conflict: Conflict

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by, key = getattr(request, "by", None), kwargs.pop("key")
        if by:
            with scope(by):
                found = queries.conflict(key)
            if found is None:
                write_refusal(by, (self.act, "collection.conflict", key, "", ""), _NO_SUCH)
                return self.refuse(_NO_SUCH, 404)
            self.conflict = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        one = queries.conflict(self.conflict.pk)
        assert one is not None  # the same page found it a moment ago
        post = self.request.POST
        return {
            "c": one, "two": queries.shown(one), "place": PLACES.get(one.district, one.district),
            "late": one.state == "open" and one.due_on < clock.today(), "said": VERDICTS.get(one.verdict, ""),
            "may": self.allows("collection.settle_conflict"), "mine": one.collected_by_id == self.by.staff_id,
            "verdict": post.get("verdict", ""), "note": post.get("note", ""),
        }  # fmt: skip


class Settle(OneConflict):
    """裁定."""

    act = "collection.settle_conflict"

    def perform(self, **kwargs: Any) -> HttpResponse:
        verdict, note = self.request.POST.get("verdict", ""), self.request.POST.get("note", "")
        done = actions.settle_conflict(self.conflict, by=self.by, verdict=verdict, note=note)
        self.say(f"冲突 {done.number} 已裁定：{VERDICTS[done.verdict]}。")
        return redirect("collection:conflicts")
