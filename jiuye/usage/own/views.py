"""我的数据: on the web, the phone and the terminals of the halls. Art. 10(1)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from jiuye.collection.views.kiosk import Kiosk
from jiuye.collection.views.own import Own
from jiuye.lib.verdict import Refused
from jiuye.usage.own import actions, seen


class ShowOwn(Own):
    """我的档案: every view is an act of its owner."""

    act = "usage.show_own"
    template = "usage/own/show_own.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            found = actions.show_own(by=self.by)
        except Refused as refusal:
            return self.refuse(refusal.verdict, 404)
        return self.show(extra={"parts": found})


class Seen(Own):
    """谁看过我的数据: from the book, by index; counting what is there is no act."""

    act = "usage.show_own"
    template = "usage/own/seen.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        whose = asked.get("whose", "") if asked.get("whose", "") in seen.WHOSE else ""
        return {"page": seen.page(whose, asked.get("after", "")), "whose": whose}


class KioskShowOwn(Kiosk, ShowOwn):
    template = "usage/own/kiosk_show_own.html"


class KioskSeen(Kiosk, Seen):
    template = "usage/own/kiosk_seen.html"
