"""对外提供: asking on a statistic's page, the desk, one request with what would be given, the documents. Art. 11."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiuye.lib.verdict import no
from jiuye.parties.pages import may
from jiuye.parties.sessions import scope
from jiuye.usage.statistics import actions, queries
from jiuye.usage.statistics.definitions import definitions
from jiuye.usage.statistics.models import RELEASE_LABELS, Release
from jiuye.usage.statistics.views import OfStatistic, Room, period_of

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class ReleaseFigure(OfStatistic):
    """申请对外提供: which figures, for whom, for what."""

    act = "usage.release_figure"
    template = "usage/statistics/release_figure.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context() | {
            "of": self.of, "report": self.report, "period": period_of(self.of), "typed": self.request.POST,
            "chosen": self.request.POST.getlist("measure"), "releases": _lines(queries.releases(self.of)),
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        typed = self.request.POST
        asked = actions.release_figure(
            self.of.pk, by=self.by, measures=typed.getlist("measure"), recipient=typed.get("recipient", ""),
            purpose=typed.get("purpose", ""),
        )  # fmt: skip
        self.say(f"{asked.number} 已提交，等使用审批岗决定。")
        return redirect("usage:release", key=asked.pk)


class Releases(Room):
    """The desk: what is asked for and what became of it."""

    template = "usage/statistics/releases.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context() | {"releases": _lines(queries.releases())}


class OneRelease(Room):
    """One request: for whom, for what, and the very tables that would be given."""

    template = "usage/statistics/release.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.release(UUID(str(kwargs["key"])))
        if found is None:
            return super().context() | {"asked": None}
        report = definitions(found.statistic.snapshot.definition).reports[found.statistic.report]
        return super().context() | {
            "asked": found, "of": found.statistic, "report": report, "period": period_of(found.statistic),
            "state": RELEASE_LABELS[found.state], "types": list(TYPES), "typed": self.request.POST,
            "may_decide": may(self.by, "usage.approve_release") and found.state == "asked",
        }  # fmt: skip


class ApproveRelease(OneRelease):
    """批准对外: the documents are made, once."""

    act = "usage.approve_release"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("usage:release", key=kwargs["key"])

    def perform(self, **kwargs: Any) -> HttpResponse:
        done = actions.approve_release(UUID(str(kwargs["key"])), by=self.by)
        self.say(f"{done.number} 已批准，可以下载交给{done.recipient}。")
        return redirect("usage:release", key=done.pk)


class RefuseRelease(ApproveRelease):
    """不予提供, with the reason."""

    act = "usage.refuse_release"

    def perform(self, **kwargs: Any) -> HttpResponse:
        done = actions.refuse_release(UUID(str(kwargs["key"])), by=self.by, note=self.request.POST.get("note", ""))
        self.say(f"{done.number} 不予提供，理由已告知申请人。")
        return redirect("usage:release", key=done.pk)


class Document(Room):
    """The stored bytes of what was approved, never made again."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        kind = str(kwargs["kind"])
        with scope(self.by):
            found = queries.release(UUID(str(kwargs["key"])))
        if found is None or found.state != "approved" or kind not in TYPES:
            return self.refuse(no("这份数据还没有批准对外", code="U320", help="由使用审批岗批准。"), 404)
        response = HttpResponse(bytes(getattr(found, kind)), content_type=TYPES[kind])
        name = quote(f"统计数据 {found.number}.{kind}")
        response["Content-Disposition"] = f"attachment; filename=\"{found.number}.{kind}\"; filename*=UTF-8''{name}"
        return response


def _lines(found: Any) -> list[tuple[Release, str, str, str]]:
    """(request, its report, its period, its state in a word)."""
    return [
        (
            r, definitions(r.statistic.snapshot.definition).reports[r.statistic.report].label,
            period_of(r.statistic).label, RELEASE_LABELS[r.state],
        )
        for r in found
    ]  # fmt: skip
