"""What every room's page is: signed in, permitted by post, read inside the scope, refused in words.

A page names the act whose permission it needs (`act`), or is open to any signed-in post.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views import View

from jiuye.lib.verdict import YES, Refused, Verdict, no
from jiuye.parties.act import write_refusal
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session, scope

GONE = no("会话已结束或岗位授权已收回，请重新签入；草稿还在", code="JY401")


class Page(View):
    """A guarded page. Subclasses give `template`, `context()` and, when they change something, `perform()`."""

    template = ""
    refused = "refused.html"
    door, gate = "by", "/sign-in"  # which session of the request it is for, and where one without goes
    act = ""
    room = ""
    by: Session

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, self.door, None)
        if by is None:
            return self.to_the_gate(request)
        self.by = by
        verdict = may(by, self.act)
        if not verdict:
            write_refusal(by, (self.act, "", None, "", ""), verdict)
            return self.refuse(verdict, 403)
        return super().dispatch(request, *args, **kwargs)

    def to_the_gate(self, request: HttpRequest) -> HttpResponse:
        """Nobody is signed in (any more): back to the gate; a deed that was refused for it is on file."""
        query = {"next": request.get_full_path()}
        if getattr(request, "gone", False):
            query["gone"] = "1"
            if request.method == "POST":
                write_refusal(None, (self.act or "parties.sign_in", "", None, "", "window"), GONE)
        return redirect(f"{self.gate}?{urlencode(query)}")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(**kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return self.perform(**kwargs)
        except Refused as refusal:
            return self.again(refusal.verdict, **kwargs)

    def show(self, *, status: int = 200, extra: dict[str, Any] | None = None, **kwargs: Any) -> HttpResponse:
        """Render inside the reading scope, lazy queries included."""
        with scope(self.by):
            context = self.context(**kwargs) | {"room": self.room} | (extra or {})
            return render(self.request, self.template, context, status=status)

    def again(self, verdict: Verdict, **kwargs: Any) -> HttpResponse:
        """The page once more with the refusal on top; what was typed is still there."""
        return self.show(status=422, extra={"refusal": verdict}, **kwargs)

    def refuse(self, verdict: Verdict, status: int) -> HttpResponse:
        return render(self.request, self.refused, {"refusal": verdict, "room": self.room}, status=status)

    def say(self, text: str) -> None:
        messages.success(self.request, text)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {}

    def perform(self, **kwargs: Any) -> HttpResponse:
        return self.refuse(no("此页没有可提交的内容", code="W405"), 405)


def may(by: Session, act: str) -> Verdict:
    """May this post do the act? The same answer greys the button; the database asks again."""
    if not act or by.post in ACTS[act].posts:
        return YES
    return no(
        f"本岗位没有“{ACTS[act].label}”权限", code="JY403", help="由本区市系统管理员授予岗位权限。"
    )  # fmt: skip
