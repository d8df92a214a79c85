"""The door's own pages: sign-in, sign-out, worklist, health."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiuye.front import gate, worklist
from jiuye.front.health import ready
from jiuye.front.middleware import COOKIE
from jiuye.jobs import queries as jobs
from jiuye.jobs.views import line
from jiuye.lib.verdict import Refused
from jiuye.parties import actions, sessions
from jiuye.parties.models import Appointment
from jiuye.parties.pages import GONE, Page, may
from jiuye.parties.posts import POSTS
from jiuye.parties.sessions import Session


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
    shown: dict[str, object] = {"next": next_url, "name": name}
    try:
        session = _let_in(request, name)
    except gate.ChoosePost as choice:
        return render(request, "front/sign_in.html", shown | {"choice": choice, "posts": _labelled(choice.posts)})
    except Refused as refusal:
        return render(request, "front/sign_in.html", shown | {"refusal": refusal.verdict}, status=422)
    return with_session(redirect(next_url), request, session)


def _let_in(request: HttpRequest, name: str) -> Session:
    """By factors, or by the ticket they gave and the post chosen."""
    posted = request.POST
    if "ticket" in posted:
        return gate.choose(name, posted["ticket"], posted.get("appointment", ""))
    return gate.check(name, posted.get("password", ""), posted.get("code", "").strip())


def _labelled(posts: Sequence[Appointment]) -> list[tuple[Appointment, str]]:
    return [(p, POSTS[p.post].label) for p in posts]


def with_session(response: HttpResponseRedirect, request: HttpRequest, by: Session) -> HttpResponseRedirect:
    """The answer with the session's cookie; the session itself says when it ends."""
    minutes = sessions.MINUTES[by.channel]
    response.set_cookie(
        COOKIE, by.token, max_age=minutes * 60, httponly=True, samesite="Strict", secure=request.is_secure()
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
        mine = [line(j) for j in jobs.latest(self.by)]
        return {
            "rows": worklist.waiting_for(self.by), "idle": worklist.IDLE.get(self.by.post), "jobs": mine,
            "drafts": worklist.drafts_of(self.by), "may_due": may(self.by, "records.open"),
        }  # fmt: skip
