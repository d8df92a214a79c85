"""What every operation of the API shares: who calls, what was asked wrongly, and how a refusal is told."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import StringConstraints

from jiuye import __version__
from jiuye.lib import clock
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties import sessions
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import may
from jiuye.parties.sessions import Session

SIGN_IN = frozenset({"JY401", "G001", "G002", "D001", "D002", "D003", "D004"})
NOT_YOURS = frozenset({"JY403", "G003", "D007"})
TOO_MUCH = frozenset({"D005", "D006"})
# PostgreSQL keeps no NUL in a text; everything else is the rules' to judge.
Text = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]


class Refusal(Schema):
    """Why not: a stable code, the sentence, and who or what can help."""

    code: str
    reason: str
    help: str


REFUSED: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 422), Refusal)


class Bearer(HttpBearer):
    """The session a token stands for."""

    def authenticate(self, request: HttpRequest, token: str) -> Session | None:
        return sessions.resolve(token)


class Missing(Refused):
    """What was asked for is not there, or not in the asker's sight: one answer for both."""


# No docs page: the usual ones load their scripts from elsewhere.
api = NinjaAPI(
    title="公共就业业务数据管理系统", version=__version__, docs_url=None, auth=Bearer(), urls_namespace="api"
)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return _answer(request, refusal.verdict, 404 if isinstance(refusal, Missing) else _status(refusal.verdict.code))


def _status(code: str) -> int:
    for status, codes in ((401, SIGN_IN), (403, NOT_YOURS), (429, TOO_MUCH)):
        if code in codes:
            return status
    return 422


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _answer(request, no("没有签入，或签入已经结束", code="JY401", help="重新签入后再办。"), 401)


@api.exception_handler(ValidationError)
def _misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    where = "、".join(dict.fromkeys(".".join(map(str, e["loc"][1:])) for e in error.errors))
    return _answer(request, no(f"请求不合格式：{where}", code="A422", help="格式见 /api/openapi.json。"), 422)


@api.exception_handler(HttpError)
def _broken(request: HttpRequest, error: HttpError) -> HttpResponse:
    verdict = no("请求读不懂", code=f"A{error.status_code}", help="格式见 /api/openapi.json。")
    return _answer(request, verdict, error.status_code)


def _answer(request: HttpRequest, verdict: Verdict, status: int) -> HttpResponse:
    told = {"code": verdict.code, "reason": verdict.reason, "help": verdict.help}
    return api.create_response(request, told, status=status)


def demand(by: Session, *acts: str) -> None:
    """May this post do these acts? Asked before any work is done; a no is on file."""
    for act in acts:
        if not (verdict := may(by, act)):
            write_refusal(by, (act, "", None, "", ""), verdict)
            raise Refused(verdict)


def caller(request: HttpRequest) -> Session:
    """The session of whoever calls."""
    found = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Session)
    return found


def local(value: Any) -> Any:
    """Moments in the city's time, everything else as it is."""
    return value.astimezone(clock.ZONE) if isinstance(value, datetime) else value
