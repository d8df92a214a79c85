"""Writes of the parties room: founding the agencies and the demo's cast, sign-in and sign-out on the ledger."""

from datetime import date
from typing import Any

import pyotp
from django.contrib.auth.hashers import make_password

from jiuye.lib import vault
from jiuye.lib.verdict import no
from jiuye.parties import identity, queries, rules
from jiuye.parties.act import act
from jiuye.parties.cast import CAST, PASSWORD, paper, phone
from jiuye.parties.leaving import hand_over, leave
from jiuye.parties.models import Account, Agency, Appointment, Instance, Staff
from jiuye.parties.queries import not_ended
from jiuye.parties.sessions import Session
from jiuye.parties.weihai import agencies

__all__ = [
    "enrol", "found_administrator", "found_agencies", "found_cast", "grant", "hand_over", "identify", "leave",
    "open_secret", "recertify", "register_phone", "reinstate", "revoke", "seal_secret", "sign_in", "sign_out",
]  # fmt: skip


def found_agencies(*, by: Session) -> None:
    """Enter the city's agencies, parents first. Art. 4. Done once; a second call changes nothing."""
    known = {a.code: a for a in Agency.objects.all()}
    with act("parties.found", by=by, why="建立机构") as entry:
        for plan in agencies():
            if plan.code not in known:
                agency = Agency(
                    code=plan.code, name=plan.name, kind=plan.kind, level=plan.level,
                    division=plan.division, parent=known.get(plan.parent),
                )  # fmt: skip
                entry.put(agency)
                known[plan.code] = agency


def found_cast(*, by: Session) -> int:
    """Enter those of the demo's staff and accounts that are not there yet. Returns how many accounts. Refused outside
    demo mode."""
    there = set(Account.objects.values_list("name", flat=True))
    missing = [member for member in CAST if member.account not in there]
    untended = Agency.objects.exclude(appointment__post="technician").order_by("code")
    if not missing and not untended.exists():
        return 0
    with act("parties.found", by=by, why="演示账号") as entry:
        if not Instance.objects.get().demo:
            no("演示账号只能在演示环境建立", code="P001").or_refuse()
        password = make_password(PASSWORD)
        for member in missing:
            agency = Agency.objects.get(code=member.agency)
            staff = Staff(
                staff_no=member.account.upper(), name=member.name, agency=agency, enrolled_on=entry.at.date(),
            )  # fmt: skip
            staff.identity_index, staff.short_index = identity.indexes_of(paper(CAST.index(member)))
            staff.phone_index = identity.phone_index(phone(CAST.index(member)))
            appointment = Appointment(staff=staff, post=member.post, agency=agency, valid_from=entry.at.date())
            account = Account(name=member.account, staff=staff, password=password, demo=True)
            account.totp_secret = seal_secret(account, pyotp.random_base32())
            entry.put(staff, appointment, account)
        for agency in untended:
            # Art. 4(2): every agency has its technical manager; these sign in nowhere.
            staff = Staff(
                staff_no=f"JS{agency.code}", name=f"演示·技术{agency.code[2:]}", agency=agency,
                enrolled_on=entry.at.date(),
            )  # fmt: skip
            post = Appointment(staff=staff, post="technician", agency=agency, valid_from=entry.at.date())
            entry.put(staff, post)
    return len(missing)


def found_administrator(*, by: Session, account: str, password: str) -> str:
    """The first administrator of a real installation, who enrols everyone else. Art. 9(1). Refused once
    there is an account. Returns the TOTP secret, shown once."""
    with act("parties.found", by=by, why="首位系统管理员") as entry:
        if Account.objects.exists():
            no("已有账号，首位管理员只能建立一次", code="P063").or_refuse()
        agency = Agency.objects.get(code="37100001")
        staff = Staff(staff_no=account.upper(), name="首位系统管理员", agency=agency, enrolled_on=entry.at.date())
        post = Appointment(staff=staff, post="district_admin", agency=agency, valid_from=entry.at.date())
        made = Account(name=account, staff=staff, password=make_password(password))
        secret = pyotp.random_base32()
        made.totp_secret = seal_secret(made, secret)
        entry.put(staff, post, made)
    return secret


def enrol(
    *, by: Session, staff_no: str, name: str, agency: Agency, post: str, account: str, password: str,
    id_number: str, mobile_phone: str, valid_to: date | None = None,
) -> tuple[Account, str]:  # fmt: skip
    """人员入职: a person, a dated post and an account. Art. 4, 9(1). Of identity number and phone the index is kept.

    Returns the account and the TOTP secret, shown once. Refused beyond the administrator's own scope."""
    with act("parties.enrol", by=by, on=("parties.agency", agency.pk), why=f"入职 {staff_no}") as entry:
        rules.may_appoint(by.district, by.city_wide, agency, post).or_refuse()
        for text, label in [(staff_no, "工号"), (name, "姓名"), (account, "账号")]:
            rules.good_name(text, label).or_refuse()
        identity.good_number(id_number).or_refuse()
        identity.good_phone(mobile_phone).or_refuse()
        who = identity.indexes_of(id_number)
        rules.free_names(
            Staff.objects.filter(staff_no=staff_no).exists(), Account.objects.filter(name=account).exists(),
            queries.works_here(who.full),
        ).or_refuse()  # fmt: skip
        rules.good_password(password).or_refuse()
        staff = Staff(
            staff_no=staff_no, name=name, agency=agency, enrolled_on=entry.at.date(), identity_index=who.full,
            short_index=who.short, phone_index=identity.phone_index(mobile_phone),
        )  # fmt: skip
        appointment = Appointment(
            staff=staff, post=post, agency=agency, valid_from=entry.at.date(), valid_to=valid_to,
            granted_by_id=by.staff_id,
        )  # fmt: skip
        made = Account(name=account, staff=staff, password=make_password(password))
        secret = pyotp.random_base32()
        made.totp_secret = seal_secret(made, secret)
        entry.put(staff, appointment, made)
        return made, secret


