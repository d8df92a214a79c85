"""临时统计: asking, the list, one question with its SQL and what came of it. Art. 11."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiuye.parties.pages import may
from jiuye.records.models import MODELS
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import dataset_label
from jiuye.usage.statistics import actions, queries, reader
from jiuye.usage.statistics.models import AD_HOC_LABELS
from jiuye.usage.statistics.views import Room


class AdHocs(Room):
    """Every question, and a new one."""

    template = "usage/statistics/ad_hocs.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context() | {
            "lines": [(a, AD_HOC_LABELS[a.state]) for a in queries.ad_hocs()], "typed": self.request.POST,
            "may_ask": may(self.by, "usage.ask_ad_hoc") and self.by.city_wide, "columns": _shown(),
        }  # fmt: skip


class AskAdHoc(AdHocs):
    """申请临时统计."""

    act = "usage.ask_ad_hoc"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("usage:ad_hocs")

    def perform(self, **kwargs: Any) -> HttpResponse:
        typed = self.request.POST
        one = actions.ask_ad_hoc(by=self.by, question=typed.get("question", ""), sql=typed.get("sql", ""))
        self.say(f"{one.number} 已提交，等使用审批岗决定。")
        return redirect("usage:ad_hoc", key=one.pk)


class OneAdHoc(Room):
    """A question, who allowed it, and its result."""

    template = "usage/statistics/ad_hoc.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        one = queries.ad_hoc(UUID(str(kwargs["key"])))
        return super().context() | {
            "one": one, "state": AD_HOC_LABELS[one.state] if one else "", "typed": self.request.POST,
            "may_decide": one and one.state == "asked" and may(self.by, "usage.approve_ad_hoc"),
            "may_run": one and one.state == "approved" and one.asked_by_id == self.by.staff_id,
            "seconds": reader.SECONDS,
        }  # fmt: skip


class ApproveAdHoc(OneAdHoc):
    """审批, these words and this SQL."""

    act, said = "usage.approve_ad_hoc", "已批准，由申请人执行一次。"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("usage:ad_hoc", key=kwargs["key"])

    def perform(self, **kwargs: Any) -> HttpResponse:
        self.step(UUID(str(kwargs["key"])))
        self.say(self.said)
        return redirect("usage:ad_hoc", key=kwargs["key"])

    def step(self, key: UUID) -> None:
        actions.approve_ad_hoc(key, by=self.by)


class RefuseAdHoc(ApproveAdHoc):
    """不批, with the reason."""

    act, said = "usage.refuse_ad_hoc", "不批，理由已告知申请人。"

    def step(self, key: UUID) -> None:
        actions.refuse_ad_hoc(key, by=self.by, note=self.request.POST.get("note", ""))


class RunAdHoc(ApproveAdHoc):
    """执行, once."""

    act, said = "usage.run_ad_hoc", "已执行，结果仅限内部使用。"

    def step(self, key: UUID) -> None:
        actions.run_ad_hoc(key, by=self.by)


def _shown() -> list[tuple[str, str, str]]:
    """What may be asked about: (dataset, table, items)."""
    return [
        (dataset_label(dataset), MODELS[dataset]._meta.db_table, " ".join(names))
        for dataset, names in reader.columns(catalogue()).items()
    ]
