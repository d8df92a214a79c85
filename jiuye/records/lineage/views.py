"""沿革的页面: stating one, and one with its evidence and the second person's word."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.lib.media import page_png
from jiuye.lib.media.kinds import SUFFIXES
from jiuye.lib.media.pages import PICTURED
from jiuye.lib.verdict import Refused, first_no, no
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page, may
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import scope
from jiuye.records import queries as records
from jiuye.records.custody.papers import LARGEST, File
from jiuye.records.hits import hit
from jiuye.records.lineage import actions, facts, queries, rules
from jiuye.records.lineage.rules import Told
from jiuye.records.models import Lineage, Record
from jiuye.records.rules import NOT_HERE
from jiuye.records.shown import show
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import dataset_label

_NO_DAY = no("生效日期请写成 2026-03-12 的样子", code="L003")
_NO_PAPER = no("没有这份依据", code="A404", help="请从沿革页面打开。")


class State(Page):
    """登记沿革 of one record: first which kind, then its fields and its evidence."""

    act = "records.state_lineage"
    room = "records"
    template = "records/state_lineage.html"
    record: Record

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by, found = getattr(request, "by", None), None
        if by is not None:
            with scope(by):
                found = records.find(kwargs["dataset"], kwargs["key"])
            if found is None or not facts.of(kwargs["dataset"]):
                self.by = by
                write_refusal(by, (self.act, "", kwargs["key"], "", ""), NOT_HERE)
                return self.refuse(NOT_HERE, 404)
            self.record = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        kinds, typed = facts.of(kwargs["dataset"]), self.request.POST or self.request.GET
        kind = typed.get("kind", "")
        asks = kinds[kind].asks if kind in kinds else {}
        held = hit(self.record)
        return {
            "kinds": [(name, k.label) for name, k in kinds.items()], "kind": kind if kind in kinds else "",
            "called": kinds[kind].label if kind in kinds else "", "label": held.label, "dataset": kwargs["dataset"],
            "title": held.title, "business": held.business, "record": self.record, "typed": self.request.POST,
            "asked": [(n, label, self._given(kind, n)) for n, label in asks.items()],
            "materials": sorted(catalogue().code_lists["material_kind"].items()),
            "revocations": [self._revocation(f) for f in queries.revocations(self.record)] if kind == "revoked" else [],
        }  # fmt: skip

    def _given(self, kind: str, field: str) -> str:
        """What was typed, and before that the present name for an employer about to take another."""
        if field in self.request.POST:
            return self.request.POST[field]
        return getattr(self.record, "employer_name", "") or "" if (kind, field) == ("renamed", "former") else ""

    def _revocation(self, fact: Any) -> tuple[UUID, str, str]:
        said = show("shared_fact", fact.pk, "fact_value", fact.fact_value).text
        since = fact.fact_start_date.isoformat() if fact.fact_start_date else ""
        return fact.pk, f"市场监管：{said}{f'，{since}' if since else ''}", since

    def perform(self, **kwargs: Any) -> HttpResponse:
        post = self.request.POST
        try:
            day = date.fromisoformat(post.get("effective_on", ""))
        except ValueError:
            raise Refused(_NO_DAY) from None
        asks = facts.of(kwargs["dataset"]).get(post.get("kind", ""), facts.KINDS["revoked"]).asks
        told = Told(post.get("kind", ""), day, **{n: _typed(n, post.get(n, "")) for n in asks})
        sent = self.request.FILES.get("paper")
        paper = File(sent.name or "依据", post.get("material", ""), sent.read(LARGEST + 1)) if sent else None
        made = actions.state_lineage(self.record, told, by=self.by, paper=paper, fact_id=_key(post.get("fact", "")))
        self.say("已登记。下一步：由另一名审核岗核实，核实以前不作数。")
        return redirect("records:lineage", fact=made.pk)


def _typed(field: str, text: str) -> str:
    return text.strip().upper() if field == "other_uscc" else text.strip()


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


class One(Page):
    """One fact: what it says, on what evidence, who stated and who decided."""

    act = "records.open"
    room = "records"
    template = "records/lineage.html"
    fact: Lineage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by, found = getattr(request, "by", None), None
        if by is not None:
            with scope(by):
                found = queries.one(kwargs["fact"])
            if found is None:
                self.by = by
                write_refusal(by, (self.act, "records.lineage", kwargs["fact"], "", ""), rules.GONE)
                return self.refuse(rules.GONE, 404)
            self.fact = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        fact = queries.one(self.fact.pk) or self.fact
        record, other = queries.subject(fact), queries.other(fact)
        decides = first_no(may(self.by, "records.confirm_lineage"), rules.may_decide(fact, hands_of(self.by)))
        materials = catalogue().code_lists["material_kind"]
        return {
            "fact": fact, "reads": facts.reads(fact), "called": facts.KINDS[fact.kind].label,
            "state": facts.STATES[fact.state], "label": dataset_label(fact.dataset),
            "held": hit(record) if record else None, "other": hit(other) if other else None,
            "ends": facts.KINDS[fact.kind].status, "decides": decides, "note": self.request.POST.get("note", ""),
            "material": materials.get(fact.material_kind, fact.material_kind),
            "pages": range(1, min(fact.page_count or 0, 20) + 1) if fact.mime_type in PICTURED else (),
            "may_see": may(self.by, "records.view_paper"),
        }  # fmt: skip

    def done(self, text: str) -> HttpResponse:
        self.say(text)
        return redirect("records:lineage", fact=self.fact.pk)


class Confirm(One):
    """核实."""

    act = "records.confirm_lineage"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.confirm_lineage(self.fact, by=self.by, note=self.request.POST.get("note", ""))
        return self.done("已核实，写在档案的沿革里。")


class Refuse(One):
    """不采信."""

    act = "records.refuse_lineage"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.refuse_lineage(self.fact, by=self.by, note=self.request.POST.get("note", ""))
        return self.done("已记为不采信。")


class Paper(One):
    """查看沿革依据: one page as a picture, or the file itself; each look is on the book."""

    act = "records.view_paper"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        fact = self.fact
        try:
            data = actions.view_paper(fact, by=self.by)
            if "page" in kwargs:
                if fact.mime_type not in PICTURED:
                    raise Refused(_NO_PAPER)
                return HttpResponse(page_png(data, fact.mime_type, kwargs["page"] - 1), content_type="image/png")
        except (Refused, IndexError) as refusal:
            return self.refuse(refusal.verdict if isinstance(refusal, Refused) else _NO_PAPER, 404)
        disposition = {"Content-Disposition": f'attachment; filename="{fact.sha256[:8]}{SUFFIXES[fact.mime_type]}"'}
        return HttpResponse(data, content_type=fact.mime_type, headers=disposition)
