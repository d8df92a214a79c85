"""电子档案: what is kept, how it was found, what holds it, and what is listed to go. Art. 2(4), 20(3)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.lib import virus
from jiuye.parties.pages import Page, may
from jiuye.parties.sessions import scope
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.custody import disposal as disposing
from jiuye.records.custody import queries, rules
from jiuye.records.custody.filing import file
from jiuye.records.custody.holding import hold_archive, release_archive
from jiuye.records.models import OCCASIONS, Keeping
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import dataset_label


class Room(Page):
    """A page of the archive: its posts are those who may stop a disposal."""

    act = "records.hold_archive"
    room = "archive"


class Archive(Room):
    """The files, by how they stand; what is due can be listed for disposal."""

    template = "archive/files.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        view = self.request.GET.get("view", "faulty")
        view = view if view in queries.VIEWS else "faulty"
        page = queries.listed(view, self.request.GET.get("after", ""))
        return {
            "view": view, "views": queries.VIEWS, "after": page.after, "counts": queries.counts(),
            "rows": [(k, named(k), queries.failed_of(k) if view == "faulty" else "") for k in page.rows],
            "may_propose": may(self.by, "records.propose_disposal"), "scanned": virus.installed(),
            "swept": queries.last_sweep(), "reason": self.request.POST.get("reason", ""),
        }  # fmt: skip


class Propose(Archive):
    """提出销毁: the files ticked in the list of what is due."""

    act = "records.propose_disposal"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return super().context(**kwargs) | {"chosen": set(self.request.POST.getlist("file"))}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("/archive/?view=due")

    def perform(self, **kwargs: Any) -> HttpResponse:
        keys = [key for text in self.request.POST.getlist("file") if (key := queries.as_uuid(text))]
        made = disposing.propose_disposal(keys, by=self.by, reason=self.request.POST.get("reason", "")[:500])
        self.say(f"清册 {made.number} 已提出，{made.files} 件，由另一人批准。")
        return redirect("archive:disposal", key=made.pk)


class One(Room):
    """One file: its items, the looks at it, its holds."""

    template = "archive/file.html"
    keeping: Keeping

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found, by = None, getattr(request, "by", None)
        if by:
            with scope(by):
                found = queries.one(kwargs["key"])
        if by and found is None:
            return self.refuse(rules.GONE, 404)
        if found:
            self.keeping = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        keeping = queries.one(self.keeping.pk)
        assert keeping is not None
        checks, holds = queries.checks_of(keeping), queries.holds_of(keeping)
        lists = catalogue().code_lists
        return {
            "keeping": keeping, "record": keeping.record, "named": named(keeping),
            "state": rules.STATE_LABELS[keeping.state],
            "term": lists["retention_period"].get(keeping.record.retention_period or "", "没有定"),
            "last": checks[0] if checks else None, "items": queries.shown(checks[0]) if checks else [],
            "checks": [(c, OCCASIONS[c.occasion]) for c in checks], "holds": holds,
            "held": next((h for h in holds if h.released_at is None), None),
            "may": {a: may(self.by, f"records.{a}") for a in ("file", "hold_archive", "release_archive")},
            "place": DISTRICTS.get(keeping.district, CITY[1]), "typed": self.request.POST,
        }  # fmt: skip

    def back(self) -> HttpResponse:
        return redirect("archive:file", key=self.keeping.pk)


class File(One):
    """归档: look at it now, and file it when nothing fails."""

    act = "records.file"

    def perform(self, **kwargs: Any) -> HttpResponse:
        file(self.keeping, by=self.by, why="再检测")
        self.say("四性检测合格，已归档。")
        return self.back()


class HoldIt(One):
    act = "records.hold_archive"

    def perform(self, **kwargs: Any) -> HttpResponse:
        hold_archive(self.keeping, by=self.by, reason=self.request.POST.get("reason", "")[:500])
        self.say("已暂停处置：解除以前，到期也不能销毁。")
        return self.back()


class Release(One):
    act = "records.release_archive"

    def perform(self, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            found = queries.hold_of(self.keeping)
        if found is None:
            rules.may_release(True, self.by.staff_id, self.by.staff_id, "").or_refuse()
        assert found is not None
        release_archive(found, by=self.by, note=self.request.POST.get("note", "")[:500])
        self.say("已解除暂停。")
        return self.back()


def named(keeping: Keeping) -> str:
    """What a file is called in lists: its kind and the record it belongs to, no name of anybody."""
    record = keeping.record
    kind = catalogue().code_lists["material_kind"].get(record.material_kind or "", "材料")
    entity = record.business_entity or ""
    return f"{kind}（{dataset_label(entity)} {record.business_record_id}）"
