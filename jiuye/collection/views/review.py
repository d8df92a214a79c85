"""One submission: seen by the second person, by its collector, or by whoever looks after the data."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jiuye.collection import actions, files, jobs, kept, queries, rules, shown
from jiuye.collection.archive.shown import shown_material
from jiuye.collection.sections import queries as sections
from jiuye.collection.sharing import queries as sharing
from jiuye.collection.sharing.actions import settle_doubt
from jiuye.collection.sharing.rules import REASONS
from jiuye.collection.terms import terms
from jiuye.collection.views.base import PLACES, Subject, likeness, state
from jiuye.lib import clock
from jiuye.lib.verdict import first_no, no
from jiuye.parties.models import Agency
from jiuye.parties.sessions import scope


class Shown(Subject):
    """The page of a submission."""

    template = "collection/submission.html"
    opened: dict[str, str]

    def show(self, **kwargs: Any) -> HttpResponse:
        return self.opening() or super().show(**kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        s, by = self.submission, self.by
        told: dict[str, Any] = {
            "s": s, "case": s.number, "state": state(s), "late": s.state == "submitted" and s.due_on < clock.today(),
            "agency": Agency.objects.filter(pk=s.agency_id).values_list("name", flat=True).first(),
            "place": PLACES.get(s.district, s.district), "mine": queries.is_own(s, by),
            "return_codes": rules.RETURN_CODES.items(), "return_label": rules.RETURN_CODES.get(s.return_code, ""),
            "may": {
                a: self.allows(f"collection.{a}")
                for a in ("accept", "first_review", "withdraw", "undo_batch", "submit", "take_up", "settle_doubt")
            },
            "checks": sharing.checks(s.pk) if s.kind == "window" else [], "reasons": REASONS.items(),
            "accept": first_no(rules.may_accept(s, by.staff_id, terms(s.district).batch_rows), jobs.idle(s)),
            "first": rules.may_first_review(s, by.staff_id), "seen_once": s.double and s.first_reviewed_by_id is None,
            "w": queries.weighed(s) if self.allows("collection.accept") else None, "days": rules.REVIEW_DAYS,
            "take_up": queries.may_take_up(s, by), "replaced_by": getattr(s, "replaced_by", None),
            "back_for": rules.RETURN_CODES.get(s.replaces.return_code, "") if s.replaces else "",
            "undo": first_no(rules.may_move(s, "undone"), rules.may_undo(s, by.staff_id, "-"), jobs.idle(s)),
        }  # fmt: skip
        told["conflicts"] = sections.of_submission(s.pk)
        told["files"] = shown_material(s, by) if s.kind == "window" else None
        return told | (self._window() if s.kind == "window" else self._file())

    def _window(self) -> dict[str, Any]:
        s = self.submission
        row = queries.staged_row(s, self.by)
        return {
            "groups": shown.groups(s, row, getattr(self, "opened", {})) if row else [],
            "confirmed": shown.confirmed(s, row),
            "matches": [likeness(m) for m in shown.likenesses(s)],
            "unmask": self.allows("records.unmask"),
            "ahead": sections.ahead(s) if s.state == "submitted" else None,
        }

    def _file(self) -> dict[str, Any]:
        s, rule = self.submission, self.request.GET.get("rule", "")
        return {
            "by_rule": queries.by_rule(s, self.by), "rule": rule,
            "faults": queries.faults(s, self.by, rule=rule),
            "waiting": s.rows - s.faulty - s.already_known, "has_file": kept.find(s.pk) is not None,
        }  # fmt: skip


class Accept(Shown):
    """审核通过."""

    act = "collection.accept"

    def perform(self, **kwargs: Any) -> HttpResponse:
        note = self.request.POST.get("note", "").strip()
        if self.submission.kind != "window":
            return redirect("jobs:job", key=jobs.accept(self.submission, by=self.by, note=note).pk)
        done = actions.accept(self.submission, by=self.by, note=note)
        self.say(f"{done.number} 已审核通过，{done.admitted} 行已入库。")
        return redirect("collection:queue")


class FirstReview(Shown):
    """初审."""

    act = "collection.first_review"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.first_review(self.submission, by=self.by, note=self.request.POST.get("note", "").strip())
        self.say(f"{self.submission.number} 已初审，下一步由另一名审核岗复审。")
        return redirect("collection:queue")


class Return(Shown):
    """退回."""

    act = "collection.return_"

    def perform(self, **kwargs: Any) -> HttpResponse:
        code, note = self.request.POST.get("code", ""), self.request.POST.get("note", "").strip()
        actions.return_(self.submission, by=self.by, code=code, note=note)
        self.say(f"{self.submission.number} 已退回，提交人会看到要改什么。")
        return redirect("collection:queue")


class Withdraw(Shown):
    """撤回."""

    act = "collection.withdraw"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.withdraw(self.submission, by=self.by)
        self.say(f"{self.submission.number} 已撤回。")
        return redirect("collection:submission", key=self.submission.pk)


class TakeUp(Shown):
    """取回更正: the returned form as a draft, prefilled."""

    act = "collection.take_up"

    def perform(self, **kwargs: Any) -> HttpResponse:
        draft = actions.take_up(self.submission, by=self.by)
        return redirect(f"{reverse('collection:new', args=[draft.dataset])}?draft={draft.pk}")


class Undo(Shown):
    """撤销批次."""

    act = "collection.undo_batch"

    def perform(self, **kwargs: Any) -> HttpResponse:
        why = self.request.POST.get("why", "").strip()
        return redirect("jobs:job", key=jobs.undo_batch(self.submission, by=self.by, why=why).pk)


class Unmask(Shown):
    """显示敏感项: the value comes back once, on this answer only."""

    act = "records.unmask"

    def perform(self, **kwargs: Any) -> HttpResponse:
        item = self.request.POST.get("item", "")[:100]
        self.opened = {item: actions.unmask(self.submission, item, by=self.by)}
        return self.show()


class SettleDoubt(Shown):
    """处理疑点."""

    act = "collection.settle_doubt"

    def perform(self, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            doubt = sharing.doubt(kwargs["doubt"])
        if doubt is None or doubt.submission_id != self.submission.pk:
            self.decline(no("没有这个疑点，或者不归您看", code="C404", help="请核对编号。"))
        assert doubt is not None
        reason, note = self.request.POST.get("reason", ""), self.request.POST.get("look", "")
        settle_doubt(doubt, by=self.by, reason=reason, note=note)
        self.say(f"疑点 {doubt.number} 已处理。")
        return redirect("collection:submission", key=self.submission.pk)


class Download(Subject):
    """The person's own file back, with an 错误 column."""

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        s = self.submission
        if (answer := self.opening()) is not None:
            return answer
        path = kept.find(s.pk)
        if path is None:
            verdict = no("系统里没有这一件的原文件", code="C018", help="请向导入人要原文件。")
            return self.refuse(verdict, 404)
        with scope(self.by):
            found = queries.faults(s, self.by, limit=None)
        with tempfile.TemporaryDirectory() as folder:
            out = files.annotated(s, path, found, Path(folder) / "annotated")
            handle = out.open("rb")  # outlives the folder: the name goes, the open file stays
        name = f"{Path(s.file_name).stem}（标错）{out.suffix}"
        return FileResponse(handle, as_attachment=True, filename=name)  # type: ignore[return-value]
