"""整改任务: what each district must put right, by when, and what it answered. Art. 15."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.lib import clock
from jiuye.lib.verdict import no
from jiuye.parties.pages import may
from jiuye.parties.sessions import scope
from jiuye.quality import actions, queries
from jiuye.quality.compose import NAMES, words
from jiuye.quality.models import Task
from jiuye.quality.views.base import Room
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import MARKS, SEVERITY, dataset_label

STATES = {"issued": "待答复", "answered": "已答复", "verified": "复测无问题", "closed": "已销号"}


class Tasks(Room):
    """Every task in sight: the city's all, a district's own."""

    template = "quality/tasks.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("state", "")
        found, before = queries.tasks(state, self.request.GET.get("before", ""))
        return {
            "rows": [line(t) for t in found], "before": before, "state": state, "states": STATES, "own": self.own,
            "paged": bool(self.request.GET.get("before")),
        }  # fmt: skip


def line(task: Task) -> dict[str, Any]:
    """A task as lists show it."""
    late = task.state == "issued" and task.due_on < clock.today()
    return {"task": task, "place": NAMES.get(task.district, task.district), "state": STATES[task.state], "late": late}


class OneTask(Room):
    """One task: its findings by rule, its answer."""

    template = "quality/task.html"
    task: Task

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, "by", None)
        if by is not None:
            key: UUID = kwargs.pop("key")
            with scope(by):
                found = queries.task(key)
            if found is None:
                verdict = no("没有这项整改任务，或不是本区市的", code="Q003", help="从整改任务清单里选。")
                return self.refuse(verdict, 404)
            self.task = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        task = self.task
        return {
            **line(task), "run": task.report.run, "by_rule": [_rule(r, n) for r, n in _ordered(task)],
            "left": [_rule(r, n) for r, n in task.remaining.items()],
            "may_verify": may(self.by, "quality.verify"), "note": self.request.POST.get("note", ""),
            "may_answer": may(self.by, "quality.answer_finding"), "typed": self.request.POST.get("answer", ""),
        }  # fmt: skip


class AnswerFinding(OneTask):
    """答复."""

    act = "quality.answer_finding"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("quality:task", key=self.task.pk)

    def perform(self, **kwargs: Any) -> HttpResponse:
        done = actions.answer_finding(self.task, by=self.by, answer=self.request.POST.get("answer", ""))
        self.say(f"已答复 {NAMES.get(done.district, done.district)} 的整改任务，市级会看到。")
        return redirect("quality:task", key=done.pk)


class Verify(OneTask):
    """复测: by the latest inspection after the answer."""

    act = "quality.verify"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("quality:task", key=self.task.pk)

    def perform(self, **kwargs: Any) -> HttpResponse:
        done = actions.verify(self.task, by=self.by, note=self.request.POST.get("note", ""))
        left = sum(done.remaining.values())
        self.say(f"复测还有 {left} 处，已退回区市。" if left else "复测没有问题，可以销号。")
        return redirect("quality:task", key=done.pk)


class Close(Verify):
    """销号."""

    act = "quality.close"

    def perform(self, **kwargs: Any) -> HttpResponse:
        done = actions.close(self.task, by=self.by)
        self.say(f"{NAMES.get(done.district, done.district)} 的整改任务已销号。")
        return redirect("quality:tasks")


def _ordered(task: Task) -> list[tuple[str, int]]:
    standard = catalogue()
    return sorted(task.by_rule.items(), key=lambda r: (words(r[0], standard)[1] != "error", -r[1], r[0]))


def _rule(rule_id: str, count: int) -> dict[str, Any]:
    standard = catalogue()
    description, severity = words(rule_id, standard)
    mark, character = MARKS[severity]
    rule = standard.rules.get(rule_id)
    return {
        "id": rule_id, "description": description, "mark": mark, "character": character, "count": count,
        "severity": SEVERITY[severity], "known": rule is not None,
        "dataset": dataset_label(rule.dataset) if rule else "",
    }  # fmt: skip
