"""The terminals' door: a machine is enabled once; then one person after the other signs in and leaves. Art. 6(3), 17.

Between the two steps of signing in the number travels sealed in a cookie and every answer to a form is a redirect, so
that nothing typed stands in the history of the machine's browser.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jiuye.front import own_gate
from jiuye.front.middleware import KIOSK_COOKIE, TERMINAL_COOKIE
from jiuye.lib import sms, vault
from jiuye.lib.card import number_on
from jiuye.lib.sealing import SealBroken
from jiuye.lib.verdict import Refused, no
from jiuye.parties import actions, address, doors, sessions, terminals
from jiuye.standards.rules import cover_ends

HOME, DOOR_COOKIE, DOOR = "/kiosk/", "jiuye_kiosk_door", "/kiosk/sign-in"
LONGEST = 400  # characters of a card reader's line
YEAR = 365 * 24 * 3600
_NO_TERMINAL = no("没有这个密钥，或终端已停用", code="G030", help="请向本区市系统管理员要新的密钥。")


@require_POST
def enable(request: HttpRequest) -> HttpResponse:
    """This machine is the terminal that was registered: it bears the secret from now on."""
    secret = request.POST.get("secret", "")[:60]
    try:
        doors.knock("sign_in", address.of(request), channel="kiosk")
        if terminals.standing(secret) is None:
            _NO_TERMINAL.or_refuse()
    except Refused as refusal:
        return render(request, "kiosk/closed.html", {"refusal": refusal.verdict}, status=422)
    response = redirect(DOOR)
    _put(request, response, TERMINAL_COOKIE, secret.strip(), YEAR)
    return response


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The number (by reader, pad or keys), then the code texted to the phone on file."""
    held = _held(request)
    if request.method == "GET":
        return _page(request, {} if "new" in request.GET else held)
    posted = request.POST
    try:
        if posted.get("step") != "code":
            held = {"number": number_on(posted.get("number", "")[:LONGEST]) or held.get("number", "")}
            doors.knock("code", address.of(request), channel="kiosk")
            own_gate.ask(held["number"], channel="kiosk")
            return _again(request, held | {"step": "code", "told": own_gate.ASKED})
        doors.knock("sign_in", address.of(request), channel="kiosk")
        session = own_gate.enter(held.get("number", ""), posted.get("code", "").strip(), channel="kiosk")
    except Refused as refusal:
        told = {"reason": refusal.verdict.reason, "help": refusal.verdict.help}
        kept = held if posted.get("step") == "code" else {}
        return _again(request, {k: v for k, v in kept.items() if k != "told"} | {"refusal": told})
    terminals.sit_down(session, request.terminal)  # type: ignore[attr-defined]
    response = redirect(HOME)
    response.delete_cookie(DOOR_COOKIE, path=HOME, samesite="Strict")
    _put(request, response, KIOSK_COOKIE, session.token, sessions.MINUTES["kiosk"] * 60)
    return response


def _page(request: HttpRequest, held: dict[str, Any]) -> HttpResponse:
    shown = {"step": held.get("step", ""), "told": held.get("told", ""), "refusal": held.get("refusal")}
    shown |= {"ready": sms.configured(), "outbox": sms.outbox() if settings.DEMO else ""}
    shown["covered"] = cover_ends(held["number"]) if held.get("number") else ""
    response = render(request, "kiosk/sign_in.html", shown)
    if held:
        _keep(request, response, {k: v for k, v in held.items() if k not in ("refusal", "told")})
    else:
        response.delete_cookie(DOOR_COOKIE, path=HOME, samesite="Strict")
    return response


def _again(request: HttpRequest, held: dict[str, Any]) -> HttpResponse:
    response = redirect(DOOR)
    _keep(request, response, held)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """退出: the machine keeps nothing of whoever sat there."""
    own = getattr(request, "own", None)
    if own is not None:
        actions.sign_out(by=own)
        terminals.stand_up(own)
        sessions.end(own, everywhere=False, why="退出")
    response = redirect(f"{DOOR}?new=1")
    response["Clear-Site-Data"] = '"cache", "storage"'  # not "cookies": the machine stays a terminal
    for name in (KIOSK_COOKIE, DOOR_COOKIE):
        response.delete_cookie(name, path=HOME, samesite="Strict")
    return response


def _keep(request: HttpRequest, response: HttpResponse, held: dict[str, Any]) -> None:
    sealed = vault.wrap("kiosk door", json.dumps(held, ensure_ascii=False).encode())
    _put(request, response, DOOR_COOKIE, urlsafe_b64encode(sealed).decode(), 300)


def _held(request: HttpRequest) -> dict[str, Any]:
    try:
        sealed = urlsafe_b64decode(request.COOKIES.get(DOOR_COOKIE, ""))
        held: dict[str, Any] = json.loads(vault.unwrap("kiosk door", sealed)) if sealed else {}
    except (SealBroken, ValueError):
        return {}
    return held


def _put(request: HttpRequest, response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Strict", secure=request.is_secure(), path=HOME
    )
