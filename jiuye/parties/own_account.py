"""Citizens who act for themselves: the code texted to them, and the account it opens. Art. 6(3), 10(1), 17.

Every code sent is on the ledger, and every one guessed at until it was void. A request refused as too soon or too
often, or for a number that is not on file, leaves no entry, so that a flood of them is no flood of entries.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from jiuye.lib import clock, vault
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import YES, Refused, Verdict, first_no, no
from jiuye.parties.act import act, write_refusal
from jiuye.parties.models import Agency, Appointment, SignInCode, Staff
from jiuye.parties.sessions import Session

LASTS, PAUSE = timedelta(minutes=5), timedelta(seconds=60)
A_DAY, TRIES = 10, 5
_GUESSED = no(f"本人登录的验证码连续输错 {TRIES} 次，这个验证码作废", code="G016")
WRONG = no("号码或验证码不对，或验证码已过期", code="G011", help="请核对后重试，或重新获取验证码。")


def may_send(last: SignInCode | None, now: datetime) -> Verdict:
    """Not again within a minute, not more than ten a day."""
    if last is None:
        return YES
    wait = int((last.sent_at + PAUSE - now).total_seconds()) + 1
    return first_no(
        no(f"验证码刚发过，请 {wait} 秒后再试", code="G012") if wait > 0 else YES,
        no("今天发送的次数已到上限", code="G013", help="请明天再试，或到窗口办理。")
        if last.sent_count >= A_DAY
        else YES,
    )


def fresh_code(subject_index: bytes) -> str:
    """A new code for whoever bears this number, on file or not: what is answered tells nobody which. Raises
    `Refused` when it is too soon or too often."""
    code, now = f"{secrets.randbelow(10**6):06d}", clock.now()
    with transaction.atomic():
        SignInCode.objects.filter(sent_on__lt=now.date()).delete()
        row = SignInCode.objects.select_for_update().filter(pk=subject_index).first()
        may_send(row, now).or_refuse()
        row = row or SignInCode(subject_index=subject_index, sent_count=0)
        row.sent_on, row.sent_at, row.tries, row.sent_count = now.date(), now, 0, row.sent_count + 1
        row.digest = _digest(subject_index, code)
        row.save()
    return code


def send_code(*, by: Session, on: Any, channel: str) -> None:
    """发送验证码 on the ledger: the phone on file of the person `on` is opened to text him."""
    with act("parties.send_code", by=by, on=on, channel=channel, items=["mobile_phone"]):
        pass


def check_code(subject_index: bytes, code: str) -> None:
    """Is this the code last sent? It serves once. Raises `Refused` with one sentence whatever was wrong."""
    with transaction.atomic():
        row = SignInCode.objects.select_for_update().filter(pk=subject_index).first()
        fresh = row is not None and row.sent_at + LASTS > clock.now() and row.tries < TRIES
        good = row is not None and secrets.compare_digest(bytes(row.digest), _digest(subject_index, code))
        if row is not None:
            row.tries = TRIES if fresh and good else row.tries + 1
            row.save(update_fields=["tries"])
    if fresh and not good and row is not None and row.tries == TRIES:
        write_refusal(None, ("parties.sign_in", "", None, "", ""), _GUESSED)
    if not (fresh and good):
        raise Refused(WRONG)


def _digest(subject_index: bytes, code: str) -> bytes:
    return vault.mac("sign-in code", subject_index + code.encode())


def open_account(
    subject_index: bytes, covered_name: str, agency: Agency, *, by: Session, employer_id: str = "",
    principal_index: bytes | None = None, short_index: bytes | None = None,
) -> Appointment:  # fmt: skip
    """本人开户: the account of a citizen for himself, for an employer or under another's mandate, served by the agency
    of the district. Once; later calls give the same. Whoever was known by the 15 digits of his number (`short_index`)
    is known by the 18 from now on."""
    post = "agent" if principal_index else "employer" if employer_id else "person"
    whose = {"employer_id": employer_id, "principal_index": principal_index}
    held = Appointment.objects.select_related("staff").filter(post=post, revoked_at=None, staff__left_on=None)
    held = held.filter(**{f"staff__{n}": v for n, v in whose.items()})
    if there := held.filter(staff__subject_index=subject_index).first():
        return there
    whose |= {"subject_index": subject_index, "short_index": short_index}
    if short_index and (earlier := held.filter(staff__subject_index=short_index).first()):
        with act("parties.open_account", by=by, on=agency, why="证件号码改认 18 位") as entry:
            earlier.staff.subject_index, earlier.staff.short_index = subject_index, short_index
            entry.put(earlier.staff)
        return earlier
    with act("parties.open_account", by=by, on=agency) as entry:
        key = uuid7()
        staff = Staff(
            id=key, staff_no=f"P{key.hex[-12:].upper()}", name=covered_name, agency=agency,
            enrolled_on=entry.at.date(), **whose,
        )  # fmt: skip
        made = Appointment(staff=staff, post=post, agency=agency, valid_from=entry.at.date())
        entry.put(staff, made)
    return made
