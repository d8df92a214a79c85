"""谁能办: who may do what in which district; and many posts looked over in one sitting. Art. 9(1), 10(3)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from jiuye.lib.verdict import Refused, no
from jiuye.parties import actions, queries
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page
from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import POSTS
from jiuye.parties.views import Due
from jiuye.parties.weihai import CITY, DISTRICTS

_NONE = no("请先勾选要复核的岗位", code="P060")


class Rights(Page):
    """An act and a district in, the posts and people out."""

    template = "parties/rights.html"
    room = "parties"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        name, place = self.request.GET.get("act", ""), self.request.GET.get("place", "")
        act = ACTS.get(name)
        place = next(p for p in (place, self.by.district, *DISTRICTS) if p in DISTRICTS)
        held = queries.who_can(act, place) if act else ()
        return {
            "tab": "rights", "by_room": queries.acts_by_room(), "places": DISTRICTS.items(), "place": place, "act": act,
            "where": DISTRICTS[place], "rows": [(a, POSTS[a.post].label, a.agency.level == "1") for a in held],
            "posts": [p.label for p in POSTS.values() if act and p.code in act.posts], "city": CITY[1],
        }  # fmt: skip


class RecertifyMany(Due):
    """复核授权, one act and one entry for each post chosen; what one is refused for stops no other."""

    act = "parties.recertify"

    def perform(self, **kwargs: Any) -> HttpResponse:
        why, chosen = self.request.POST.get("why", "").strip(), self.request.POST.getlist("held")
        known = {a.pk: a for a in queries.to_recertify(self.by)}
        keys = [key for text in chosen if (key := _key(text)) in known]
        if not keys:
            write_refusal(self.by, (self.act, "", None, "", ""), _NONE)
            raise Refused(_NONE)
        done, left = 0, []
        for held in (known[key] for key in keys if key is not None):
            try:
                actions.recertify(held, by=self.by, why=why)
                done += 1
            except Refused as refusal:
                left.append(f"{held.staff.name}（{POSTS[held.post].label}）：{refusal.verdict.reason}")
        if not done:
            raise Refused(no("；".join(dict.fromkeys(left)), code="P061"))
        self.say(f"已复核 {done} 个岗位，仍需此岗。" + (f"没有办成：{'；'.join(left)}" if left else ""))
        return redirect("parties:due")


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
