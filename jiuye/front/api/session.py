"""Signing in and out. Art. 17."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from jiuye.front import gate
from jiuye.front.api.door import REFUSED, Name, Text, caller
from jiuye.parties import actions as parties
from jiuye.parties import sessions

router = Router()


class SignIn(Schema):
    """Account, password and the one-time code of the moment."""

    account: Name
    password: Text
    code: Annotated[str, StringConstraints(max_length=12, pattern=r"^[0-9]*$")]
    post: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]*$")] = ""


class SignedIn(Schema):
    """The token of the session and what it stands for; it ends after `minutes`."""

    token: str
    post: str
    district: str
    minutes: int


@router.post("/sign-in", auth=None, response={200: SignedIn} | REFUSED, operation_id="parties.sign_in")
def sign_in(request: HttpRequest, given: SignIn) -> Any:
    """登录: password and one-time code for a token; `post` where the person holds several."""
    by = gate.check(given.account, given.password, given.code, channel="window", post=given.post)
    minutes = sessions.MINUTES[by.channel]
    return {"token": by.token, "post": by.post, "district": by.district, "minutes": minutes}


@router.post("/sign-out", response={204: None} | REFUSED, operation_id="parties.sign_out")
def sign_out(request: HttpRequest) -> Any:
    """退出: the token means nothing from now on."""
    by = caller(request)
    parties.sign_out(by=by)
    sessions.end(by, everywhere=False, why="退出")
    return Status(204, None)
