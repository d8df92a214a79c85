"""一条沿革的页面: what it says, with its evidence and the second person's word."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.lib.media import page_png
from jiuye.lib.media.kinds import SUFFIXES
from jiuye.lib.media.pages import PICTURED
from jiuye.lib.verdict import Refused, Verdict, first_no, no
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import may
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import scope
from jiuye.records import purposes
from jiuye.records.hits import hit
from jiuye.records.lineage import actions, facts, queries, rules
from jiuye.records.lineage.shown import one_of
from jiuye.records.models import Lineage, Record
from jiuye.records.purposes import may_look
from jiuye.records.views import Open
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import dataset_label

_NO_PAPER = no("没有这份依据", code="A404", help="请从沿革页面打开。")


class One(Open):
    """One fact: what it says, on what evidence, who stated and who decided. Seeing it is seeing the file it is of:
    `records.open` of the subject, for a case; the page once more after a refusal is another look."""

    act = "records.open"
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

    def record(self, **kwargs: Any) -> Record | Verdict:
        """The subject, or the refusal where it has left the reader's scope since."""
        with scope(self.by):
            found = queries.subject(self.fact)
        if found is None:
            write_refusal(self.by, (self.act, "records.lineage", self.fact.pk, self.case, ""), rules.GONE)
        return found or rules.GONE

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.case = purposes.asked(request.POST)
        if verdict := may_look(self.case):
            return super().post(request, **kwargs)
        write_refusal(self.by, (self.act, "records.lineage", self.fact.pk, "", ""), verdict)
        return self.refuse(verdict, 422)

    def again(self, verdict: Verdict, **kwargs: Any) -> HttpResponse:
        return self.opened(status=422, extra={"refusal": verdict}, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        fact = queries.one(self.fact.pk) or self.fact
        record, other = queries.subject(fact), queries.other(fact)
        decides = first_no(may(self.by, "records.confirm_lineage"), rules.may_decide(fact, hands_of(self.by)))
        materials = catalogue().code_lists["material_kind"]
        return {
            "fact": fact, "case": self.case, "reads": facts.reads(fact), "called": facts.KINDS[fact.kind].label,
            "state": facts.STATES[fact.state], "label": dataset_label(fact.dataset),
            "held": hit(record) if record else None, "other": hit(other) if other else None,
            "ends": facts.KINDS[fact.kind].status, "decides": decides, "note": self.request.POST.get("note", ""),
            "disputes": first_no(may(self.by, "records.dispute_lineage"), rules.may_dispute(fact, "----")),
            "settles": first_no(may(self.by, "records.annul_lineage"), rules.may_settle(fact, hands_of(self.by))),
            "why": self.request.POST.get("why", ""),
            "material": materials.get(fact.material_kind, fact.material_kind),
            "pages": range(1, min(fact.page_count or 0, 20) + 1) if fact.mime_type in PICTURED else (),
            "may_see": may(self.by, "records.view_paper"),
        }  # fmt: skip

    def done(self, text: str) -> HttpResponse:
        self.say(text)
        return redirect(one_of(self.fact.pk, self.case))


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


class Dispute(One):
    """提请撤销."""

    act = "records.dispute_lineage"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.dispute_lineage(self.fact, by=self.by, why=self.request.POST.get("why", ""))
        return self.done("已提请撤销，由另一名审核岗决定；决定以前照旧作数。")


class Annul(One):
    """撤销沿革."""

    act = "records.annul_lineage"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.annul_lineage(self.fact, by=self.by, note=self.request.POST.get("note", ""))
        return self.done("已撤销，不再作数；由它得出的已随之恢复。")


class Uphold(One):
    """维持沿革."""

    act = "records.uphold_lineage"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.uphold_lineage(self.fact, by=self.by, note=self.request.POST.get("note", ""))
        return self.done("已维持，照旧作数。")


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
