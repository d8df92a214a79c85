"""我的数据: on the web, the phone and the terminals of the halls. Art. 10(1)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from jiuye.collection.views.kiosk import Kiosk
from jiuye.collection.views.own import Own
from jiuye.lib import qr
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties.sessions import scope
from jiuye.usage.own import actions, papers, seen
from jiuye.usage.own.extract import pdf
from jiuye.usage.own.models import Paper

_NO_SUCH = no("没有这张存根，或者不是您的", code="U223", help="请从“谁看过我的数据”里选。")


class ShowOwn(Own):
    """我的档案: every view is an act of its owner."""

    act = "usage.show_own"
    template = "usage/own/show_own.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            asked, number = request.GET.get("dataset", ""), request.GET.get("page", "")
            page = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
            found = actions.show_own(by=self.by, dataset=asked, number=max(1, page))
        except Refused as refusal:
            return self.refuse(refusal.verdict, 404)
        return self.show(extra={"parts": found, "all": asked and len(found) == 1})


class PrintExtract(Own):
    """打印: made by one press and shown at once, as a page or as PDF; it is kept nowhere but on his paper."""

    act = "usage.print_extract"
    template = "usage/own/extract.html"

    def perform(self, **kwargs: Any) -> HttpResponse:
        paper, told = actions.print_extract(by=self.by)
        service = self.request.build_absolute_uri(reverse("my:home"))
        shown = checkable(self.request, paper)
        if "pdf" in self.request.POST:
            check = self.request.build_absolute_uri(shown["check"])
            agency = self.by.agency.name
            made = pdf(paper, told, agency=agency, code=shown["code"], check=check, service=service)
            answer = HttpResponse(made, content_type="application/pdf")
            answer["Content-Disposition"] = f'attachment; filename="{paper.number}.pdf"'
            return answer
        return self.show(extra={"paper": paper, "parts": told, "service": picture(self.request, service), **shown})

    def again(self, verdict: Verdict, **kwargs: Any) -> HttpResponse:
        return self.refuse(verdict, 422)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(f"{self.space}:show_own")


class Seen(Own):
    """谁看过我的数据: from the book, by index; counting what is there is no act."""

    act = "usage.show_own"
    template = "usage/own/seen.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        whose = asked.get("whose", "") if asked.get("whose", "") in seen.WHOSE else ""
        return {"page": seen.page(whose, asked.get("after", "")), "whose": whose, "stubs": papers.mine()}


class KeepStub(Seen):
    """留存根."""

    act = "usage.keep_stub"

    def perform(self, **kwargs: Any) -> HttpResponse:
        return redirect(f"{self.space}:stub", key=actions.keep_stub(by=self.by).pk)


class Stub(Own):
    """查看记录存根, for A4 paper."""

    template = "usage/own/stub.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with scope(self.by):
            paper = Paper.objects.filter(pk=kwargs["key"], kind="seen", holder_id=self.by.staff_id).first()
        if paper is None:
            return self.refuse(_NO_SUCH, 404)
        return self.show(extra={"paper": paper, **checkable(request, paper)})


def checkable(request: HttpRequest, paper: Paper) -> dict[str, Any]:
    """The code of a paper, and the QR code that leads to where anyone checks it."""
    code = papers.code_of(paper)
    address = f"{reverse('my:verify')}?{urlencode({'number': paper.number, 'code': code})}"
    return {"code": code, "check": address, "qr": picture(request, address)}


def picture(request: HttpRequest, address: str) -> SafeString:
    """Our own address as a QR code; its markup is made here and holds nothing of the reader's."""
    return mark_safe(qr.svg(request.build_absolute_uri(address)))


class KioskShowOwn(Kiosk, ShowOwn):
    template = "usage/own/kiosk_show_own.html"


class KioskPrintExtract(Kiosk, PrintExtract):
    """For the 80 mm paper of the machine's printer."""

    template = "usage/own/kiosk_extract.html"


class KioskSeen(Kiosk, Seen):
    template = "usage/own/kiosk_seen.html"


class KioskKeepStub(Kiosk, KeepStub):
    template = "usage/own/kiosk_seen.html"


class KioskStub(Kiosk, Stub):
    """For the 80 mm paper of the machine's printer."""

    template = "usage/own/kiosk_stub.html"
