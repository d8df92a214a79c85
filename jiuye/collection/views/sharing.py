"""What is shared, for people: doubts that departments raised, and, for the citizen, who was asked about him."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from jiuye.collection.sharing import queries
from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.collection.views.base import PLACES, Room
from jiuye.collection.views.own import Own
from jiuye.lib.verdict import no
from jiuye.parties.pages import may

STATES = {"open": "待处理", "settled": "已处理", "": "全部"}

_HIS_ALONE = no("部门问答记录只给本人看", code="D030", help="由本人登录查看。")


class Doubts(Room):
    """疑点, the oldest first: by department, by state, and how long they have lain."""

    act = "collection.settle_doubt"
    template = "collection/doubts.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        department = asked.get("department", "") if asked.get("department") in CONTRACTS else ""
        state = asked.get("state", "open") if asked.get("state", "open") in STATES else "open"
        page = queries.doubts(department, state, asked.get("after", ""))
        return {
            "rows": [(d, CONTRACTS[d.department].label, PLACES.get(d.district, d.district), days)
                     for d, days in page.rows],
            "after": page.after, "department": department, "state": state, "states": STATES,
            "departments": [(c, one.label) for c, one in CONTRACTS.items()], "ages": queries.ages(),
            "may": may(self.by, "collection.settle_doubt"),
        }  # fmt: skip


class Asked(Own):
    """部门问答记录: which departments were asked about me, which asked about me, what for, and how it was answered."""

    template = "collection/own/asked.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.by.post != "person":
            return self.refuse(_HIS_ALONE, 403)
        return super().get(request, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"askings": queries.asked_about_me(), "answered": queries.told_about_me()}
