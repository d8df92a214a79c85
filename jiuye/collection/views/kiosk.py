"""自助终端: the citizens' pages as a machine in a hall shows them; the same forms, judging and acts. Art. 6(3)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from jiuye.collection.views import own, own_form


class Kiosk(own.Own):
    """Another frame and other addresses; whoever sits there is checked at the door (`front.middleware`)."""

    gate = "/kiosk/sign-in"
    refused = "kiosk/refused.html"
    space = "kiosk"


class Home(Kiosk, own.Home):
    template = "collection/kiosk/home.html"


class New(Kiosk, own.New):
    template = "collection/kiosk/form.html"


class Judge(Kiosk, own_form.Judge):
    pass


class Flow(Kiosk, own_form.Flow):
    pass


class Keep(Kiosk, own_form.Keep):
    pass


class Case(Kiosk, own.Case):
    template = "collection/kiosk/case.html"


class Receipt(Kiosk, own.Receipt):
    """回执, for the 80 mm paper of the machine's printer."""

    template = "collection/kiosk/receipt.html"


class Withdraw(Kiosk, own.Withdraw):
    template = "collection/kiosk/case.html"


class Alive(Kiosk):
    """Somebody touched the machine; the door has noted it on the way here."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return JsonResponse({})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.post(request)
