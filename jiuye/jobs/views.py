"""后台任务: one's own long work, and the page of one job, which tells by itself how far it is."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.jobs import actions, queries, rules
from jiuye.jobs.kinds import KINDS
from jiuye.jobs.models import OPEN, Job
from jiuye.lib.verdict import Verdict, no
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page

_NOT_HIS = no("没有这个任务，或者不是您交办的", code="J404", help="在“后台任务”里选一个。")


def line(job: Job) -> dict[str, Any]:
    """A job as lists and pages show it."""
    return {
        "job": job, "label": KINDS[job.kind].label, "state": rules.STATE_LABELS[job.state], "open": job.state in OPEN,
        "now": job.steps[-1] if job.steps else None,
    }  # fmt: skip


class Mine(Page):
    """What I started, the newest first."""

    template = "jobs/mine.html"
    room = "worklist"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        before = self.request.GET.get("before", "")
        rows, older = queries.mine(self.by, before)
        return {"lines": [line(j) for j in rows], "older": older, "before": before}


class OneJob(Page):
    """How far it is, or what came of it. Asked by the page's own script it answers with the progress alone."""

    template = "jobs/job.html"
    room = "worklist"
    job: Job

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by, key = getattr(request, "by", None), kwargs.pop("key")
        if by is not None:
            found = queries.job(key, by)
            if found is None:
                return self._not_his(key)
            self.job = found
        return super().dispatch(request, *args, **kwargs)

    def _not_his(self, key: UUID) -> HttpResponse:
        by = getattr(self.request, "by", None)
        write_refusal(by, (self.act or "jobs.cancel", "jobs.job", key, "看任务", ""), _NOT_HIS)
        return self.refuse(_NOT_HIS, 404)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not getattr(request, "htmx", False):
            return self.show(**kwargs)
        if self.job.state not in OPEN:
            return HttpResponse(headers={"HX-Refresh": "true"})
        self.template = "jobs/_steps.html"
        return self.show(**kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        job = self.job
        verdict = Verdict(False, **job.verdict) if job.verdict else None
        return {
            **line(job), "verdict": verdict, "may_cancel": rules.may_cancel(job), "may_resume": rules.may_resume(job),
        }  # fmt: skip


class Cancel(OneJob):
    """取消任务."""

    act = "jobs.cancel"

    def perform(self, **kwargs: Any) -> HttpResponse:
        done = actions.cancel(self.job, by=self.by)
        self.say("已取消。" if done.state == "cancelled" else "已要求取消，办完手上这一批就停下。")
        return redirect("jobs:job", key=done.pk)


class Resume(OneJob):
    """接着办."""

    act = "jobs.resume"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.resume(self.job, by=self.by)
        self.say("已重新交办，从停下的地方接着办。")
        return redirect("jobs:job", key=self.job.pk)
