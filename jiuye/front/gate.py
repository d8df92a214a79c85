"""Sign-in: password, then one-time code, then the post; with lockout. Art. 17.

Failures are counted in `work`; a refused sign-in is written to the ledger when it locks the name,
so that a flood of guesses does not become a flood of entries.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from math import ceil

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from jiuye.lib import clock
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties import actions
from jiuye.parties.act import write_refusal
from jiuye.parties.models import Account, Appointment, SignInTrace
from jiuye.parties.posts import POSTS
from jiuye.parties.queries import posts_in_force
from jiuye.parties.sessions import Session, open_session

TRIES, LOCKED = 5, timedelta(minutes=15)
_NOBODY = make_password("nobody has this password")
_WRONG = no("账号、口令或动态口令不对", code="G001", help="口令遗失找本区市系统管理员当面重设。")


TICKET = timedelta(minutes=3)


class ChoosePost(Refused):
    """Both factors are right and there are several posts: `ticket` stands for the factors, once, for the name."""

    def __init__(self, posts: Sequence[Appointment], ticket: str) -> None:
        named = "、".join(f"{POSTS[p.post].label}（{p.agency.name}）" for p in posts)
        super().__init__(no("您有几个岗位，请选这次用哪一个", code="G004", help=named))
        self.posts, self.ticket = posts, ticket


def check(name: str, password: str, code: str, *, channel: str = "window", post: str = "") -> Session:
    """Let someone in. `post`: the code of the post he means to act in, where he knows it.

    Raises `Refused` with one and the same sentence whatever was wrong, `ChoosePost` when more than one post
    is in force and none is named."""
    now = clock.now()
    trace, _ = SignInTrace.objects.get_or_create(name=name[:100])
    _not_locked(trace, now)
    account = Account.objects.select_related("staff").filter(name=name, disabled_at=None).first()
    # An unknown name costs the same time as a wrong password.
    good = check_password(password, account.password if account else _NOBODY)
    step = _code_step(account, code, now) if account and good else None
    if account is None or step is None or step <= trace.last_code_step:
        _fail(trace, name)
        raise Refused(_WRONG)
    trace.failures, trace.locked_until, trace.last_code_step = 0, None, step
    trace.save()
    held = [p for p in posts_in_force(account.staff_id, now.date()) if post in ("", p.post)]
    if not held:
        raise Refused(no("没有在授权期内的岗位", code="G003", help="由本区市系统管理员授予岗位。"))
    if len(held) > 1:
        raise ChoosePost(held, _ticket(trace, now))
    return _enter(held[0], channel)


def choose(name: str, ticket: str, chosen: str, *, channel: str = "window") -> Session:
    """Let someone in whose factors `check` has seen: the key of one of his posts. The ticket serves once and
    for three minutes. Raises `Refused`; a wrong ticket counts as a failed sign-in."""
    now = clock.now()
    trace = SignInTrace.objects.filter(name=name[:100]).first()
    if trace is None:
        raise Refused(_WRONG)
    _not_locked(trace, now)
    if not trace.ticket or not compare_digest(trace.ticket, _digest(ticket)):
        _fail(trace, name)
        raise Refused(_WRONG)
    if trace.ticket_until is None or trace.ticket_until < now:
        raise Refused(no("选择岗位超过了 3 分钟", code="G005", help="请重新签入。"))
    account = Account.objects.filter(name=name, disabled_at=None).first()
    held = posts_in_force(account.staff_id, now.date()) if account else []
    found = next((p for p in held if str(p.pk) == chosen), None)
    if found is None:
        raise Refused(no("没有这个岗位，或已不在授权期内", code="G003", help="请重新签入。"))
    trace.ticket, trace.ticket_until = "", None
    trace.save()
    return _enter(found, channel)


def _enter(held: Appointment, channel: str) -> Session:
    session = open_session(held, channel=channel, factors="password+totp")
    actions.sign_in(by=session)
    return session


def _not_locked(trace: SignInTrace, now: datetime) -> None:
    if trace.locked_until and trace.locked_until > now:
        minutes = ceil((trace.locked_until - now).total_seconds() / 60)
        raise Refused(no(f"连续失败，账号已锁定，请 {minutes} 分钟后再试", code="G002"))


def _ticket(trace: SignInTrace, now: datetime) -> str:
    ticket = secrets.token_urlsafe(32)
    trace.ticket, trace.ticket_until = _digest(ticket), now + TICKET
    trace.save()
    return ticket


def _digest(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()


def _code_step(account: Account, code: str, now: datetime) -> int | None:
    """The 30-second step the code belongs to (RFC 6238, one step either way), or None."""
    totp = pyotp.TOTP(actions.open_secret(account))
    step = int(now.timestamp()) // totp.interval
    return next((s for s in (step, step - 1, step + 1) if pyotp.utils.strings_equal(code, totp.generate_otp(s))), None)


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
