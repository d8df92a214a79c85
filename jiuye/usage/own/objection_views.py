"""异议, on the phone of whoever says so and on the desk of whoever answers. Art. 10(1)."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.collection.views.own import Own
from jiuye.lib.media import page_png
from jiuye.lib.media.kinds import SUFFIXES
from jiuye.lib.media.pages import PICTURED
from jiuye.lib.verdict import Refused
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page
from jiuye.parties.sessions import scope
from jiuye.records.custody.papers import LARGEST, File
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.queries import catalogue
from jiuye.usage.own import objections
from jiuye.usage.own.models import Notice, Objection
from jiuye.usage.own.objections import label
from jiuye.usage.own.rules import STATE_LABELS
from jiuye.usage.own.withheld import SHOWN, reason


class Mine(Own):
    """我提的异议: where each stands, and what came of it."""

    act = "usage.report_wrong"
    template = "usage/own/objections.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        told = [(o, label(o), STATE_LABELS[o.state], objections.orders_of(o)) for o in objections.mine()]
        return {"told": told}


class ReportWrong(Own):
    """这条信息有误."""

    act = "usage.report_wrong"
    template = "usage/own/report_wrong.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        dataset, key = kwargs["dataset"], kwargs["key"]
        shown = dataset in SHOWN.get(self.by.post, ())
        there = shown and MODELS[dataset].objects.filter(pk=key, retired=False).exists()
        items = [i for i in catalogue().items[dataset].values() if reason(i) is None] if there else []
        return {
            "items": items, "label": DATASETS.get(dataset, ""), "days": objections.DAYS, "typed": self.request.POST,
            "kinds": catalogue().code_lists["material_kind"].items(),
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        post, upload = self.request.POST, self.request.FILES.get("file")
        file = None
        if isinstance(upload, UploadedFile):
            file = File(upload.name or "依据", post.get("kind", ""), upload.read(LARGEST + 1))
        objections.report_wrong(
            kwargs["dataset"], kwargs["key"], post.get("item", ""), post.get("said", ""), by=self.by, file=file
        )
        return redirect("my:objections")


class OneObjection(Page):
    """One objection: what is said, on what evidence, how its orders stand, and the answer."""

    act = "usage.answer_report"
    template = "usage/own/objection.html"
    room = "worklist"
    objection: Objection

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, self.door, None)
        if by is not None:
            with scope(by):
                found = Objection.objects.filter(pk=kwargs["key"]).first()
            if found is None:
                write_refusal(by, (self.act, "usage.objection", kwargs["key"], "", ""), objections.NO_SUCH)
                self.by = by
                return self.refuse(objections.NO_SUCH, 404)
            self.objection = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        o = self.objection
        notices = [(n, CONTRACTS[n.department].label) for n in Notice.objects.filter(objection=o).order_by("id")]
        return {
            "o": o, "label": label(o), "state": STATE_LABELS[o.state], "orders": objections.orders_of(o),
            "notices": notices, "typed": self.request.POST,
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        post = self.request.POST
        objections.answer_report(self.objection, post.get("outcome", ""), post.get("answer", ""), by=self.by)
        self.say(f"{self.objection.number} 已答复，本人能看到。")
        return redirect("usage:objection", key=self.objection.pk)


class TellRecipient(OneObjection):
    """告知部门."""

    act = "usage.tell_recipient"

    def perform(self, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            notice = Notice.objects.filter(pk=kwargs["notice"], objection=self.objection).first()
        if notice is None:
            objections.NO_SUCH.or_refuse()
        assert notice is not None
        objections.tell_recipient(notice, self.request.POST.get("letter", ""), by=self.by)
        return redirect("usage:objection", key=self.objection.pk)


class ViewBasis(OneObjection):
    """查看异议依据: a picture of its first page."""

    act = "usage.view_basis"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            data = objections.view_basis(self.objection, by=self.by)
        except Refused as refusal:
            return self.refuse(refusal.verdict, 404)
        kind = self.objection.mime_type
        if kind in PICTURED:
            return HttpResponse(page_png(data, kind, 0), content_type="image/png")
        name = f"{self.objection.number}{SUFFIXES[kind]}"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type=kind, headers=disposition)
