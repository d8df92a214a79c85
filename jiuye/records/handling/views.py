"""办理的页面: where a matter stands with its steps and limits, the steps as buttons, and what is due at an agency."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect

from jiuye.lib import clock
from jiuye.lib.verdict import Verdict, no
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page
from jiuye.parties.sessions import scope
from jiuye.records.handling import actions, queries, rules
from jiuye.records.handling.facts import Step
from jiuye.records.models import Proceeding
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import dataset_label


class Matter(Page):
    """办理进度: every step that was taken, the next ones, by when."""

    act = "records.open"
    room = "records"
    template = "records/matter.html"
    held: Proceeding

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by, found = getattr(request, "by", None), None
        if by:
            with scope(by):
                found = queries.one(kwargs["key"])
            if found is None:
                write_refusal(by, (self.act, "", kwargs["key"], "", ""), rules.GONE)
                return self.refuse(rules.GONE, 404)
        if found:
            self.held = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        held = queries.one(self.held.pk) or self.held
        way = queries.way(held, self.by)
        return {
            "case": held.number, "way": way, "held": held, "label": dataset_label(held.dataset), "today": clock.today(),
            "next": [self._next(held, step, verdict) for step, verdict in way.may],
            "begun_as": rules.state_label(held.dataset, held.begun_as),
        }  # fmt: skip

    def _next(self, held: Proceeding, step: Step, may: Verdict) -> dict[str, Any]:
        """A step as a form: with what was typed into it, where it was refused."""
        typed = self.request.POST if step.act == self.act else QueryDict()
        return {
            "step": step, "may": may, "note": typed.get("note", ""),
            "on": typed.get("on") or clock.today().isoformat(),
            "asked": [_asked(held, n, n in step.asks, typed.get(n, "")) for n in (*step.asks, *step.offers)],
        }  # fmt: skip


def _asked(held: Proceeding, name: str, wanted: bool, typed: str) -> dict[str, Any]:
    """An item a step asks for, as a field: its codes where it has a list."""
    item = catalogue().items[held.dataset][name]
    codes = catalogue().code_lists.get(item.code_list, {}) if item.code_list else {}
    return {
        "name": name, "label": item.label, "codes": sorted(codes.items()), "wanted": wanted,
        "date": item.data_type == "date", "typed": typed,
    }  # fmt: skip


class Take(Matter):
    """One step. Its subclass names the act."""

    do: ClassVar[Callable[..., Proceeding]]
    typed: ClassVar[bool] = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("records:matter", key=self.held.pk)

    def perform(self, **kwargs: Any) -> HttpResponse:
        post = self.request.POST
        try:
            on = date.fromisoformat(post["on"]) if post.get("on") else clock.today()
        except ValueError:
            no("发生日期请写成 2026-03-12 的样子", code="H003").or_refuse()
        more = {"typed": {n: post.get(n, "") for n in post}} if self.typed else {}
        held = type(self).do(self.held, by=self.by, on=on, note=post.get("note", "")[:200], **more)
        self.say(f"已登记，现为“{rules.state_label(held.dataset, held.state)}”。")
        return redirect("records:matter", key=held.pk)


class FirstReview(Take):
    act, do = "records.first_review", staticmethod(actions.first_review)


class Publicise(Take):
    act, do = "records.publicise", staticmethod(actions.publicise)


class Grant(Take):
    act, do = "records.grant", staticmethod(actions.grant)


class Deny(Take):
    act, do = "records.deny", staticmethod(actions.deny)


class Pay(Take):
    act, do, typed = "records.pay", staticmethod(actions.pay), True


class Reclaim(Take):
    act, do = "records.reclaim", staticmethod(actions.reclaim)


class End(Take):
    act, do, typed = "records.end", staticmethod(actions.end), True


class Complete(Take):
    act, do, typed = "records.complete", staticmethod(actions.complete), True


class DropOut(Take):
    act, do = "records.drop_out", staticmethod(actions.drop_out)


class Fulfil(Take):
    act, do, typed = "records.fulfil", staticmethod(actions.fulfil), True


class Cancel(Take):
    act, do = "records.cancel", staticmethod(actions.cancel)


class Lend(Take):
    act, do = "records.lend", staticmethod(actions.lend)


class TakeBack(Take):
    act, do = "records.take_back", staticmethod(actions.take_back)


class TransferOut(Take):
    act, do, typed = "records.transfer_out", staticmethod(actions.transfer_out), True


class ConfirmReceipt(Take):
    act, do = "records.confirm_receipt", staticmethod(actions.confirm_receipt)


class Issue(Take):
    act, do, typed = "records.issue", staticmethod(actions.issue), True


class ReportLost(Take):
    act, do = "records.report_lost", staticmethod(actions.report_lost)


class LiftLoss(Take):
    act, do = "records.lift_loss", staticmethod(actions.lift_loss)


class Replace(Take):
    act, do = "records.replace", staticmethod(actions.replace)


class Reissue(Take):
    act, do = "records.reissue", staticmethod(actions.reissue)


class Due(Page):
    """到期与逾期: what is under way in the reader's scope, the most urgent first; and steps that were taken late."""

    act = "records.open"
    room = "records"
    template = "records/due.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        late = self.request.GET.get("view") == "late"
        return {
            "rows": queries.of_district(late=late), "late": late, "today": clock.today(),
            "marked": [(t, dataset_label(t.step.proceeding.dataset)) for t in queries.late_steps()],
        }  # fmt: skip


STEPS: dict[str, type[Take]] = {
    page.act.partition(".")[2]: page
    for page in (
        FirstReview,
        Publicise,
        Grant,
        Deny,
        Pay,
        Reclaim,
        End,
        Complete,
        DropOut,
        Fulfil,
        Cancel,
        Lend,
        TakeBack,
        TransferOut,
        ConfirmReceipt,
        Issue,
        ReportLost,
        LiftLoss,
        Replace,
        Reissue,
    )
}
