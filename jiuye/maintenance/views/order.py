"""One change order: the exact difference side by side, who and why and on what, and the next hand's step."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiuye.lib.media import page_png
from jiuye.lib.media.kinds import SUFFIXES
from jiuye.lib.media.pages import PICTURED
from jiuye.lib.verdict import Refused, no
from jiuye.maintenance import actions, origins, queries, rules, shown
from jiuye.maintenance.views.base import Subject
from jiuye.parties.sessions import scope
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.wording import dataset_label

_NO_PAPER = no("没有这份依据", code="A404", help="请从变更单页面打开。")


class Shown(Subject):
    """The page of an order."""

    template = "maintenance/order.html"

    def show(self, *, status: int = 200, extra: dict[str, Any] | None = None, **kwargs: Any) -> HttpResponse:
        """A batch has a page of its own."""
        if self.order.kind != "batch":
            return super().show(status=status, extra=extra, **kwargs)
        if extra and "refusal" in extra:
            return self.refuse(extra["refusal"], status)
        return redirect("maintenance:batch", key=self.order.pk)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        order = queries.order(self.order.pk)
        assert order is not None  # found a moment ago, under the same scope
        record = queries.subject(order)
        return shown.row(order) | {
            "case": order.number,
            "hands": shown.hands(order), "changes": shown.changes(order), "papers": shown.papers(order),
            "grade": rules.GRADE_LABELS[order.grade], "may": shown.allowed(order, self.by), "record": record,
            "business": getattr(record, NUMBERS[order.dataset], "") if record else "",
            "label": dataset_label(order.dataset), "origin": origins.told(order.origin),
            "carry": rules.CARRIED_OUT_BY[order.kind].replace(".", ":"),
            "reversed_by": list(queries.reversals(order)), "note": self.typed("note"),
        }  # fmt: skip

    def done(self, text: str) -> HttpResponse:
        self.say(text)
        return redirect("maintenance:order", key=self.order.pk)


class Approve(Shown):
    """审批: bound to what the page showed."""

    act = "maintenance.approve"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.approve(self.order, by=self.by, seen=self.typed("seen"), note=self.typed("note"))
        return self.done(f"{self.order.number} 已同意，下一步由维护岗修改。")


class Refuse(Shown):
    """不批."""

    act = "maintenance.refuse"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.refuse(self.order, by=self.by, note=self.typed("note"))
        return self.done(f"{self.order.number} 不批，申报人会看到理由。")


class Modify(Shown):
    """修改."""

    act = "maintenance.modify"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.modify(self.order, by=self.by)
        return self.done(f"{self.order.number} 已写入档案，下一步由复核岗复核。")


class Merge(Shown):
    """合并."""

    act = "maintenance.merge"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.merge(self.order, by=self.by)
        return self.done(f"{self.order.number} 已合并，下一步由复核岗复核。")


class Unmerge(Shown):
    """撤销合并."""

    act = "maintenance.unmerge"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.unmerge(self.order, by=self.by)
        return self.done(f"{self.order.number} 已撤销合并，下一步由复核岗复核。")


class Retire(Shown):
    """清理."""

    act = "maintenance.retire"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.retire(self.order, by=self.by)
        return self.done(f"{self.order.number} 已停用，下一步由复核岗复核。")


class Recheck(Shown):
    """复核."""

    act = "maintenance.recheck"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.recheck(self.order, by=self.by, note=self.typed("note"))
        return self.done(f"{self.order.number} 已复核办结。")


class SendBack(Shown):
    """退改."""

    act = "maintenance.send_back"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.send_back(self.order, by=self.by, note=self.typed("note"))
        return self.done(f"{self.order.number} 已退回申报人。")


class ApplyBack(Shown):
    """原样改回: drafts the order that puts everything back."""

    act = "maintenance.apply"

    def perform(self, **kwargs: Any) -> HttpResponse:
        made = actions.apply_back(self.order, by=self.by, reason=self.typed("reason"))
        self.say(f"已申报原样改回，编号 {made.number}，由另一人审批。")
        return redirect("maintenance:order", key=made.pk)


class ShowValue(Shown):
    """显示变更值: the value comes back once, on this answer only."""

    act = "maintenance.show_value"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("maintenance:order", key=self.order.pk)

    def perform(self, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            line = next((x for x in queries.lines(self.order) if x.pk == kwargs["line"]), None)
        if line is None:
            raise Refused(rules.NOT_HERE)
        before, after = actions.show_value(line, kwargs["item"], by=self.by)
        revealed = {"line": line.pk, "item": kwargs["item"], "before": before, "after": after}
        return self.show(extra={"revealed": revealed}, **kwargs)


class Paper(Subject):
    """查看依据: one page as a picture, or the file itself; each look is on the book."""

    act = "maintenance.view_evidence"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            found = next((e for e in queries.evidence(self.order) if e.pk == kwargs["file"]), None)
        try:
            if found is None:
                raise Refused(_NO_PAPER)
            data = actions.view_evidence(found, by=self.by)
            if "page" in kwargs:
                if found.mime_type not in PICTURED:
                    raise Refused(_NO_PAPER)
                return HttpResponse(page_png(data, found.mime_type, kwargs["page"] - 1), content_type="image/png")
        except (Refused, IndexError) as refusal:
            return self.refuse(refusal.verdict if isinstance(refusal, Refused) else _NO_PAPER, 404)
        name = f"{self.order.number}-{found.sha256[:8]}{SUFFIXES[found.mime_type]}"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type=found.mime_type, headers=disposition)
