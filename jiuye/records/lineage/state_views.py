"""登记沿革的页面."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.lib.verdict import Refused, no
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import scope
from jiuye.records import queries as records
from jiuye.records.custody.papers import LARGEST, File
from jiuye.records.hits import hit
from jiuye.records.lineage import actions, facts, queries
from jiuye.records.lineage.rules import Told
from jiuye.records.lineage.shown import one_of
from jiuye.records.models import Record, SharedFact
from jiuye.records.rules import NOT_HERE
from jiuye.records.shown import show
from jiuye.standards.queries import catalogue

_NO_DAY = no("生效日期请写成 2026-03-12 的样子", code="L003")


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
            "revocations": [_offered(f) for f in queries.revocations(self.record)[:5]] if kind == "revoked" else [],
        }  # fmt: skip

    def _given(self, kind: str, field: str) -> str:
        """What was typed, and before that the present name for an employer about to take another."""
        if field in self.request.POST:
            return self.request.POST[field]
        return getattr(self.record, "employer_name", "") or "" if (kind, field) == ("renamed", "former") else ""

    def _day(self, typed: str, fact: UUID | None) -> date:
        """The day as typed; left empty, the day of the shared fact that was chosen."""
        with scope(self.by):
            known = queries.revocations(self.record).filter(pk=fact).first() if fact and not typed else None
        try:
            return date.fromisoformat(typed or (f"{known.fact_start_date}" if known else ""))
        except ValueError:
            raise Refused(_NO_DAY) from None

    def perform(self, **kwargs: Any) -> HttpResponse:
        post = self.request.POST
        fact = _key(post.get("fact", ""))
        day = self._day(post.get("effective_on", ""), fact)
        asks = facts.of(kwargs["dataset"]).get(post.get("kind", ""), facts.KINDS["revoked"]).asks
        told = Told(post.get("kind", ""), day, **{n: _typed(n, post.get(n, "")) for n in asks})
        sent = self.request.FILES.get("paper")
        paper = File(sent.name or "依据", post.get("material", ""), sent.read(LARGEST + 1)) if sent else None
        made = actions.state_lineage(self.record, told, by=self.by, paper=paper, fact_id=fact)
        self.say("已登记。下一步：由另一名审核岗核实，核实以前不作数。")
        return redirect(one_of(made.pk, ACTS[self.act].label))


def _offered(fact: SharedFact) -> tuple[UUID, str]:
    said = show("shared_fact", fact.pk, "fact_value", fact.fact_value).text
    return fact.pk, f"市场监管：{said}，{fact.fact_start_date}"


def _typed(field: str, text: str) -> str:
    return text.strip().upper() if field == "other_uscc" else text.strip()


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
