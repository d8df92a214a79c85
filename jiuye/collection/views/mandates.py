"""窗口登记委托: for somebody without a phone, before a clerk who is neither of the two; listed, printed, taken back
there; and for an employer by its legal representative, whoever has a phone. Art. 6(3), 10(2)."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from jiuye.collection import mandates
from jiuye.collection.services import SERVICES
from jiuye.collection.views.base import Room
from jiuye.lib import clock
from jiuye.lib.verdict import YES, Refused, Verdict, first_no, no
from jiuye.parties import founding, own_account
from jiuye.parties.act import write_refusal
from jiuye.parties.identity import Indexes, indexes_of
from jiuye.parties.mandates import register_mandate, revoke_mandate
from jiuye.parties.models import Agency, Appointment, Mandate
from jiuye.parties.sessions import scope, standing_session
from jiuye.records import own
from jiuye.standards.rules import cover_name

_NO_EMPLOYER = no("库中没有这个单位的档案，或档案正在核对", code="G024", help="请看执照核对；没有档案的，先建档。")
_NOT_ITS = no(
    "委托人不是单位档案上的法定代表人", code="P048", help="请核对执照和证件；法定代表人换了人的，先更正单位档案。"
)
_OTHER_POST = no("勾选的业务里有不是他办的", code="P049", help="单位只委托单位的业务，个人只委托个人的业务。")
_HAS_PHONE = no(
    "他的档案上有手机号码", code="P045", help="请他本人用手机登录，在“委托”里委托；号码不用了的，先更正档案。"
)
_NOT_SEEN = no("请当面核对两人的证件和签了字的委托书，再勾选", code="P046")
_NO_DATE = no("请填写委托到哪一天", code="P040")
_NOT_HERE = no("没有这份委托，或者不是本区市窗口登记的", code="C404", help="请从清单里选。")


# Whether he may give it, the employer he gives it for, and his account, opened when it is wanted.
Giver = tuple[Verdict, own.OwnEmployer | None, Callable[[], Appointment]]


class Mandates(Room):
    """What was registered here, the newest first, and the form for another."""

    act = "parties.register_mandate"
    template = "collection/mandates.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "rows": [mandates.shown(m) for m in mandates.registered()], "services": SERVICES.values(),
            "people": [
                (n, who, *(self.request.POST.get(f"{n}_{what}", "") for what in ("number", "name")))
                for n, who in (("giver", "委托人"), ("agent", "受托人"))
            ],
            "typed": self.request.POST, "chosen": self.request.POST.getlist("datasets"), "today": clock.today(),
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        post, uscc = self.request.POST, self.request.POST.get("uscc", "").strip().upper()
        chosen = [s for d, s in SERVICES.items() if d in post.getlist("datasets")]
        agent = self._file(post.get("agent_number", ""), post.get("agent_name", ""))
        until = _day(post.get("until", ""))
        giver, its, holder = self._employer(uscc) if uscc else self._person()
        first_no(
            giver,
            _unknown("受托人") if agent is None else YES,
            _NO_DATE if until is None else YES,
            YES if all(s.post == ("employer" if its else "person") for s in chosen) else _OTHER_POST,
            YES if post.get("seen") == "1" else _NOT_SEEN,
        ).or_refuse()
        assert agent
        assert until
        made = register_mandate(
            holder().staff, agent.indexes.full, cover_name(agent.name), [s.dataset for s in chosen], by=self.by,
            single=post.get("single") == "1", until=until, why=post.get("why", "")[:200],
            employer_name=its.name if its else "",
        )  # fmt: skip
        return redirect("collection:mandate", key=made.pk)

    def _person(self) -> Giver:
        """Somebody on file without a phone, who gives it for himself."""
        found = self._file(self.request.POST.get("giver_number", ""), self.request.POST.get("giver_name", ""))
        if found is None:
            return _unknown("委托人"), None, _nobody
        verdict = _HAS_PHONE if found.person.mobile_phone else YES
        return verdict, None, partial(_account, found.indexes, found.name, found.district)

    def _employer(self, uscc: str) -> Giver:
        """Its legal representative, as its file names him; he need not be on file himself."""
        number, name = (self.request.POST.get(f"giver_{n}", "").strip() for n in ("number", "name"))
        with scope(standing_session(founding.MACHINE)):
            its = own.employer_of(uscc)
        if its is None:
            return _NO_EMPLOYER, None, _nobody
        who, held = indexes_of(number), its.employer
        known = held.legal_rep_id_number_index is None or its.is_representative(who.full)
        his = bool(number) and own.same_name(held.legal_representative or "", name) and known
        return YES if his else _NOT_ITS, its, partial(_account, who, name, its.district, employer_id=its.number)

    def _file(self, number: str, name: str) -> own.OwnFile | None:
        """The city's file of a number and a name: he may live in any district."""
        with scope(standing_session(founding.MACHINE)):
            return next((f for f in own.files_of(number.strip()) if own.same_name(f.name, name)), None)


def _account(who: Indexes, name: str, district: str, *, employer_id: str = "") -> Appointment:
    machine = standing_session(founding.MACHINE)
    agency = Agency.objects.get(code=f"{district}01")
    return own_account.open_account(
        who.full, cover_name(name), agency, by=machine, employer_id=employer_id, short_index=who.short
    )


def _nobody() -> Appointment:
    raise Refused(_NOT_ITS)


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
