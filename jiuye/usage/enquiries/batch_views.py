"""批量查询的页面: ask, decide, look up, see. Art. 10(3)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiuye.jobs import queries as jobs
from jiuye.parties.pages import Page, may
from jiuye.parties.queries import hands_of
from jiuye.records import purposes
from jiuye.usage.enquiries import batches, queries, rules
from jiuye.usage.enquiries.models import BatchLookUp


class Batches(Page):
    """What he asked for or decides on, and the form to ask."""

    template = "usage/enquiries/batches.html"
    room = "records"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        why = purposes.asked(self.request.POST)
        return {
            "rows": [(b, rules.STATE_LABELS[b.state]) for b in queries.batches(self.by)],
            "may_ask": may(self.by, "usage.ask_batch"), "limit": queries.batch_limit(self.by),
            "numbers": self.request.POST.get("numbers", ""), **purposes.form(why),
        }  # fmt: skip


class Ask(Batches):
    """申请批量查询; refused, the same page with what was typed."""

    act = "usage.ask_batch"

    def perform(self, **kwargs: Any) -> HttpResponse:
        typed = self.request.POST
        made = batches.ask_batch(typed.get("numbers", ""), by=self.by, why=purposes.asked(typed))
        self.say(f"{made.number} 已交数据使用审批岗。")
        return redirect("usage:batch", key=made.pk)


class One(Page):
    """One batch, and what may be done with it."""

    template = "usage/enquiries/batch.html"
    room = "records"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found(**kwargs)
        return {
            "b": found, "state": rules.STATE_LABELS[found.state], "job": jobs.at_work(batches.KIND, found.pk),
            "decides": may(self.by, "usage.approve_batch") and found.state == "asked",
            "may": rules.may_decide_batch(found, "approved", hands_of(self.by), ""),
            "runs": rules.may_look_up_batch(found, self.by.staff_id), "mine": found.asked_by_id == self.by.staff_id,
            "viewed": rules.VIEWED, "note": self.request.POST.get("note", ""),
        }  # fmt: skip

    def found(self, **kwargs: Any) -> BatchLookUp:
        found = queries.batch(kwargs["key"], self.by)
        if found is None:
            raise Http404(str(kwargs["key"]))
        return found


class Approve(One):
    """批准批量查询."""

    act = "usage.approve_batch"

    def perform(self, **kwargs: Any) -> HttpResponse:
        batches.approve_batch(self.found(**kwargs), by=self.by, note=self.request.POST.get("note", ""))
        self.say("已批准，由申请人执行一次。")
        return redirect("usage:batch", key=kwargs["key"])


class Refuse(One):
    """不予批量查询."""

    act = "usage.refuse_batch"

    def perform(self, **kwargs: Any) -> HttpResponse:
        batches.refuse_batch(self.found(**kwargs), by=self.by, note=self.request.POST.get("note", ""))
        self.say("已不予批准，号码已清除。")
        return redirect("usage:batch", key=kwargs["key"])


class Run(One):
    """批量查询: over the queue."""

    act = "usage.look_up_batch"

    def perform(self, **kwargs: Any) -> HttpResponse:
        return redirect("jobs:job", key=batches.start(self.found(**kwargs), by=self.by).pk)


class Result(One):
    """查看批量结果: posted, as each view is an act."""

    template = "usage/enquiries/batch_result.html"
    act = "usage.view_batch"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("usage:batch", key=kwargs["key"])

    def perform(self, **kwargs: Any) -> HttpResponse:
        found = self.found(**kwargs)
        rows = batches.view_batch(found, by=self.by)
        places = {n for n, _ in rows}
        missing = [n + 1 for n in range(found.rows) if n not in places]
        return self.show(extra={"rows": [(n + 1, h) for n, h in rows], "missing": missing}, **kwargs)
