"""What the pages about one record share: it is found, and opened for a case, before anything of it is shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from jiuye.maintenance import origins
from jiuye.maintenance.views.base import Room
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import scope
from jiuye.records import purposes
from jiuye.records import queries as records
from jiuye.records.models import Record
from jiuye.records.opening import Opening
from jiuye.records.rules import NOT_HERE
from jiuye.records.ties import number_of
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import dataset_label


class OfRecord(Opening, Room):
    """A page about one record; one that is not there, or elsewhere, is refused alike, and on file. Art. 10(3)."""

    act = "maintenance.apply"
    record: Record

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.begin(**kwargs) or super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.begin(**kwargs) or super().post(request, **kwargs)

    def begin(self, **kwargs: Any) -> HttpResponse | None:
        """The answer where there is nothing to show; None where each record is found and its look on file."""
        if (answer := self.found(**kwargs)) is not None:
            return answer
        self.case = self.purpose()
        return self.opening(*self.shown())

    def found(self, **kwargs: Any) -> HttpResponse | None:
        """The answer where there is no such record within reach; None where there is, now in `self.record`."""
        with scope(self.by):
            held = records.find(kwargs["dataset"], kwargs["key"])
        if held is None:
            write_refusal(self.by, (self.act, "", kwargs["key"], "", ""), NOT_HERE)
            return self.refuse(NOT_HERE, 404)
        self.record = held
        return None

    def shown(self) -> list[Record]:
        """The records the page shows."""
        return [self.record]

    def purpose(self) -> str:
        """As it was typed or carried; else what the order begins from brings its own."""
        asked = purposes.asked
        return asked(self.request.POST) or asked(self.request.GET) or origins.purpose(self.origin)

    @property
    def origin(self) -> str:
        return origins.good(self.request.POST.get("origin") or self.request.GET.get("origin", ""))

    def context(self, **kwargs: Any) -> dict[str, Any]:
        values = records.values_of(self.record)
        return {
            "record": self.record, "dataset": kwargs["dataset"], "label": dataset_label(kwargs["dataset"]),
            "title": values.get("name") or values.get("employer_name") or "", "business": number_of(self.record),
            "reason": self.typed("reason"), "kind_chosen": self.typed("kind"), "case": self.case,
            "kinds": sorted(catalogue().code_lists["material_kind"].items()), "origin": self.origin,
        }  # fmt: skip
