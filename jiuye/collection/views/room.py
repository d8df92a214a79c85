"""采集审核: what to do here, what I handed in, what I left unfinished, and what waits for review."""

from typing import Any

from jiuye.collection import queries
from jiuye.collection.views.base import WINDOW, Room
from jiuye.lib import clock
from jiuye.standards.catalogue import DATASETS

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


class Front(Room):
    """The room's front page."""

    template = "collection/room.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        before = self.request.GET.get("before", "")
        rows, older = queries.mine_before(self.by, before)
        return {
            "may": {a: self.allows(f"collection.{a}") for a in ("submit", "import_batch", "accept", "inherit")},
            "entries": [(d, label, ASKS[d]) for d, label in WINDOW.items()],
            "mine": rows, "older": older, "before": before,
            "drafts": queries.drafts_of(self.by), "waiting": queries.to_review(self.by)[:100].count(),
        }  # fmt: skip


class Queue(Room):
    """审核清单: the oldest and riskiest first, late ones marked."""

    act = "collection.accept"
    template = "collection/queue.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        dataset = self.request.GET.get("dataset", "")
        dataset = dataset if dataset in DATASETS else ""
        page = queries.queue(self.by, dataset=dataset, after=self.request.GET.get("after", ""))
        return {"page": page, "datasets": DATASETS.items(), "dataset": dataset, "today": clock.today()}
