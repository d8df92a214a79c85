"""委托 on the phone: given, taken back, and acted under. Art. 6(3), 10(2)."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jiuye.collection import counter, mandates
from jiuye.collection.services import SERVICES, own_file
from jiuye.collection.views.own import Own
from jiuye.front.middleware import OWN_COOKIE, SELF_COOKIE
from jiuye.front.own_views import HOME, let_in
from jiuye.lib import clock
from jiuye.lib.verdict import YES, first_no, no
from jiuye.parties import address, doors, founding, sessions
from jiuye.parties.mandates import grant_mandate, revoke_mandate
from jiuye.parties.models import Mandate
from jiuye.parties.sessions import resolve, scope, standing_session
from jiuye.records import own
from jiuye.standards.rules import cover_name

_NOBODY = no(
    "库中没有受托人的个人档案，或姓名与档案不一致", code="P036", help="请核对他的证件；没有档案的，请他先到窗口建档。"
)
_NO_PHONE = no("档案上没有您的手机号码，有人代办时没法告知您", code="P039", help="请先到窗口登记手机号码。")
_NOT_HIS = no(
    "单位的委托由法定代表人本人办理，您的证件号码与单位档案上的法定代表人不一致", code="P047",
    help="请法定代表人登录办理；法定代表人换了人或档案没有登记的，请到窗口办理。",
)  # fmt: skip
_NO_DATE = no("请填写委托到哪一天", code="P040")


class Mandates(Own):
    """What I gave, and what was given to me."""

    act = "parties.grant_mandate"
    template = "own/mandates.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "granted": [mandates.shown(m) for m in mandates.granted_by(self.by)],
            "given": [mandates.shown(m) for m in mandates.given_to(self.by)],
            "services": [s for s in SERVICES.values() if s.post == self.by.post], "typed": self.request.POST,
            "chosen": self.request.POST.getlist("datasets"), "today": clock.today(),
        }  # fmt: skip

    def perform(self, **kwargs: Any) -> HttpResponse:
        post = self.request.POST
        doors.knock("sign_in", address.of(self.request), channel=self.by.channel)
        number, name = post.get("number", "").strip(), post.get("name", "").strip()
        chosen = [s for s in post.getlist("datasets") if s in SERVICES and SERVICES[s].post == self.by.post]
        with scope(self.by):
            mine = own_file(self.by)
        its = mine if isinstance(mine, own.OwnEmployer) else None
        phone = its.has_phone if its else isinstance(mine, own.OwnFile) and bool(mine.person.mobile_phone)
        with scope(standing_session(founding.MACHINE)):
            his = next((f for f in own.files_of(number) if own.same_name(f.name, name)), None) if number else None
        until = _day(post.get("until", ""))
        first_no(
            counter.NO_FILE if mine is None else YES,
            _NOT_HIS if its and not its.is_representative(self.by.own_index) else YES,
            _NOBODY if his is None else YES,
            _NO_DATE if until is None else YES,
            YES if phone else _NO_PHONE,
        ).or_refuse()
        assert his
        assert until
        single = post.get("single") == "1"
        grant_mandate(
            own.own_index(number), cover_name(his.name), chosen, by=self.by, single=single, until=until,
            employer_name=its.name if its else "",
        )  # fmt: skip
        return redirect("my:mandates")


class Revoke(Own):
    """撤销委托."""

    act = "parties.revoke_mandate"
    template = "own/mandates.html"

    def perform(self, **kwargs: Any) -> HttpResponse:
        revoke_mandate(Mandate(pk=kwargs["key"]), by=self.by)
        return redirect("my:mandates")

    def again(self, verdict: Any, **kwargs: Any) -> HttpResponse:
        return self.refuse(verdict, 422)


class Use(Own):
    """受托办理: the agent's own session waits beside the new one."""

    act = "parties.grant_mandate"  # a person's post; the mandate itself is judged by the act
    template = "own/mandates.html"

    def perform(self, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            held = Mandate.objects.filter(pk=kwargs["key"]).select_related("grantor__agency").first()
        if held is None:
            mandates.NOT_HIS.or_refuse()
        assert held is not None
        response = let_in(self.request, mandates.use_mandate(held, by=self.by), HOME)
        response.set_cookie(
            SELF_COOKIE, self.by.token, max_age=sessions.MINUTES[self.by.channel] * 60, httponly=True, samesite="Lax",
            secure=self.request.is_secure(), path=HOME,
        )  # fmt: skip
        return response

    def again(self, verdict: Any, **kwargs: Any) -> HttpResponse:
        return self.refuse(verdict, 422)


@require_POST
def back_to_self(request: HttpRequest) -> HttpResponse:
    """回到本人: what was done for another ends here."""
    acting, mine = getattr(request, "own", None), resolve(request.COOKIES.get(SELF_COOKIE, ""))
    if acting is not None and acting.mandate_id:
        sessions.end(acting, everywhere=False, why="回到本人")
    response: HttpResponse
    if mine is None or mine.own_index is None:
        response = redirect("/my/sign-in")
        response.delete_cookie(OWN_COOKIE, path=HOME, samesite="Lax")
    else:
        response = let_in(request, mine, HOME)
    response.delete_cookie(SELF_COOKIE, path=HOME, samesite="Lax")
    return response


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
