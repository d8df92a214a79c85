"""One's own account: the posts one holds, the sessions that are open, the way out of all of them. Art. 17."""

from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import redirect

from jiuye.front.views import with_session
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties import actions, sessions
from jiuye.parties.act import database_verdict, write_refusal
from jiuye.parties.models import Agency
from jiuye.parties.pages import Page
from jiuye.parties.posts import POSTS
from jiuye.parties.queries import collects, posts_in_force
from jiuye.parties.sessions import Session

CHANNELS = {"window": "浏览器或接口", "command": "命令行（演示）"}


class OwnAccount(Page):
    """我的登录."""

    template = "front/account.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        names = dict(Agency.objects.values_list("pk", "name"))
        open_now = [
            (s, POSTS[s.post].label, names.get(s.agency_id, ""), CHANNELS.get(s.channel, s.channel))
            for s in sessions.own(self.by)
        ]
        held = posts_in_force(self.by.staff_id, clock.today())
        here = (self.by.post, self.by.agency_id)
        return {
            "sessions": open_now,
            "posts": [(p, POSTS[p.post].label, (p.post, p.agency_id) == here) for p in held],
            "collects": collects(self.by.staff),
        }


class SwitchPost(OwnAccount):
    """换岗: another post of one's own, as a session of its own."""

    act = "parties.sign_in"

    def perform(self, **kwargs: Any) -> HttpResponse:
        fresh = _switched(self.by, kwargs["appointment"])
        actions.sign_in(by=fresh, why="换岗")
        self.say(f"现在以{POSTS[fresh.post].label}办理，{fresh.agency.name}。")
        return with_session(redirect("/"), self.request, fresh)


def _switched(by: Session, key: UUID) -> Session:
    """The new session; what the database refuses goes on file."""
    try:
        return sessions.switch(by, key)
    except DatabaseError as error:
        verdict = database_verdict(error)
        if verdict is None:
            raise
        write_refusal(by, ("parties.sign_in", "parties.appointment", key, "换岗", ""), verdict)
        raise Refused(verdict) from error
