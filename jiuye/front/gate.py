"""Sign-in: password, then one-time code, then the post; with lockout. Art. 17.

Failures are counted in `work`; a refused sign-in is written to the ledger when it locks the name,
so that a flood of guesses does not become a flood of entries.
"""

from datetime import datetime, timedelta
from math import ceil

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from jiuye.lib import clock
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties import actions
from jiuye.parties.act import write_refusal
from jiuye.parties.models import Account, SignInTrace
from jiuye.parties.queries import in_force
from jiuye.parties.sessions import Session, open_session

TRIES, LOCKED = 5, timedelta(minutes=15)
_NOBODY = make_password("nobody has this password")
_WRONG = no("账号、口令或动态口令不对", code="G001", help="口令遗失找本区市系统管理员当面重设。")


def check(name: str, password: str, code: str, *, channel: str = "window") -> Session:
    """Let someone in. Raises `Refused` with one and the same sentence whatever was wrong."""
    now = clock.now()
    trace, _ = SignInTrace.objects.get_or_create(name=name[:100])
    if trace.locked_until and trace.locked_until > now:
        minutes = ceil((trace.locked_until - now).total_seconds() / 60)
        raise Refused(no(f"连续失败，账号已锁定，请 {minutes} 分钟后再试", code="G002"))
    account = Account.objects.select_related("staff").filter(name=name, disabled_at=None).first()
    # An unknown name costs the same time as a wrong password.
    good = check_password(password, account.password if account else _NOBODY)
    step = _code_step(account, code, now) if account and good else None
    if account is None or step is None or step <= trace.last_code_step:
        _fail(trace, name)
        raise Refused(_WRONG)
    trace.failures, trace.locked_until, trace.last_code_step = 0, None, step
    trace.save()
    held = account.staff.appointments.filter(in_force(now.date()))
    appointment = held.order_by("valid_from", "id").first()
    if appointment is None:
        raise Refused(no("没有在授权期内的岗位", code="G003", help="由本区市系统管理员授予岗位。"))
    session = open_session(appointment, channel=channel, factors="password+totp")
    actions.sign_in(by=session)
    return session


def _code_step(account: Account, code: str, now: datetime) -> int | None:
    """The 30-second step the code belongs to (RFC 6238, one step either way), or None."""
    totp = pyotp.TOTP(actions.open_secret(account))
    step = int(now.timestamp()) // totp.interval
    return next(
        (s for s in (step, step - 1, step + 1) if pyotp.utils.strings_equal(code, totp.generate_otp(s))), None
    )


def _fail(trace: SignInTrace, name: str) -> None:
    with transaction.atomic():
        trace = SignInTrace.objects.select_for_update().get(pk=trace.pk)
        trace.failures += 1
        locked = trace.failures >= TRIES
        if locked:
            trace.failures, trace.locked_until = 0, clock.now() + LOCKED
        trace.save()
    if locked:
        verdict = Verdict(False, "G002", f"账号 {name[:40]} 连续 {TRIES} 次登录失败，锁定 15 分钟")
        write_refusal(None, ("parties.sign_in", "", None, "", "window"), verdict)