def identify(staff: Staff, *, by: Session, id_number: str, why: str) -> None:
    """补登记证件 of somebody entered before it was asked for, once and by another: from then on all his accounts are
    one human's, and posts may be given by him and to him. Art. 9(1).

    Raises `Refused` beyond the administrator's own scope, for himself, a second time, and for a number at work here."""
    with act("parties.identify", by=by, on=staff, why=why) as entry:
        rules.good_reason(why).or_refuse()
        rules.may_identify(by.district, by.city_wide, staff, own=by.staff_id == staff.pk).or_refuse()
        identity.good_number(id_number).or_refuse()
        who = identity.indexes_of(id_number)
        rules.free_names(False, False, queries.works_here(who.full)).or_refuse()
        staff.identity_index, staff.short_index = who
        entry.put(staff)


def register_phone(staff: Staff, *, by: Session, mobile_phone: str) -> None:
    """登记手机号码 of somebody who works here, his first or a new one; whoever files it as a client's is asked.

    Art. 6(1). Raises `Refused` beyond the administrator's own scope and for whoever left or is no staff."""
    with act("parties.register_phone", by=by, on=staff) as entry:
        rules.may_register_phone(by.district, by.city_wide, staff).or_refuse()
        identity.good_phone(mobile_phone).or_refuse()
        staff.phone_index = identity.phone_index(mobile_phone)
        entry.put(staff)


def grant(
    staff: Staff, *, by: Session, post: str, agency: Agency, why: str, valid_to: date | None = None
) -> Appointment:
    """授权: a dated post for someone who works here already, never for oneself. Art. 9(1), 10(3).

    Raises `Refused` beyond the granter's own scope, for himself, and for a post already held."""
    with act("parties.grant", by=by, on=staff, why=why) as entry:
        rules.good_reason(why).or_refuse()
        rules.may_appoint(by.district, by.city_wide, agency, post).or_refuse()
        today = entry.at.date()
        held = Appointment.objects.filter(not_ended(today), staff=staff, post=post, agency=agency)
        rules.may_grant(by.staff_id, staff.pk, left=staff.left_on is not None, held=held.exists()).or_refuse()
        rules.both_known(by.staff, staff).or_refuse()
        appointment = Appointment(
            staff=staff, post=post, agency=agency, valid_from=today, valid_to=valid_to, granted_by_id=by.staff_id
        )
        entry.put(appointment)
    return appointment


def revoke(appointment: Appointment, *, by: Session, why: str) -> None:
    """撤权: the post ends now; the holder's next statement is refused. Art. 9(1)."""
    with act("parties.revoke", by=by, on=appointment, why=why) as entry:
        rules.good_reason(why).or_refuse()
        rules.may_revoke(by.staff_id, appointment.staff_id, revoked=appointment.revoked_at is not None).or_refuse()
        rules.may_appoint(by.district, by.city_wide, appointment.agency, appointment.post).or_refuse()
        appointment.revoked_by_id = by.staff_id
        appointment.revoked_at = entry.at
        entry.put(appointment)


def recertify(appointment: Appointment, *, by: Session, why: str) -> None:
    """复核授权: someone else has looked and the post is still needed; who and when stand beside it. It counts for
    another year from today, one that had lapsed as well.

    Art. 9(1), 10(3). Raises `Refused` beyond the administrator's own scope, for his own post, for one that
    has ended."""
    with act("parties.recertify", by=by, on=appointment, why=why) as entry:
        rules.good_reason(why).or_refuse()
        rules.may_recertify(
            by.staff_id, appointment.staff_id,
            ended=not Appointment.objects.filter(not_ended(entry.at.date()), pk=appointment.pk).exists(),
        ).or_refuse()  # fmt: skip
        rules.both_known(by.staff, appointment.staff).or_refuse()
        rules.may_appoint(by.district, by.city_wide, appointment.agency, appointment.post).or_refuse()
        appointment.recertified_by_id, appointment.recertified_at = by.staff_id, entry.at
        entry.put(appointment)


def reinstate(appointment: Appointment, *, by: Session, why: str) -> None:
    """恢复末位管理人员: when every post of the city that may confirm others has lapsed, one of them counts for a
    year again, by word of whoever keeps the server. Art. 9(1).

    Raises `Refused` while somebody else could confirm it, for any other post, for one that has ended."""
    with act("parties.reinstate", by=by, on=appointment, why=why) as entry:
        rules.good_reason(why).or_refuse()
        rules.may_reinstate(
            appointment.agency.level, appointment.post, others=queries.somebody_confirms(),
            ended=not Appointment.objects.filter(not_ended(entry.at.date()), pk=appointment.pk).exists(),
        ).or_refuse()  # fmt: skip
        appointment.recertified_by_id, appointment.recertified_at = by.staff_id, entry.at
        entry.put(appointment)


def sign_in(*, by: Session, why: str = "") -> None:
    """登录 on the ledger, once the gate has let the session in. Art. 17."""
    with act("parties.sign_in", by=by, why=why):
        pass


def sign_out(*, by: Session, everywhere: bool = False) -> None:
    """退出 on the ledger, before the session ends."""
    with act("parties.sign_out", by=by, why="全部退出" if everywhere else ""):
        pass


def seal_secret(account: Account, secret: str) -> bytes:
    return vault.wrap(f"totp:{account.pk}", secret.encode())


def open_secret(account: Any) -> str:
    return vault.unwrap(f"totp:{account.pk}", account.totp_secret).decode()
