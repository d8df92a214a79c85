"""采集审核: what to do here, what I handed in, what I left unfinished, and what waits for review."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils.http import urlencode

from jiuye.collection import queries, risk
from jiuye.collection.behaviour import queries as behaviour
from jiuye.collection.rules import REVIEW_DAYS
from jiuye.collection.terms import SIGNS, terms
from jiuye.collection.views.base import WINDOW, Room
from jiuye.lib import clock
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.queries import catalogue

ASKS = {
    "person": "第一次来办事的人，先建档",
    "employer": "按营业执照或登记证照建档",
    "employment_registration": "个人和单位都已建档后办理",
    "unemployment_registration": "个人已建档后办理",
    "employment_certificate": "发证、换证、补证",
    "hardship_assistance": "失业登记后认定困难人员",
    "training": "开班、结业、发证各补一次",
    "job_seeking": "个人已建档后办理",
    "vacancy": "单位已建档后办理",
    "subsidy": "有登记或认定作依据后申报",
    "personnel_agency_file": "接收、转出流动人员档案",
    "shared_fact": "按部门书面答复记入",
}
DOORS = ("submit", "import_batch", "accept", "inherit", "settle_doubt", "settle_conflict")


class Front(Room):
    """The room's front page."""

    template = "collection/room.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        before = self.request.GET.get("before", "")
        rows, older = queries.mine_before(self.by, before)
        return {
            "may": {a: self.allows(f"collection.{a}") for a in DOORS},
            "entries": [(d, label, ASKS[d]) for d, label in WINDOW.items()],
            "mine": rows, "older": older, "before": before,
            "drafts": queries.drafts_of(self.by), "waiting": queries.to_review(self.by)[:100].count(),
        }  # fmt: skip


class Queue(Room):
    """审核清单: sorted by due date or risk, with the reasons of each risk and how they are weighed."""

    act = "collection.accept"
    template = "collection/queue.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        asked, said = self.asked(), terms(self.by.district)
        page = queries.queue(self.by, asked)
        named = {k: v for k, v in asdict(asked).items() if v and k != "after"}
        return {
            "page": page, "asked": asked, "again": urlencode(named), "today": clock.today(), "days": REVIEW_DAYS,
            "datasets": DATASETS.items(), "levels": risk.LEVELS.items(), "marks": MARKS.items(), "said": said,
            "weights": [(label, said.weights[sign], f"risk_{sign}") for sign, label in SIGNS.items()],
            "channels": [catalogue().label("channel", c) for c in sorted(said.channels)],
            "passed": queries.passed()[:PASSED] if "passed" in self.request.GET else None,
        }  # fmt: skip

    def asked(self) -> queries.Asked:
        """What the address asks for; what it cannot mean is left out."""

        def one_of(name: str, known: Iterable[str]) -> str:
            told = self.request.GET.get(name, "")
            return told if told in known else ""

        return queries.Asked(
            one_of("dataset", DATASETS), one_of("level", risk.LEVELS), one_of("mark", MARKS),
            one_of("order", risk.ORDERS) or "due", self.request.GET.get("after", ""),
        )  # fmt: skip


class Behaviour(Room):
    """办事难在哪一步: counts of people who agreed to be counted, for who drafts the forms. Art. 2(5)."""

    act = "standards.draft"
    template = "collection/behaviour.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"counts": behaviour.counts()}


MARKS = {"doubt": "有疑点", "awaiting": "待核", "double": "须双人审核"}
PASSED = 50
