"""导入: a file tried or handed in; inherited data taken over under an order of the city."""

from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiuye.collection import actions, forms, jobs, queries
from jiuye.collection.blank import blank
from jiuye.collection.channels.mappings import MAPPINGS
from jiuye.collection.views.base import Room
from jiuye.lib import clock
from jiuye.lib.verdict import Verdict, no
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.queries import catalogue, catalogue_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Import(Room):
    """批量导入: dry run first, then the real thing."""

    act = "collection.import_batch"
    template = "collection/import.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        post = self.request.POST
        return {
            "datasets": DATASETS.items(), "mappings": MAPPINGS.values(),
            "dataset": post.get("dataset", ""), "mapping": post.get("mapping", ""), "version": catalogue().version,
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        dataset, mapping, upload = self.handed_in()
        if "try" in self.request.POST:
            trial = actions.try_out(dataset, upload, by=self.by, mapping=mapping)
            told = {"trial": trial, "file_name": upload.name, "n": _counts(trial)}
            if getattr(self.request, "htmx", False):
                self.template = "collection/_trial.html"
            return self.show(extra=told)
        return redirect("jobs:job", key=jobs.hand_in(dataset, upload, by=self.by, mapping=mapping).pk)

    def again(self, verdict: Verdict, **kwargs: Any) -> HttpResponse:
        """For the script too: one sentence where the result would stand."""
        if getattr(self.request, "htmx", False):
            self.template = "collection/_refusal.html"
        return super().again(verdict, **kwargs)

    def handed_in(self) -> "tuple[str, str, UploadedFile[Any]]":
        """The dataset, the mapping and the file; a named mapping brings its dataset along."""
        post, upload = self.request.POST, self.request.FILES.get("file")
        mapping = post.get("mapping", "")
        named = MAPPINGS.get(mapping)
        dataset = named.dataset if named else post.get("dataset", "")
        if mapping and named is None:
            self.decline(no("没有这种列对应方案，请重新选择", code="C025"))
        if dataset not in DATASETS:
            self.decline(no("请选择文件里是哪一种数据", code="C026"))
        if not isinstance(upload, UploadedFile):
            self.decline(no("请选择要上传的文件", code="C027"))
        assert isinstance(upload, UploadedFile)
        return dataset, mapping, upload


def _counts(trial: actions.Trial) -> dict[str, int]:
    n = trial.counts
    return {"rows": trial.reading.rows} | {which: n.get(which, 0) for which in ("faulty", "known", "clean")}


class Template(Room):
    """The import template of a dataset, by the version in force or the one asked for."""

    act = "collection.import_batch"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        dataset, number = kwargs["dataset"], request.GET.get("version", "")
        try:
            standard = catalogue_of(int(number)) if number.isascii() and number.isdigit() else catalogue()
        except LookupError:
            return self.refuse(no(f"没有第 {number} 版标准", code="C404", help="版本号见“标准参数”。"), 404)
        if dataset not in DATASETS:
            return self.refuse(no("没有这种数据", code="C404", help="从导入页选择。"), 404)
        answer = HttpResponse(blank(dataset, standard), content_type=XLSX)
        name = quote(f"{DATASETS[dataset]}导入模板_标准第{standard.version}版.xlsx")
        plain = f"{dataset}_v{standard.version}.xlsx"
        answer["Content-Disposition"] = f"attachment; filename={plain}; filename*=UTF-8''{name}"
        return answer


class Inherit(Import):
    """存量接收: by another data manager than the one who gave the order."""

    act = "collection.inherit"
    template = "collection/inherit.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        open_orders = [o for o in queries.orders() if o.closes_on >= clock.today()]
        told = {"orders": open_orders, "order": self.request.POST.get("order", "")}
        return super().context(**kwargs) | told

    def perform(self, **kwargs: Any) -> HttpResponse:
        number = self.request.POST.get("order", "").strip()
        if not number:
            self.decline(no("请填写存量接收令编号", code="C028"))
        dataset, mapping, upload = self.handed_in()
        job = jobs.take_over(dataset, upload, by=self.by, order_number=number, mapping=mapping)
        return redirect("jobs:job", key=job.pk)


class Orders(Room):
    """存量接收令: what may be taken over, from where, how much, until when."""

    act = "collection.order_inheritance"
    template = "collection/orders.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        post = self.request.POST
        return {
            "orders": queries.orders(), "datasets": DATASETS.items(), "typed": post,
            "chosen": post.getlist("datasets"), "today": clock.today(),
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        chosen = [d for d in self.request.POST.getlist("datasets") if d in DATASETS]
        order = forms.order_of(self.request.POST, chosen)
        if isinstance(order, Verdict):
            self.decline(order)
            raise AssertionError("declined")
        made = actions.order_inheritance(by=self.by, **vars(order))
        self.say(f"接收令 {made.number} 已下达，请另一名市级数据管理岗执行。")
        return redirect("collection:orders")
