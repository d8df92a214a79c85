"""The citizens' door: signing in by a texted code, leaving, checking a receipt, and what a phone keeps. Art. 6(3)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiuye.collection import receipts
from jiuye.collection.rules import STATE_LABELS
from jiuye.front import own_gate
from jiuye.front.middleware import OWN_COOKIE, SELF_COOKIE
from jiuye.lib import oidc, sms
from jiuye.lib.verdict import Refused, no
from jiuye.parties import actions, address, doors, founding, sessions
from jiuye.parties.pages import GONE
from jiuye.parties.sessions import Session, standing_session
from jiuye.usage.own import papers

HOME = "/my/"


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """本人登录 in two steps on one page: the number, then the code texted to the phone on file."""
    number, code = request.POST.get("number", "").strip(), request.POST.get("code", "").strip()
    shown = shown_at_the_door(request) | {"number": number, "step": request.POST.get("step", "")}
    if request.method == "GET":
        return render(request, "own/sign_in.html", shown | {"refusal": GONE if request.GET.get("gone") else None})
    channel = own_gate.channel_of(request.headers.get("User-Agent", ""))
    try:
        if request.POST.get("step") != "code":
            doors.knock("code", address.of(request), channel=channel)
            own_gate.ask(number, channel=channel)
            return render(request, "own/sign_in.html", shown | {"step": "code", "told": own_gate.ASKED})
        doors.knock("sign_in", address.of(request), channel=channel)
        session = own_gate.enter(number, code, channel=channel)
    except Refused as refusal:
        return render(request, "own/sign_in.html", shown | {"refusal": refusal.verdict}, status=422)
    return let_in(request, session, wanted(request))


def wanted(request: HttpRequest) -> str:
    """The page of ours he wants to see when he is in."""
    next_url = request.POST.get("next") or request.GET.get("next") or HOME
    if not next_url.startswith(HOME) or not url_has_allowed_host_and_scheme(next_url, allowed_hosts=None):
        return HOME
    return next_url


def shown_at_the_door(request: HttpRequest) -> dict[str, Any]:
    """What the sign-in page shows, whichever way somebody came to it."""
    outbox = sms.outbox() if settings.DEMO else ""
    return {"next": wanted(request), "ready": sms.configured(), "identity": oidc.configured(), "outbox": outbox}


def let_in(request: HttpRequest, session: Session, next_url: str) -> HttpResponse:
    """He is in: his cookie, and the page he wanted."""
    response = redirect(next_url)
    response.set_cookie(
        OWN_COOKIE, session.token, max_age=sessions.MINUTES[session.channel] * 60, httponly=True, samesite="Lax",
        secure=request.is_secure(), path=HOME,
    )  # fmt: skip
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """退出; what the phone kept of unsent forms goes with it (the page's script sees to that)."""
    own = getattr(request, "own", None)
    if own is not None:
        actions.sign_out(by=own)
        sessions.end(own, everywhere=False, why="退出")
    response = redirect("/my/sign-in?out=1")
    mine = sessions.resolve(request.COOKIES.get(SELF_COOKIE, ""))
    if mine is not None and mine.own_index is not None:
        sessions.end(mine, everywhere=False, why="退出")
    for cookie in (OWN_COOKIE, SELF_COOKIE):
        response.delete_cookie(cookie, path=HOME, samesite="Lax")
    return response


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """核验单据: is a receipt genuine, and where does the case stand; does the book still agree with a stub? No name."""
    told = request.POST if request.method == "POST" else request.GET  # a QR code fills in the form
    number, code = told.get("number", "").strip()[:40], told.get("code", "").strip()[:20]
    shown: dict[str, object] = {"number": number, "code": code}
    if request.method == "POST":
        shown |= _checked(request, number, code)
    return render(request, "own/verify.html", shown, status=422 if "refusal" in shown else 200)


def _checked(request: HttpRequest, number: str, code: str) -> dict[str, object]:
    try:
        doors.knock("receipt", address.of(request), channel="web")
    except Refused as refusal:
        return {"refusal": refusal.verdict}
    machine = standing_session(founding.MACHINE)
    if papers.is_paper(number):
        checked = papers.check_paper(number, code, by=machine)
        return {"checked": checked} if checked else {"refusal": _NOT_GENUINE}
    found = receipts.check_receipt(number, code, machine)
    return {"found": found, "state": STATE_LABELS[found.state]} if found else {"refusal": _NOT_GENUINE}


_NOT_GENUINE = no("编号和核验码对不上，不能证明这张回执是真的", code="G015", help="请核对后重输，或打 12333。")


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What makes the pages installable on a phone."""
    icon = {"src": static("jiuye/seal.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "name": "威海就业 · 网上服务大厅", "short_name": "威海就业", "start_url": HOME, "scope": HOME,
        "display": "standalone", "lang": "zh-CN", "background_color": "#ffffff", "theme_color": "#0a4a6e",
        "icons": [icon],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows a page when the connection is lost; served here, because it governs what lies below."""
    return render(request, "own/worker.js", {}, content_type="text/javascript")


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "own/offline.html")
