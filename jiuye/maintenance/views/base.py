"""What the pages of the room share."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from jiuye.lib.verdict import no
from jiuye.maintenance import queries, rules, shown
from jiuye.maintenance.models import Order
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page, may
from jiuye.parties.sessions import scope
from jiuye.records.custody.papers import LARGEST, File


class Room(Page):
    """A page of this room: open to every post that has a hand in an order."""

    act = "maintenance.view_evidence"
    room = "maintenance"

    def files(self) -> list[File]:
        """What came with the form, each of the kind chosen for it. Raises `Refused` for more than may be attached."""
        kind = self.request.POST.get("kind", "")
        sent = self.request.FILES.getlist("evidence")
        if len(sent) > rules.MOST_FILES:
            no(f"依据最多 {rules.MOST_FILES} 个文件", code="M007").or_refuse()
        return [File(f.name or "依据", kind, f.read(LARGEST + 1)) for f in sent]

    def typed(self, name: str) -> str:
        return str(self.request.POST.get(name, "")).strip()


class Subject(Room):
    """A page about one order. One that is not there, or elsewhere, is refused alike, and on file."""

    order: Order

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, self.door, None)
        if by is not None:
            with scope(by):
                found = queries.order(kwargs["key"])
            if found is None:
                write_refusal(by, (self.act, "maintenance.order", kwargs["key"], "", ""), rules.NOT_HERE)
                self.by = by
                return self.refuse(rules.NOT_HERE, 404)
            self.order = found
        return super().dispatch(request, *args, **kwargs)


class Rooms(Room):
    """数据维护: what waits, and what is on its way."""

    template = "maintenance/room.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("state", "")
        state = state if state in rules.STATE_LABELS else ""
        return {
            "waiting": [shown.row(o) for o in queries.waiting(self.by)[:200]],
            "orders": [shown.row(o) for o in queries.orders(self.by, state=state)],
            "states": rules.STATE_LABELS.items(), "state": state,
            "may_batch": may(self.by, "maintenance.propose_batch"),
        }  # fmt: skip
