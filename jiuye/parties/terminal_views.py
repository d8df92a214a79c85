"""Pages about self-service terminals: which stand where, a new one, one that is out of use. Art. 6(3), 9(1), 17."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiuye.lib.verdict import no
from jiuye.parties import queries, terminals
from jiuye.parties.models import Terminal
from jiuye.parties.pages import Page, may


class Terminals(Page):
    """自助终端 of the reader's district."""

    template = "parties/terminals.html"
    room = "parties"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "tab": "terminals", "terminals": terminals.terminals_of(self.by), "typed": self.request.POST,
            "agencies": queries.agencies_for(self.by), "may": may(self.by, "parties.register_terminal"),
        }  # fmt: skip


class Register(Terminals):
    """登记自助终端: the secret is shown on this one answer."""

    act = "parties.register_terminal"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("parties:terminals")

    def perform(self, **kwargs: Any) -> HttpResponse:
        typed = self.request.POST
        agency = queries.agencies_for(self.by).filter(code=typed.get("agency", "")).first()
        if agency is None:
            no("请选择终端所在的机构", code="P062").or_refuse()
        assert agency is not None
        made, secret = terminals.register_terminal(
            by=self.by, agency=agency, name=typed.get("name", ""), place=typed.get("place", "")
        )
        return self.show(extra={"made": made, "secret": secret})


class Revoke(Terminals):
    """停用自助终端."""

    act = "parties.revoke_terminal"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("parties:terminals")

    def perform(self, **kwargs: Any) -> HttpResponse:
        terminal = Terminal.objects.filter(pk=kwargs["key"]).first()
        if terminal is None:
            raise Http404(kwargs["key"])
        terminals.revoke_terminal(terminal, by=self.by, why=self.request.POST.get("why", ""))
        self.say(f"{terminal.name} 已停用，此刻起不再提供服务。")
        return redirect("parties:terminals")
