"""Pages of the records room: open, show one item. Art. 10(3).

Whoever looks says for which case or purpose; it goes with every link and into every entry.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from jiuye.lib import clock
from jiuye.lib.characters import legible
from jiuye.lib.verdict import Refused, Verdict
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page, may
from jiuye.parties.sessions import scope
from jiuye.records import actions, naming, purposes, queries, rules, shown
from jiuye.records.handling.queries import one as matter_of
from jiuye.records.handling.queries import way
from jiuye.records.handling.rules import state_label
from jiuye.records.hits import called, district, hit, notes, status
from jiuye.records.known import known
from jiuye.records.lineage import shown as lineage
from jiuye.records.models import Record
from jiuye.records.opening import Opening
from jiuye.records.pending import pending
from jiuye.records.timeline import timeline
from jiuye.records.timeliness import told
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import dataset_label


class Open(Opening):
    """查看档案: every view is an act. Without a case or a purpose the page asks for one and shows nothing."""

    template = "records/open.html"
    act = "records.open"
    room = "records"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.case = purposes.asked(request.GET)
        if not (verdict := purposes.may_look(self.case)):
            return self.ask(verdict)
        return self.opened(extra={"revealed": {}}, **kwargs)

    def opened(self, **kwargs: Any) -> HttpResponse:
        """The page, once the look is on file."""
        record = self.record(**kwargs)
        if isinstance(record, Verdict):
            return self.refuse(record, 404)
        return self.opening(record) or self.show(**kwargs)

    def record(self, **kwargs: Any) -> Record | Verdict:
        """The record, or the refusal, which is then on file: looking elsewhere is not a way to learn what is there."""
        dataset, key = kwargs["dataset"], kwargs["key"]
        with scope(self.by):
            found = queries.find(dataset, key)
        if found is not None:
            return found
        subject = f"records.{dataset.replace('_', '')}"
        write_refusal(self.by, (self.act, subject, key, self.case, ""), rules.NOT_HERE)
        return rules.NOT_HERE

    def context(self, **kwargs: Any) -> dict[str, Any]:
        dataset, key = kwargs["dataset"], kwargs["key"]
        record = queries.find(dataset, key)
        assert record is not None  # the same page found it a moment ago, under the same scope
        moment, bad = _moment(self.request.GET.get("at", ""))
        values = queries.values_of(record)
        past = queries.as_of(dataset, key, moment) if moment else None
        if past is not None:
            values = past.values
        events, whole = timeline(record)
        return {
            "record": record,
            "dataset": dataset,
            "label": dataset_label(dataset),
            "case": self.case,
            "title": legible(
                values.get("name")
                or values.get("employer_name")
                or values.get("acceptance_no")
                or called(dataset, record, values)
            ),
            "formerly": naming.told(getattr(record, "formerly", [])),
            "business": values.get(NUMBERS[dataset]) or "",
            "notes": notes(values),
            "status": status(dataset, record, values) if values else "",
            "district": district(record.district),
            "at": moment,
            "bad_at": bad,
            "past": past,
            "groups": shown.by_group(dataset, record.pk, values) if values else [],
            "timeliness": told(dataset, record.entered_late, values),
            "provenance": shown.provenance(dataset, record.pk, values),
            "collected": shown.collected(values),
            "next": _next(self, dataset),
            "verdicts": queries.verdicts(record),
            "related": [(label, [(hit(r), odd) for r, odd in rows]) for label, rows in queries.related(record)],
            "known": known(record),
            "lineage": lineage.told(record, self.by),
            **_way(self, key),
            "pending": pending(record, queries.values_of(record)),
            "events": events,
            "whole": whole,
            "may_unmask": may(self.by, "records.unmask"),
            "may_waive": may(self.by, "records.waive"),
        }


def _way(page: Page, key: UUID) -> dict[str, Any]:
    """Where the matter stands, for the page of its record; nothing where it has no procedure."""
    held = matter_of(key)
    return {"way": way(held, page.by), "begun_as": state_label(held.dataset, held.begun_as)} if held else {}


def _next(page: Page, dataset: str) -> list[tuple[str, str]]:
    """What may be handled next for whom this is about: forms that begin with what is known. Art. 6(2)."""
    if not may(page.by, "collection.submit"):
        return []
    key = {"person": "person_id", "employer": "employer_id"}.get(dataset)
    into = dict.fromkeys(f.target for f in catalogue().flows.values() if f.in_use and f.key == key)
    return [(d, dataset_label(d)) for d in into if d != dataset]


class Unmask(Open):
    """显示敏感项: one item in clear for the case at hand; the answer is shown once and kept nowhere."""

    act = "records.unmask"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        address = reverse("records:open", args=[kwargs["dataset"], kwargs["key"]])
        return redirect(f"{address}?{urlencode({'case': request.GET.get('case', '')})}")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.case = purposes.asked(request.POST)
        record = self.record(**kwargs)
        if isinstance(record, Verdict):
            return self.refuse(record, 404)
        small = bool(request.headers.get("HX-Request"))
        try:
            value = actions.unmask(record, kwargs["item"], by=self.by, why=self.case)
        except Refused as refusal:
            if small:
                return render(request, "records/_value.html", {"refusal": refusal.verdict})
            return self.refuse(refusal.verdict, 422)
        if small:
            return render(request, "records/_value.html", {"value": value})
        return self.show(extra={"revealed": {kwargs["item"]: value}}, **kwargs)


def _moment(text: str) -> tuple[datetime | None, bool]:
    """The moment asked for, in the city's time; the second is True for what is no moment."""
    if not text:
        return None, False
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None, True
    return (found if found.tzinfo else found.replace(tzinfo=clock.ZONE)), False
