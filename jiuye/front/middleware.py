"""Two guards at the door: what a page may load, and who is asking."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jiuye.parties.sessions import resolve

COOKIE = "jiuye_session"
Next = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
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
    """Puts the session (or None) on the request as `by`. Pages and API decide what it may."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request.COOKIES.get(COOKIE, "")
        request.by = resolve(token) if token else None  # type: ignore[attr-defined]
        request.gone = bool(token) and request.by is None  # type: ignore[attr-defined]
        return self.get_response(request)
