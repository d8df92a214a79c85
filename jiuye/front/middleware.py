"""At the door: what a page may load, who is asking, and one version of the standard for the whole answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiuye.parties import terminals
from jiuye.parties.sessions import end, resolve
from jiuye.standards.queries import catalogue, holding

COOKIE, OWN_COOKIE, KIOSK_COOKIE = "jiuye_session", "jiuye_own", "jiuye_kiosk"
TERMINAL_COOKIE = "jiuye_terminal"
OPENING = "/kiosk/enable"  # where a machine that is no terminal yet becomes one
SELF_COOKIE = "jiuye_self"  # of somebody who acts for another: his own session, to come back to
Next = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self';"
    " worker-src 'self'"
)


class ContentSecurity:
    """Strict CSP on every answer: nothing inline, nothing from elsewhere; personal pages are never cached."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("X-Frame-Options", "DENY")
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
        return response


class Gate:
    """Puts the session (or None) on the request: staff as `by`, a citizen acting for himself as `own`, each
    by a cookie of its own, so that neither opens the other's pages. The kiosk's pages are for registered
    terminals only, and whoever sits there is out when nobody has touched it for a while.
    Pages and API decide what it may."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kiosk = request.path.startswith("/kiosk/")
        own = kiosk or request.path.startswith("/my/")
        cookie = KIOSK_COOKIE if kiosk else OWN_COOKIE if own else COOKIE
        token = request.COOKIES.get(cookie, "")
        session = resolve(token) if token else None
        if session and ((session.own_index is not None) is not own or (session.channel == "kiosk") is not kiosk):
            session = None
        if kiosk:
            terminal = terminals.standing(request.COOKIES.get(TERMINAL_COOKIE, ""))
            request.terminal = terminal  # type: ignore[attr-defined]
            if session and not (terminal and terminals.still_there(session, terminal, idle_seconds() + GRACE)):
                end(session, everywhere=False, why="自助终端无人操作")
                session = None
            if terminal is None and request.path != OPENING:
                return render(request, "kiosk/closed.html", status=403)
        request.by, request.own = (None, session) if own else (session, None)  # type: ignore[attr-defined]
        request.gone = bool(token) and session is None  # type: ignore[attr-defined]
        return self.get_response(request)


GRACE = 5  # seconds between the page's clock and ours


def idle_seconds() -> int:
    """After how long without a touch a terminal is wiped: a parameter of the standard."""
    known = catalogue().parameters.get("kiosk_idle_seconds")
    return int(known.value) if known else 60


class OneStandard:
    """An answer begun under one version of the standard ends under it, whatever moment falls in between."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with holding():
            return self.get_response(request)
