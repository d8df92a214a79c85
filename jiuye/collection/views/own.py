"""网上和手机办事: a citizen declares, keeps a draft, hands in, follows his case, prints his receipt. Art. 6(3)."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from jiuye.collection import counter, drafts, forms, mandates, queries, receipts
from jiuye.collection.actions import submit, take_up, withdraw
from jiuye.collection.archive.shown import shown_material
from jiuye.collection.behaviour import queries as behaviour
from jiuye.collection.behaviour.actions import give_consent, withdraw_consent
from jiuye.collection.behaviour.models import PURPOSES
from jiuye.collection.behaviour.noting import note
from jiuye.collection.models import Submission
from jiuye.collection.rules import RETURN_CODES
from jiuye.collection.services import SERVICES, Mine, Service, declared, own_file, services_of
from jiuye.collection.views.base import state
from jiuye.lib.verdict import Refused, no
from jiuye.parties.act import write_refusal
from jiuye.parties.models import Agency
from jiuye.parties.pages import Page
from jiuye.parties.sessions import scope
from jiuye.records.handling.queries import own as matters
from jiuye.standards.queries import catalogue

_NO_SUCH = no("没有这一件，或者不是您办的", code="C404", help="请从“我的办件”里选。")


class Own(Page):
    """A page for whoever acts for himself: his own door, his own frame."""

    door, gate = "own", "/my/sign-in"
    refused = "own/refused.html"
    room = "my"
    space = "my"  # whose addresses the pages lead to
    # What a step on this page is called where its owner agreed to have it noted: method → event type.
    noted: ClassVar[Mapping[str, str]] = {}
    gave_up = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        kind = self.noted.get(request.method or "")
        if kind and getattr(self, "by", None) is not None and response.status_code != 403:
            result = "2" if response.status_code >= 400 else "3" if self.gave_up else "1"
            note(self.by, kind, self.about(), result=result)
        return response

    def about(self) -> str:
        """The service the page is about."""
        raise NotImplementedError


class Home(Own):
    """What I can do here, and what became of what I handed in."""

    template = "collection/own/home.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        mine = [(s, state(s)) for s in queries.mine(self.by)[:50]]
        stuck = [label for _, label in behaviour.own_conclusions()]
        drafts = [d for d in queries.drafts_of(self.by) if d.dataset in SERVICES]
        return {
            "services": services_of(self.by), "mine": mine, "drafts": drafts, "stuck": stuck, "file": own_file(self.by),
            "matters": matters() if self.by.post in ("person", "employer") else [],
        }  # fmt: skip


class Behaviour(Own):
    """我的操作记录: what is kept of how I use these pages, what was concluded from it, and how to have it stopped."""

    act = "collection.give_consent"
    template = "collection/own/behaviour.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        consent = behaviour.consent(self.by)
        return {
            "consent": consent, "purposes": PURPOSES.items(),
            "agreed": [PURPOSES[p] for p in consent.purposes] if consent else [],
            "events": behaviour.own_events(), "conclusions": behaviour.own_conclusions(),
            "days": catalogue().parameters["behaviour_keep_days"].value,
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        give_consent(self.request.POST.getlist("purpose"), by=self.by)
        return redirect("my:behaviour")


class Object(Behaviour):
    """反对: nothing is noted any more, and what there was is gone."""

    act = "collection.withdraw_consent"

    def perform(self, **kwargs: Any) -> HttpResponse:
        return self.show(extra={"gone": withdraw_consent(by=self.by)})


class Declare(Own):
    """One declaration: the form, and what is asked about it while it is filled in."""

    act = "collection.submit"
    service: Service

    def about(self) -> str:
        return self.service.dataset

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        service = SERVICES.get(kwargs.pop("dataset", ""))
        by = getattr(request, "own", None)
        if service is None or (by and service not in services_of(by)):
            write_refusal(by, (self.act, "", None, "", ""), _NO_SUCH)
            return self.refuse(_NO_SUCH, 404)
        self.service = service
        return super().dispatch(request, *args, **kwargs)

    def mine(self) -> Mine:
        """His own file. Raises `Refused` when there is none (any more)."""
        with scope(self.by):
            found = own_file(self.by)
        if found is None:
            write_refusal(self.by, (self.act, self.service.dataset, None, "", ""), counter.NO_FILE)
            raise Refused(counter.NO_FILE)
        return found

    def typed(self) -> dict[str, str]:
        values = forms.values_of(self.service.dataset, self.request.POST)
        return {n: v for n, v in values.items() if n in self.service.items}

    def draft_key(self) -> UUID | None:
        return queries.as_uuid(self.request.POST.get("draft") or self.request.GET.get("draft") or "")

    def seq(self) -> int:
        """How many changes the form has seen, by the page's own count."""
        text = self.request.POST.get("seq", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def faults(self, typed: dict[str, str], mine: Mine) -> list[dict[str, str]]:
        values = declared(self.service, typed, mine, self.by)
        return counter.judge_candidate(counter.candidate(self.service.dataset, values, by=self.by))


class New(Declare):
    """The form, drawn from the standard as the window's is; `?draft=` takes up what was left."""

    template = "collection/own/form.html"
    noted = {"GET": "20", "POST": "30"}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.mine()
        except Refused as refusal:
            return self.refuse(refusal.verdict, 404)
        return super().get(request, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        dataset, key, mine = self.service.dataset, self.draft_key(), own_file(self.by)
        held = drafts.load(key, by=self.by, dataset=dataset) if key else None
        posted = self.request.method == "POST"
        values = self.typed() if posted else (held.values if held else {})
        confirmed = self.request.POST.getlist("confirmed") if posted else (held.confirmed if held else [])
        faults = self.faults(values, mine) if posted and mine else []
        return {
            "service": self.service, "draft": drafts.own_key(key, by=self.by, dataset=dataset),
            "sections": forms.sections(dataset, values, faults, confirmed, self.service.sections),
            "faults": forms.listed(dataset, faults, confirmed, self.service.items),
            "unplaced": forms.unplaced(dataset, faults, confirmed, self.service.items),
            "resumed": held is not None and not posted,
            "seq": held.seq if held and not posted else self.seq(),
            "mine": mine, "corrects": held is not None and bool(held.replaces),
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        typed, key, mine = self.typed(), self.draft_key(), self.mine()
        confirmed = self.request.POST.getlist("confirmed")
        if "keep" in self.request.POST and key:
            self.gave_up = True
            held = {"values": typed, "confirmed": confirmed, "seq": self.seq()}
            drafts.save(key, by=self.by, dataset=self.service.dataset, held=held)
            return redirect(f"{self.space}:home")
        values = declared(self.service, typed, mine, self.by)
        made = submit(self.service.dataset, values, by=self.by, confirmed=confirmed, draft=key)
        if self.by.mandate_id:
            mandates.handed_in(made, by=self.by)
        return redirect(f"{self.space}:case", key=made.pk)


class Case(Own):
    """One of my cases: where it stands, and how to go on."""

    template = "collection/own/case.html"
    submission: Submission

    def about(self) -> str:
        return self.submission.dataset

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, "own", None)
        found = queries.submission(kwargs.pop("key"), by) if by else None
        if by and found is None:
            write_refusal(by, (self.act or "collection.submit", "", None, "", ""), _NO_SUCH)
            return self.refuse(_NO_SUCH, 404)
        if found:
            self.submission = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        s = self.submission
        return {
            "s": s, "service": SERVICES[s.dataset], "state": state(s), "code": receipts.code_of(s),
            "files": shown_material(s, self.by),
            "agency": Agency.objects.get(pk=s.agency_id).name, "why": RETURN_CODES.get(s.return_code, ""),
            "faults": queries.faults(s, self.by) if s.kind == "file" else [],
            "goes_on": bool(queries.may_take_up(s, self.by)), "file": own_file(self.by),
        }  # fmt: skip


class Receipt(Case):
    """回执, for A4 paper."""

    template = "collection/own/receipt.html"
    noted = {"GET": "60"}


class TakeUp(Case):
    """改好再交: the returned form becomes a draft again, as it was handed in."""

    act = "collection.take_up"

    def perform(self, **kwargs: Any) -> HttpResponse:
        draft = take_up(self.submission, by=self.by)
        return redirect(f"{reverse('my:new', args=[self.submission.dataset])}?draft={draft.pk}")


class Withdraw(Case):
    """Takes it back before it was reviewed."""

    act = "collection.withdraw"
    noted = {"POST": "32"}

    def perform(self, **kwargs: Any) -> HttpResponse:
        withdraw(self.submission, by=self.by)
        return redirect(f"{self.space}:case", key=self.submission.pk)
