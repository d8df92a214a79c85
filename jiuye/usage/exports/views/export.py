"""One export: decided on, fetched once, reported on, destroyed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect

from jiuye.lib.verdict import Refused
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import scope
from jiuye.usage.exports import actions, queries, rules, shown
from jiuye.usage.exports.models import Export
from jiuye.usage.exports.views.base import Room


class OneExport(Room):
    """What was asked for, exactly; its way so far; the next step. Another's is refused like one that is not there."""

    template = "usage/exports/export.html"
    export: Export

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, self.door, None)
        if by is not None:
            with scope(by):
                found = queries.export(kwargs["key"])
            if found is None or not queries.may_see(found, by):
                self.by, act = by, self.act or "usage.fetch_export"
                write_refusal(by, (act, "usage.export", kwargs["key"], "", ""), rules.NOT_HERE)
                return self.refuse(rules.NOT_HERE, 404)
            self.export = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.export(self.export.pk)
        assert found is not None  # found a moment ago, under the same scope
        return shown.whole(found) | {"may": shown.allowed(found, self.by), "typed": self.typed}

    def back(self) -> HttpResponse:
        return redirect("usage:export", key=self.export.pk)


class ApproveExport(OneExport):
    """批准: what the page showed."""

    act = "usage.approve_export"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.approve_export(self.export, by=self.by, seen=self.said("seen"), note=self.said("note", 500))
        self.say(f"{self.export.number} 已批准，系统随即生成，由申请人领取。")
        return self.back()


class RefuseExport(OneExport):
    """不予批准."""

    act = "usage.refuse_export"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.refuse_export(self.export, by=self.by, note=self.said("note", 500))
        self.say(f"{self.export.number} 没有批准，申请人能看到理由。")
        return self.back()


class WithdrawExport(OneExport):
    """撤回批准."""

    act = "usage.withdraw_export"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.withdraw_export(self.export, by=self.by, note=self.said("note", 500))
        self.say(f"{self.export.number} 的批准已撤回，没有文件交出。")
        return self.back()


class FetchExport(OneExport):
    """领取: the password and the way to the file, on this one page and never again."""

    act = "usage.fetch_export"

    def perform(self, **kwargs: Any) -> HttpResponse:
        opened = actions.fetch_export(self.export, by=self.by)
        self.template = "usage/exports/fetched.html"
        answer = self.show(extra={"password": opened.password, "link": opened.link}, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer


class ExportFile(OneExport):
    """下载: once. Only asked for in full: a mere look at the address (HEAD) takes nothing."""

    act = "usage.fetch_export"
    http_method_names = ["get"]

    def get(self, request: HttpRequest, **kwargs: Any) -> Any:
        try:
            data = actions.download(self.export, by=self.by, link=kwargs["link"])
        except Refused as refusal:
            return self.refuse(refusal.verdict, 404)
        headers = {
            "Content-Disposition": f'attachment; filename="{self.export.number}.zip"', "Cache-Control": "no-store",
            "Content-Length": str(self.export.file_size),
        }  # fmt: skip
        return StreamingHttpResponse(data, content_type="application/zip", headers=headers)


class ReportUse(OneExport):
    """使用报告."""

    act = "usage.report_use"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.report_use(self.export, by=self.by, text=self.said("text"))
        self.say("使用报告已收到；到期前请销毁各份副本，再在这里登记。")
        return self.back()


class DestroyExport(OneExport):
    """销毁."""

    act = "usage.destroy_export"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.destroy_export(self.export, by=self.by, statement=self.said("statement"))
        self.say("已登记销毁，系统里的文件已清除。")
        return self.back()
