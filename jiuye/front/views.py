"""The door's own pages: sign-in, sign-out, worklist, health."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiuye.front import gate, worklist
from jiuye.front.health import ready
from jiuye.front.middleware import COOKIE
from jiuye.lib.verdict import Refused
from jiuye.parties import actions, sessions
from jiuye.parties.pages import GONE, Page


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """签入. One sentence for every failure; the name typed is kept, the password never."""
    next_url = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(next_url, allowed_hosts=None):
        next_url = "/"
    if request.method == "GET":
        refusal = GONE if request.GET.get("gone") else None
        return render(request, "front/sign_in.html", {"next": next_url, "refusal": refusal})
    name = request.POST.get("name", "").strip()
    try:
        session = gate.check(name, request.POST.get("password", ""), request.POST.get("code", "").strip())
    except Refused as refusal:
        shown = {"next": next_url, "name": name, "refusal": refusal.verdict}
        return render(request, "front/sign_in.html", shown, status=422)
    response = redirect(next_url)
    minutes = sessions.MINUTES[session.channel]
    response.set_cookie(
        COOKIE, session.token, max_age=minutes * 60, httponly=True, samesite="Strict", secure=request.is_secure()
    )
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """退出; with `everywhere`, all of the person's sessions end."""
    by = getattr(request, "by", None)
    if by is not None:
        everywhere = request.POST.get("everywhere") == "1"
        actions.sign_out(by=by, everywhere=everywhere)
        sessions.end(by, everywhere=everywhere, why="退出")
    response = redirect("/sign-in")
    response.delete_cookie(COOKIE, samesite="Strict")
    return response


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """200 once the first run's inspection is done, 503 before."""
    state = ready()
    return JsonResponse(state, status=200 if state["ready"] else 503)


class Worklist(Page):
    """工作台: what waits for me across all rooms, by due date."""

    template = "front/worklist.html"
    room = "worklist"

    def context(self, **kwargs: object) -> dict[str, object]:
        return {"rows": worklist.waiting_for(self.by), "drafts": worklist.drafts_of(self.by)}
