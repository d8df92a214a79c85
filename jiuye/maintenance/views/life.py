"""A record through time: two moments side by side, and its whole life to take along. Art. 9(2)."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from jiuye.lib import clock
from jiuye.lib.sealing import sm3
from jiuye.maintenance import actions
from jiuye.maintenance.views.of_record import OfRecord
from jiuye.parties.sessions import scope
from jiuye.records import purposes
from jiuye.records.history import dataset_of, differences
from jiuye.records.past import Past, as_of
from jiuye.records.timeline import in_words


class Compare(OfRecord):
    """两个时刻并排: what changed in between."""

    template = "maintenance/compare.html"
    act = "records.open"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        told = super().context(**kwargs) | purposes.form(self.case)
        moments = [_moment(self.request.GET.get(n, "")) for n in ("a", "b")]
        if moments[0] is None:
            return told | {"a": moments[0], "b": moments[1]}
        early, late = (as_of(dataset_of(self.record), self.record.pk, m or clock.now()) for m in moments)
        return told | {
            "a": moments[0], "b": moments[1], "early": early, "late": late,
            "differences": in_words(self.record, differences(self.record, _all(early, late), _all(late, early))),
        }  # fmt: skip


def _all(one: Past, other: Past) -> dict[str, Any]:
    """The values of a moment; of one before the record came in, nothing in every column."""
    return one.values or dict.fromkeys(other.values)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=clock.ZONE)


class ExportLife(OfRecord):
    """导出档案经过: as JSON, or as pages to print."""

    template = "maintenance/compare.html"
    act = "maintenance.export_life"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context(**kwargs) | {"a": None, "b": None} | purposes.form(self.case)

    def perform(self, **kwargs: Any) -> HttpResponse:
        told = actions.export_life(self.record, by=self.by, why=self.case)
        text = json.dumps(told, ensure_ascii=False, indent=1)
        if self.typed("format") != "json":
            with scope(self.by):
                shown = {"life": told, "sm3": sm3(text.encode()).hex(), "room": self.room}
                return render(self.request, "maintenance/life.html", shown)
        name = f"{told['record']['number'] or told['record']['key']}-{clock.today():%Y%m%d}.json"
        headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
        return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
