"""销毁清册: who proposed, who decides, who destroys, and the certificate. Art. 20(3)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.lib.store import Damaged
from jiuye.lib.verdict import Refused, no
from jiuye.parties.pages import may
from jiuye.parties.sessions import scope
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.custody import disposal as disposing
from jiuye.records.custody import queries, rules
from jiuye.records.custody.contents import store
from jiuye.records.custody.views import Room, named
from jiuye.records.models import Disposal

_NO_LIST = no("没有这份清册，或不在您的辖区", code="F404", help="由提出清册的区市办理。")
_NO_PAPER = no("销毁证明已损坏或丢失", code="F030", help="请告诉信息机构运维岗，从备份恢复。")
_NO_CHOICE = no("请选准予或不予", code="F031")


class Disposals(Room):
    """销毁清册, the newest first."""

    template = "archive/disposals.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(d, rules.STATE_LABELS[d.state], DISTRICTS.get(d.district, CITY[1])) for d in queries.disposals()]
        return {"rows": rows}


class OneDisposal(Room):
    """One list: who proposed, who decides, who destroys."""

    template = "archive/disposal.html"
    disposal: Disposal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found, by = None, getattr(request, "by", None)
        if by:
            with scope(by):
                found = queries.disposal(kwargs["key"])
        if by and found is None:
            return self.refuse(_NO_LIST, 404)
        if found:
            self.disposal = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.disposal(self.disposal.pk)
        assert found is not None
        decide = rules.may_decide_disposal(found.state, "refused", found.proposed_by_id, self.by.staff_id)
        return {
            "disposal": found, "state": rules.STATE_LABELS[found.state],
            "place": DISTRICTS.get(found.district, CITY[1]),
            "files": [(k, named(k)) for k in queries.files_of(found)], "typed": self.request.POST,
            "decide": decide and may(self.by, "records.approve_disposal"),
            "dispose": may(self.by, "records.dispose_archive"),
        }  # fmt: skip

    def back(self) -> HttpResponse:
        return redirect("archive:disposal", key=self.disposal.pk)


class Decide(OneDisposal):
    """批准或不予销毁."""

    act = "records.approve_disposal"

    def perform(self, **kwargs: Any) -> HttpResponse:
        note, choice = self.request.POST.get("note", "")[:500], self.request.POST.get("decision", "")
        if choice == "approve":
            disposing.approve_disposal(self.disposal, by=self.by, note=note)
        elif choice == "refuse":
            disposing.refuse_disposal(self.disposal, by=self.by, note=note)
        else:
            raise Refused(_NO_CHOICE)
        self.say("已记下决定。")
        return self.back()


class Dispose(OneDisposal):
    """销毁, with its certificate."""

    act = "records.dispose_archive"

    def perform(self, **kwargs: Any) -> HttpResponse:
        done = disposing.dispose_archive(self.disposal, by=self.by)
        self.say(f"{done.number} 所列 {done.files} 件已销毁，销毁证明可以下载。")
        return self.back()


class Certificate(OneDisposal):
    """销毁证明, as it was made."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            data = store().get(self.disposal.certificate)
        except Damaged:
            return self.refuse(_NO_PAPER if self.disposal.certificate else _NO_LIST, 404)
        name = {"Content-Disposition": f'attachment; filename="{self.disposal.number}.pdf"'}
        return HttpResponse(data, content_type="application/pdf", headers=name)
