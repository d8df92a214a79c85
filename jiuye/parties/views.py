"""Pages of the parties room: agencies, colleagues and their posts, what each post may do. Art. 4, 9(1)."""

from datetime import date
from typing import Any, NoReturn

import pyotp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiuye.lib import clock
from jiuye.lib.verdict import Refused, Verdict, first_no, no
from jiuye.parties import actions, queries, rules
from jiuye.parties.act import write_refusal
from jiuye.parties.models import Agency, Appointment, Staff
from jiuye.parties.pages import Page, may
from jiuye.parties.posts import CITY, DISTRICT, POSTS, STAFF, TOWN
from jiuye.parties.sessions import Session

ROOM_LABELS = {
    "parties": "机构人员", "standards": "标准参数", "collection": "采集审核", "records": "就业库",
    "maintenance": "数据维护", "usage": "查询使用", "accountability": "监督问责",
    "quality": "质量检查", "jobs": "后台任务", "ledger": "台账",
}  # fmt: skip
_LEVELS = {CITY: "市级", DISTRICT: "区市级", TOWN: "镇街"}
ISSUER = "公共就业业务数据管理"


class Index(Page):
    """The agencies in three levels, and who holds a post there today."""

    template = "parties/index.html"
    room = "parties"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "tab": "index",
            "nodes": [(n, [_post(a) for a in n.people]) for n in queries.tree()],
            "may_enrol": may(self.by, "parties.enrol"),
        }


class Posts(Page):
    """What each post may do, straight from the permission list."""

    template = "parties/posts.html"
    room = "parties"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        rooms = [(ROOM_LABELS.get(r, r), acts) for r, acts in queries.acts_by_room()]
        return {"tab": "posts", "posts": list(POSTS.values()), "by_room": rooms}


class Due(Page):
    """The posts of one's own scope that another has to look over, before and after they lapse."""

    template = "parties/due.html"
    room = "parties"
    act = "parties.recertify"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        due = [(_post(a), _standing(a, today)) for a in queries.to_recertify(self.by)]
        typed = self.request.POST
        kept = {"chosen": typed.getlist("held"), "why": typed.get("why", "")}
        return {"tab": "due", "due": due, "own": self.by.staff_id, **kept}


class StaffMember(Page):
    """A colleague: posts in force and past."""

    template = "parties/staff.html"
    room = "parties"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        staff = _found(queries.person(kwargs["key"]))
        today = clock.today()
        typed = self.request.POST
        return {
            "staff": staff,
            "account": getattr(staff, "account", None),
            "appointments": [
                (_post(a), _standing(a, today), _offers(self.by, a)) for a in queries.appointments(staff)
            ],
            "agencies": queries.agencies_for(self.by),
            "posts": _offered(self.by),
            "may_grant": first_no(may(self.by, "parties.grant"), rules.may_grant(
                self.by.staff_id, staff.pk, left=staff.left_on is not None, held=False),
                rules.both_known(self.by.staff, staff)),
            "may_identify": first_no(may(self.by, "parties.identify"), rules.may_identify(
                self.by.district, self.by.city_wide, staff, own=staff.pk == self.by.staff_id)),
            "may_phone": first_no(may(self.by, "parties.register_phone"), rules.may_register_phone(
                self.by.district, self.by.city_wide, staff)),
            "may_hand_over": rules.may_hand_over(self.by, staff) and queries.collects(staff),
            "may_leave": first_no(may(self.by, "parties.leave"), rules.may_leave(
                self.by.district, self.by.city_wide, staff.agency, own=staff.pk == self.by.staff_id,
                left=staff.left_on is not None, open_work=False)),
            "typed": typed,
            "today": today,
        }  # fmt: skip


class Identify(StaffMember):
    """补登记证件 of someone entered before it was asked for."""

    act = "parties.identify"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("parties:staff", key=kwargs["key"])

    def perform(self, **kwargs: Any) -> HttpResponse:
        staff = _found(queries.person(kwargs["key"]))
        typed = self.request.POST
        actions.identify(staff, by=self.by, id_number=typed.get("id_number", ""), why=typed.get("seen", "").strip())
        self.say(f"已登记 {staff.name} 的证件。")
        return redirect("parties:staff", key=staff.pk)


class RegisterPhone(StaffMember):
    """登记手机号码, the first or a new one."""

    act = "parties.register_phone"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("parties:staff", key=kwargs["key"])

    def perform(self, **kwargs: Any) -> HttpResponse:
        staff = _found(queries.person(kwargs["key"]))
        actions.register_phone(staff, by=self.by, mobile_phone=self.request.POST.get("mobile_phone", "").strip())
        self.say(f"已登记 {staff.name} 的手机号码。")
        return redirect("parties:staff", key=staff.pk)


class Grant(StaffMember):
    """授权 to someone who works here already."""

    act = "parties.grant"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("parties:staff", key=kwargs["key"])

    def perform(self, **kwargs: Any) -> HttpResponse:
        staff = _found(queries.person(kwargs["key"]))
        typed = self.request.POST
        given = actions.grant(
            staff, by=self.by, post=typed.get("post", ""), agency=_agency(self),
            why=typed.get("why", "").strip(), valid_to=_day(self),
        )  # fmt: skip
        self.say(f"已授予 {staff.name} {POSTS[given.post].label}。{_until(given)}")
        return redirect("parties:staff", key=staff.pk)


