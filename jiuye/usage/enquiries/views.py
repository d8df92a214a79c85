"""查找: the page of governed look-up. Art. 10(3)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from jiuye.lib import vault
from jiuye.lib.verdict import YES, Refused, Verdict
from jiuye.parties import address
from jiuye.parties.pages import Page
from jiuye.records import purposes
from jiuye.usage.enquiries import actions, queries


def place_of(request: HttpRequest) -> str:
    """From where somebody asks: a digest, by which two machines are told apart and none is found."""
    return vault.mac("look_up.place", address.of(request).encode()).hex()[:16]


class LookUp(Page):
    """Posted, so that nothing of the number stands in an address or a log. Without a purpose it asks for one, and
    nothing typed is lost; the cases in hand are one press away."""

    template = "usage/enquiries/look_up.html"
    act = "usage.look_up"
    room = "records"

    def perform(self, **kwargs: Any) -> HttpResponse:
        typed = self.request.POST
        text, why = typed.get("q", "").strip(), typed.get("at_hand") or purposes.asked(typed)
        if not why:
            return self.show(extra=self._asked(text, why, purposes.may_look(why)))
        try:
            found = actions.look_up(text, by=self.by, why=why, place=place_of(self.request))
        except Refused as refusal:
            return self.show(status=422, extra=self._asked(text, why, refusal.verdict))
        return self.show(extra=self._asked(text, why, YES) | {"found": found})

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return self._asked("", purposes.asked(self.request.GET), YES) | {"at_hand": queries.at_hand(self.by)}

    def _asked(self, text: str, why: str, verdict: Verdict) -> dict[str, Any]:
        """The form as it was filled in. Who comes from a case has it in the box above as well."""
        return {"q": text, "case": why, "verdict": verdict, **purposes.form(why)}
