"""The pages of hand-over and leaving. They stand at the door: what somebody has open, every room knows. Art. 4."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.collection import queries as collection
from jiuye.lib.verdict import Verdict
from jiuye.maintenance import queries as maintenance
from jiuye.parties import actions, queries, rules
from jiuye.parties.models import Staff
from jiuye.parties.pages import Page


class HandOver(Page):
    """移交在办: one's own, or, for the administrator, that of a colleague."""

    template = "parties/hand_over.html"
    act = "parties.hand_over"
    room = "parties"
    staff: Staff

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = queries.person(kwargs.pop("key"))
        if found is None or found.machine:
            raise Http404
        self.staff = found
        return super().dispatch(request, *args, **kwargs)

    def may(self) -> Verdict:
        return rules.may_hand_over(self.by, self.staff)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        verdict = self.may()
        return {
            "staff": self.staff, "may": verdict, "collects": queries.collects(self.staff),
            "open": [*collection.open_work(self.staff.pk), *maintenance.open_work(self.staff.pk)] if verdict else [],
            "takers": queries.takers(self.staff).select_related("agency"), "typed": self.request.POST,
            "own": self.staff.pk == self.by.staff_id, "given": queries.given(self.staff),
        }  # fmt: skip

    def taker(self) -> Staff | None:
        named = self.request.POST.get("taker", "")
        return next((t for t in queries.takers(self.staff) if str(t.pk) == named), None)

    def why(self) -> str:
        return self.request.POST.get("why", "").strip()

    def perform(self, **kwargs: Any) -> HttpResponse:
        made = actions.hand_over(self.staff, by=self.by, taker=self.taker(), why=self.why())
        self.say(f"{self.staff.name} 的在办工作已移交 {made.taker.name}，对方的工作台里能看到。")
        back = "parties:hand_over" if self.staff.pk == self.by.staff_id else "parties:staff"
        return redirect(back, key=self.staff.pk)


class Leave(HandOver):
    """离岗: with the hand-over in the same breath, where there is something to hand over."""

    template = "parties/leave.html"
    act = "parties.leave"

    def may(self) -> Verdict:
        s, by = self.staff, self.by
        return rules.may_leave(
            by.district, by.city_wide, s.agency, own=s.pk == by.staff_id, left=s.left_on is not None, open_work=False
        )

    def perform(self, **kwargs: Any) -> HttpResponse:
        if self.request.POST.get("taker"):
            actions.hand_over(self.staff, by=self.by, taker=self.taker(), why=self.why())
        actions.leave(self.staff, by=self.by, why=self.why())
        self.say(f"{self.staff.name} 已离岗，岗位和账号此刻起停用。")
        return redirect("parties:staff", key=self.staff.pk)
