"""草案: drawn up by one person as changes to the newest version, seen as a diff, published by another. Art. 5."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.lib import clock
from jiuye.lib.verdict import Verdict, no
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import may
from jiuye.parties.sessions import scope
from jiuye.standards import actions, rules_of_drafts, wanted
from jiuye.standards.actions.draft import latest
from jiuye.standards.models import Draft
from jiuye.standards.rules_of_drafts import DRAFT_LABELS
from jiuye.standards.showing import show
from jiuye.standards.views import changing
from jiuye.standards.views.reading import StandardsPage
from jiuye.standards.views.requests import line


class Drafts(StandardsPage):
    """Versions past, in force and to come; drafts before them."""

    template = "standards/drafts.html"
    tab = "drafts"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        every = wanted.drafts()
        return super().context() | {
            "versions": [(v, v.effective_from > now) for v in wanted.versions()],
            "drafts": [(d, DRAFT_LABELS[d.state]) for d in every if d.state != "published"],
            "open": next((d for d in every if d.state == "open"), None),
            "may_draft": may(self.by, "standards.draft"),
        }  # fmt: skip


class Begin(StandardsPage):
    """拟订: a new draft, taking up requests."""

    act = "standards.draft"
    template = "standards/draft.html"
    tab = "drafts"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context() | {
            "typed": self.request.POST, "waiting": [line(r) for r in wanted.requests("asked")],
            "chosen": self.request.POST.getlist("requests"), "base": latest(),
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            taken = wanted.chosen(self.request.POST.getlist("requests"))
        made = actions.draft(by=self.by, title=self.said("title"), basis=self.said("basis"), requests=taken)
        self.say(f"草案 {made.number} 已建立，请逐项加入改动。")
        return redirect("standards:one_draft", key=made.pk)


class OneDraft(StandardsPage):
    """One draft as a diff against its base; the drafter adds to it, another publishes it."""

    template = "standards/one_draft.html"
    tab = "drafts"
    found: Draft

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "by", None) is not None:
            found = wanted.draft(kwargs.pop("key"))
            if found is None:
                return self.refuse(no("没有这份草案", code="S404", help="从“草案与版本”清单里选。"), 404)
            self.found = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        base, then = wanted.sides(self.found)
        may_edit = may(self.by, "standards.draft") and rules_of_drafts.may_edit(self.found, self.by.staff_id)
        may_publish = may(self.by, "standards.publish") and rules_of_drafts.may_publish(
            self.found, self.by.staff_id, latest()
        )
        return super().context() | {
            "draft": self.found, "state": DRAFT_LABELS[self.found.state], "kinds": changing.KINDS,
            "changes": [show(c, base, then) for c in self.found.changes], "may_edit": may_edit,
            "may_publish": may_publish, "requests": [line(r) for r in self.found.requests.order_by("id")],
            "waiting": [line(r) for r in wanted.requests("asked")] if may_edit else [],
            "city": self.by.post in ("data_manager", "supervisor"), "typed": self.request.POST,
        }  # fmt: skip

    def back(self, said: str) -> HttpResponse:
        self.say(said)
        return redirect("standards:one_draft", key=self.found.pk)


class Change(OneDraft):
    """One more change: the form of its kind, drawn from the draft as it stands."""

    act = "standards.draft"
    template = "standards/change.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs.get("kind") not in changing.KINDS:
            return self.refuse(no("没有这种改动", code="S404", help="从草案页选择。"), 404)
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        kind, asked = kwargs["kind"], self.request.POST or self.request.GET
        _, then = wanted.sides(self.found)
        return super().context() | {"kind": kind, "title": changing.KINDS[kind], **changing.form(kind, asked, then)}

    def perform(self, **kwargs: Any) -> HttpResponse:
        _, then = wanted.sides(self.found)
        actions.change(self.found, changing.made(kwargs["kind"], self.request.POST, then), by=self.by)
        return self.back("改动已加入草案。")


class TakeBack(OneDraft):
    act = "standards.draft"

    def perform(self, **kwargs: Any) -> HttpResponse:
        place = self.request.POST.get("place", "")
        actions.take_back(self.found, int(place) if place.isascii() and place.isdigit() else -1, by=self.by)
        return self.back("这项改动已取消。")


class Take(OneDraft):
    """列入草案: requests this draft answers."""

    act = "standards.draft"

    def perform(self, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            some = wanted.chosen(self.request.POST.getlist("requests"))
        actions.take_requests(self.found, some, by=self.by)
        return self.back(f"已列入 {len(some)} 件需求。")


class Drop(OneDraft):
    act = "standards.drop_draft"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.drop_draft(self.found, by=self.by, why=self.said("why").strip() or "不再需要")
        return self.back(f"草案 {self.found.number} 已放弃，所列需求回到待研究。")


class Publish(OneDraft):
    """发布, by another than the drafter."""

    act = "standards.publish"

    def perform(self, **kwargs: Any) -> HttpResponse:
        moment = moment_of(self.said("day"), self.said("hour"))
        if isinstance(moment, Verdict):
            write_refusal(self.by, (self.act, "standards.draft", self.found.pk, "", ""), moment)
            return self.again(moment, **kwargs)
        made = actions.publish(self.found, by=self.by, effective_from=moment, note=self.said("note").strip())
        begins = made.effective_from.astimezone(clock.ZONE)
        return self.back(f"第 {made.number} 版已发布，{begins:%Y-%m-%d %H:%M} 起施行。")


def moment_of(day: str, hour: str) -> datetime | Verdict | None:
    """The city's moment as typed; None for at once."""
    if not day.strip():
        return None
    try:
        return datetime.fromisoformat(f"{day.strip()}T{hour.strip() or '00:00'}").replace(tzinfo=clock.ZONE)
    except ValueError:
        return no("施行时间请写成 2027-01-01 和 00:00 的样子", code="S089")
