"""Pages of reconciling: what the database did outside every act, and what the supervision said of it. Art. 8, 4(1)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from jiuye.accountability import actions
from jiuye.front.healthy import told
from jiuye.front.ledger_views import table_label
from jiuye.ledger import queries
from jiuye.ledger.health import health
from jiuye.ledger.models import UnexplainedShown
from jiuye.parties.models import Staff
from jiuye.parties.pages import Page, may
from jiuye.parties.permissions import ACTS

KINDS = {
    "row": "台账外的改动", "missing": "有台账没改动", "book": "台账被动过", "stored": "存的行对不上",
    "stream": "变更流断过", "guard": "守卫不在",
}  # fmt: skip
OPS = {"i": "增", "u": "改", "d": "删", "t": "清空"}
SHOWN = 200  # keys on the page of one finding


class Reconciliation(Page):
    """对账: how it stands, and every finding, those nobody answered first."""

    template = "ledger/reconcile.html"
    room = "ledger"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "standing": queries.reconciliation(),
            "rows": [_line(f) for f in queries.unexplained(waiting=False)],
            "city_wide": self.by.city_wide,
        }


class Health(Page):
    """数据库状况: each control as the catalogue has it at this moment."""

    template = "ledger/health.html"
    room = "ledger"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = health()
        return {"h": found, "lines": told(found, queries.reconciliation()), "sizes": found.sizes[:20]}


class Finding(Page):
    """One finding with its rows."""

    template = "ledger/finding.html"
    room = "ledger"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.finding(kwargs["key"])
        if found is None:
            raise Http404(str(kwargs["key"]))
        by = Staff.objects.filter(pk=found.accounted_by).first() if found.accounted_by else None
        return {
            **_line(found), "keys": found.keys[:SHOWN], "more": len(found.keys) - SHOWN, "by_whom": by,
            "may_account": may(self.by, "accountability.account_for"), "article": ACTS["ledger.reconcile"].article,
        }  # fmt: skip


class AccountFor(Finding):
    """说明差异: the same page, and the supervision's word on it."""

    act = "accountability.account_for"

    def perform(self, **kwargs: Any) -> HttpResponse:
        actions.account_for(kwargs["key"], by=self.by, why=self.request.POST.get("why", ""))
        self.say("说明已记入台账。")
        return redirect("ledger:reconcile")


def _line(f: UnexplainedShown) -> dict[str, Any]:
    schema, _, name = f.tbl.partition(".")
    label = table_label(name) if schema in ("jiuye", "behaviour") else f.tbl
    return {"f": f, "kind": KINDS[f.kind], "op": OPS.get(f.op, ""), "table": label}
