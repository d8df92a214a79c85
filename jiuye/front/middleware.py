"""At the door: what a page may load, who is asking, and one version of the standard for the whole answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jiuye.parties.sessions import resolve
from jiuye.standards.queries import holding

COOKIE, OWN_COOKIE = "jiuye_session", "jiuye_own"
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
    by a cookie of its own, so that neither opens the other's pages. Pages and API decide what it may."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = request.path.startswith("/my/")
        token = request.COOKIES.get(OWN_COOKIE if own else COOKIE, "")
        session = resolve(token) if token else None
        if session and (session.own_index is not None) is not own:
            session = None
        request.by, request.own = (None, session) if own else (session, None)  # type: ignore[attr-defined]
        request.gone = bool(token) and session is None  # type: ignore[attr-defined]
        return self.get_response(request)


class OneStandard:
    """An answer begun under one version of the standard ends under it, whatever moment falls in between."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with holding():
            return self.get_response(request)
