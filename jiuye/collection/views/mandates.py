"""窗口登记委托: for somebody without a phone, before a clerk who is neither of the two; listed, printed, taken back
there. Art. 6(3), 10(2)."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.collection import mandates
from jiuye.collection.services import SERVICES
from jiuye.collection.views.base import Room
from jiuye.lib import clock
from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.parties import founding, own_account
from jiuye.parties.act import write_refusal
from jiuye.parties.mandates import register_mandate, revoke_mandate
from jiuye.parties.models import Agency, Mandate
from jiuye.parties.sessions import scope, standing_session
from jiuye.records import own
from jiuye.standards.rules import cover_name

_OFFERED = [s for s in SERVICES.values() if s.post == "person"]
_HAS_PHONE = no(
    "他的档案上有手机号码", code="P045", help="请他本人用手机登录，在“委托”里委托；号码不用了的，先更正档案。"
)
_NOT_SEEN = no("请当面核对两人的证件和签了字的委托书，再勾选", code="P046")
_NO_DATE = no("请填写委托到哪一天", code="P040")
_NOT_HERE = no("没有这份委托，或者不是本区市窗口登记的", code="C404", help="请从清单里选。")


class Mandates(Room):
    """What was registered here, the newest first, and the form for another."""

    act = "parties.register_mandate"
    template = "collection/mandates.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "rows": [mandates.shown(m) for m in mandates.registered()], "services": _OFFERED,
            "people": [
                (n, who, *(self.request.POST.get(f"{n}_{what}", "") for what in ("number", "name")))
                for n, who in (("giver", "委托人"), ("agent", "受托人"))
            ],
            "typed": self.request.POST, "chosen": self.request.POST.getlist("datasets"), "today": clock.today(),
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        post = self.request.POST
        chosen = [s.dataset for s in _OFFERED if s.dataset in post.getlist("datasets")]
        giver, agent = (self._file(post.get(f"{n}_number", ""), post.get(f"{n}_name", "")) for n in ("giver", "agent"))
        until = _day(post.get("until", ""))
        first_no(
            _unknown("委托人") if giver is None else YES, _unknown("受托人") if agent is None else YES,
            _HAS_PHONE if giver and giver.person.mobile_phone else YES, _NO_DATE if until is None else YES,
            YES if post.get("seen") == "1" else _NOT_SEEN,
        ).or_refuse()
        assert giver
        assert agent
        assert until
        machine = standing_session(founding.MACHINE)
        agency = Agency.objects.get(code=f"{giver.district}01")
        holder = own_account.open_account(giver.index, cover_name(giver.name), agency, by=machine)
        made = register_mandate(
            holder.staff, agent.index, cover_name(agent.name), chosen, by=self.by,
            single=post.get("single") == "1", until=until, why=post.get("why", "")[:200],
        )  # fmt: skip
        return redirect("collection:mandate", key=made.pk)

    def _file(self, number: str, name: str) -> own.OwnFile | None:
        """The city's file of a number and a name: he may live in any district."""
        with scope(standing_session(founding.MACHINE)):
            return next((f for f in own.files_of(number.strip()) if own.same_name(f.name, name)), None)


class OneMandate(Room):
    """委托登记单, for A4 paper, to be signed."""

    act = "parties.register_mandate"
    template = "collection/mandate.html"
    mandate: Mandate

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by, key = getattr(request, "by", None), kwargs.pop("key")
        if by:
            with scope(by):
                found = mandates.registered_one(key)
            if found is None:
                write_refusal(by, (self.act, "parties.mandate", key, "", ""), _NOT_HERE)
                return self.refuse(_NOT_HERE, 404)
            self.mandate = found
        return super().dispatch(request, *args, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return mandates.shown(self.mandate) | {"agency": self.mandate.registered_by.agency}  # type: ignore[union-attr]


class Revoke(OneMandate):
    """撤销委托 at the window."""

    act = "parties.revoke_mandate"

    def perform(self, **kwargs: Any) -> HttpResponse:
        revoke_mandate(self.mandate, by=self.by)
        self.say("委托已撤销，从现在起受托人不能再办。")
        return redirect("collection:mandates")


def _unknown(who: str) -> Verdict:
    help_ = "请核对他的证件；没有档案的，先建档。"
    return no(f"库中没有{who}的个人档案，或姓名与档案不一致", code="P036", help=help_)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
