"""本人登录 through the city's identity provider: there and back. Art. 6(3), 10(1), 17."""

import os

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from jiuye.front import own_gate
from jiuye.front.own_views import let_in, shown_at_the_door, wanted
from jiuye.lib import oidc
from jiuye.lib.verdict import Refused
from jiuye.parties import address, doors

COOKIE = "jiuye_flight"


@require_GET
def set_out(request: HttpRequest) -> HttpResponse:
    """To the provider, with a state only this browser knows."""
    if not oidc.configured():
        return redirect("my:sign_in")
    back = os.environ.get("JIUYE_OIDC_BACK") or request.build_absolute_uri(reverse("my:identity_back"))
    try:
        doors.knock("sign_in", address.of(request), channel=own_gate.channel_of(request.headers.get("User-Agent", "")))
        state, there = own_gate.set_out(wanted(request), back)
    except Refused as refusal:
        return _refused(request, refusal)
    response = redirect(there)
    response.set_cookie(
        COOKIE, state, max_age=int(doors.FLIGHT_LASTS.total_seconds()), httponly=True, samesite="Lax",
        secure=request.is_secure(), path=reverse("my:identity_back"),
    )  # fmt: skip
    return response


@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """From the provider, with a code for whoever signed in there."""
    if not oidc.configured():
        return redirect("my:sign_in")
    channel = own_gate.channel_of(request.headers.get("User-Agent", ""))
    state, code = (request.GET.get(n, "")[:2000] for n in ("state", "code"))
    try:
        doors.knock("sign_in", address.of(request), channel=channel)
        session, next_url = own_gate.come_back(state, request.COOKIES.get(COOKIE, ""), code, channel=channel)
    except Refused as refusal:
        response = _refused(request, refusal)
    else:
        response = let_in(request, session, next_url)
    response.delete_cookie(COOKIE, path=reverse("my:identity_back"), samesite="Lax")
    return response


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    told = shown_at_the_door(request) | {"refusal": refusal.verdict}
    return render(request, "own/sign_in.html", told, status=422)
