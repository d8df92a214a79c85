"""The door for departments: a signed question, once, not too fast; then it has a session of its own. Art. 6(4), 17."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction

from jiuye.collection.sharing import keys
from jiuye.collection.sharing.contracts.outbound import A_MINUTE
from jiuye.collection.sharing.models import DepartmentKey, Nonce
from jiuye.collection.sharing.rules import staff_no
from jiuye.lib import clock, signing
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties import sessions
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session

_HELP = "签名方法见共享契约；密钥由市就业信息系统的技术管理岗发放。"
NO_KEY = no("没有这把钥匙，或已经停用", code="D001", help=_HELP)
TWICE = no("这个请求已经收到过，不能重放", code="D004", help="每问一次换一个随机数。")
TOO_FAST = no(f"问得太快，每分钟最多 {A_MINUTE} 次", code="D005", help="请放慢，逐个询问。")
_WHY = {
    signing.UNSIGNED: no("请求没有签名", code="D002", help=_HELP),
    signing.FORGED: no("请求的签名不对", code="D002", help=_HELP),
    signing.REPLAYED: no("请求不得写成答复", code="D002", help=_HELP),
    signing.EXPIRED: no("请求的时间与本机相差太多", code="D003", help="请校时，签名后立即发出。"),
}
_KEEP = timedelta(seconds=3 * signing.WINDOW)
_open: dict[str, Session] = {}
_told = [float("-inf")]  # when an unknown key was last put on file: the book is not to be flooded


@dataclass(frozen=True)
class Caller:
    """A department that has shown its key."""

    session: Session
    key: DepartmentKey
    nonce: str


def let_in(headers: Mapping[str, str], path: str, body: bytes) -> Caller:
    """Raises `Refused`; the refusal is on file."""
    key = keys.by_id(headers.get(signing.KEY, "")[:100])
    if key is None:
        if time.monotonic() - _told[0] > 60:
            _told[0] = time.monotonic()
            _refuse(None, NO_KEY)
        raise Refused(NO_KEY)
    signer = keys.signer(key)
    if why := signing.doubt(signer, key.department, headers, path, body, now=clock.now()):
        _refuse(None, _WHY[why])
        raise Refused(_WHY[why])
    by = _session(key.department)
    if not (verdict := _once(key.key_id, headers[signing.NONCE][:100])):
        _refuse(by, verdict)
        raise Refused(verdict)
    return Caller(by, key, headers[signing.NONCE][:100])


def _once(key_id: str, nonce: str) -> Verdict:
    now = clock.now()
    Nonce.objects.filter(seen_at__lt=now - _KEEP).delete()
    recent = Nonce.objects.filter(key_id=key_id, seen_at__gt=now - timedelta(minutes=1)).count()
    try:
        with transaction.atomic():
            Nonce.objects.create(id=f"{key_id}:{nonce}", key_id=key_id, seen_at=now)
    except IntegrityError:
        return TWICE
    return TOO_FAST if recent >= A_MINUTE else Verdict(True)


def _session(department: str) -> Session:
    """One session serves a department's questions for its hour; ended or revoked, it is opened anew or not at all."""
    held = _open.get(department)
    if held is None or sessions.resolve(held.token) is None:
        held = _open[department] = sessions.department_session(staff_no(department))
    return held


def _refuse(by: Session | None, verdict: Verdict) -> None:
    write_refusal(by, ("collection.answer_department", "", None, "", "sharing"), verdict)