class Revoke(StaffMember):
    """撤权: the post ends with this very request."""

    act = "parties.revoke"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("parties:staff", key=kwargs["key"])

    def perform(self, **kwargs: Any) -> HttpResponse:
        held = _held(kwargs)
        actions.revoke(held, by=self.by, why=self.request.POST.get("why", "").strip())
        self.say(f"已撤销 {held.staff.name} 的{POSTS[held.post].label}，此刻起不能再用。")
        return redirect("parties:staff", key=held.staff_id)


class Recertify(Revoke):
    """复核授权: the post was looked over and stays."""

    act = "parties.recertify"

    def perform(self, **kwargs: Any) -> HttpResponse:
        held = _held(kwargs)
        actions.recertify(held, by=self.by, why=self.request.POST.get("why", "").strip())
        self.say(f"已复核 {held.staff.name} 的{POSTS[held.post].label}，仍需此岗。")
        return redirect("parties:staff", key=held.staff_id)


class Enrol(Page):
    """人员入职. The second factor is shown once, on the answer to the form, and kept nowhere in clear."""

    template = "parties/enrol.html"
    act = "parties.enrol"
    room = "parties"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "agencies": queries.agencies_for(self.by),
            "posts": _offered(self.by),
            "typed": self.request.POST,
        }

    def perform(self, **kwargs: Any) -> HttpResponse:
        typed = self.request.POST
        account, secret = actions.enrol(
            by=self.by, staff_no=typed.get("staff_no", "").strip(), name=typed.get("name", "").strip(),
            agency=_agency(self), post=typed.get("post", ""),
            account=typed.get("account", "").strip(), password=typed.get("password", ""),
            id_number=typed.get("id_number", ""), mobile_phone=typed.get("mobile_phone", "").strip(),
            valid_to=_day(self),
        )  # fmt: skip
        uri = pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=ISSUER)
        shown = {"account": account, "secret": secret, "uri": uri, "room": self.room}
        return render(self.request, "parties/enrolled.html", shown)


def _offers(by: Session, held: Appointment) -> dict[str, Verdict]:
    """撤权 and 复核授权 of a post, as the acts would answer today: what is refused anyway is not offered."""
    within = rules.may_appoint(by.district, by.city_wide, held.agency, held.post)
    return {
        "revoke": first_no(may(by, "parties.revoke"), rules.may_revoke(
            by.staff_id, held.staff_id, revoked=held.revoked_at is not None), within),
        "recertify": first_no(may(by, "parties.recertify"), rules.may_recertify(
            by.staff_id, held.staff_id, ended=_standing(held, clock.today()) not in ("held", "lapsed")),
            rules.both_known(by.staff, held.staff), within),
    }  # fmt: skip


def _held(named: dict[str, Any]) -> Appointment:
    """The appointment an address names, of the person it names."""
    held = queries.appointment(named["appointment"])
    if held is None or held.staff_id != named["key"]:
        raise Http404
    return held


def _offered(by: Session) -> list[tuple[str, str]]:
    """The posts one may give somewhere, and where an agency of his does not have one."""
    levels = set(queries.agencies_for(by).values_list("level", flat=True))
    found = [p for p in POSTS.values() if p.code in STAFF and p.levels & levels]
    lacking = [(p, "、".join(_LEVELS[level] for level in sorted(levels - p.levels))) for p in found]
    return [(p.code, f"{p.label}（{where}机构不设）" if where else p.label) for p, where in lacking]


def _post(appointment: Appointment) -> dict[str, Any]:
    return {"held": appointment, "label": POSTS[appointment.post].label}


def _standing(held: Appointment, today: date) -> str:
    """revoked, past, lapsed, ahead or held."""
    if held.revoked_at:
        return "revoked"
    if held.valid_to and held.valid_to < today:
        return "past"
    if held.lapses_on and held.lapses_on < today:
        return "lapsed"
    return "ahead" if held.valid_from > today else "held"


def _until(held: Appointment) -> str:
    return f"有效期至 {held.valid_to}。" if held.valid_to else "没有设止期。"


def _found(staff: Staff | None) -> Staff:
    if staff is None:
        raise Http404
    return staff


def _stop(page: Page, verdict: Verdict) -> NoReturn:
    """Refuse what no act could even be tried with; that too is on file."""
    write_refusal(page.by, (page.act, "", None, "", ""), verdict)
    raise Refused(verdict)


def _agency(page: Page) -> Agency:
    found = Agency.objects.filter(code=page.request.POST.get("agency", "")).first()
    return found or _stop(page, no("请选择机构", code="P014"))


def _day(page: Page) -> date | None:
    """The day typed; none for an empty field. Raises `Refused` for what is no day, and for one gone by."""
    text = page.request.POST.get("valid_to", "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day < clock.today():
        _stop(page, no("有效期要写成 2027-12-31 的样式，且不早于今天", code="P015"))
    return day
