"""Addresses of the self-service terminals."""

from django.urls import path

from jiuye.collection.views import kiosk
from jiuye.front import kiosk_views
from jiuye.usage.own import views as usage

app_name = "kiosk"
urlpatterns = [
    path("", kiosk.Home.as_view(), name="home"),
    path("enable", kiosk_views.enable, name="enable"),
    path("sign-in", kiosk_views.sign_in, name="sign_in"),
    path("sign-out", kiosk_views.sign_out, name="sign_out"),
    path("data", usage.KioskShowOwn.as_view(), name="show_own"),
    path("data/print", usage.KioskPrintExtract.as_view(), name="print_extract"),
    path("seen", usage.KioskSeen.as_view(), name="seen"),
    path("seen/keep", usage.KioskKeepStub.as_view(), name="keep_stub"),
    path("seen/<uuid:key>", usage.KioskStub.as_view(), name="stub"),
    path("alive", kiosk.Alive.as_view(), name="alive"),
    path("new/<slug:dataset>", kiosk.New.as_view(), name="new"),
    path("judge/<slug:dataset>", kiosk.Judge.as_view(), name="judge"),
    path("flow/<slug:dataset>", kiosk.Flow.as_view(), name="flow"),
    path("draft/<slug:dataset>", kiosk.Keep.as_view(), name="draft"),
    path("case/<uuid:key>", kiosk.Case.as_view(), name="case"),
    path("case/<uuid:key>/receipt", kiosk.Receipt.as_view(), name="receipt"),
    path("case/<uuid:key>/withdraw", kiosk.Withdraw.as_view(), name="withdraw"),
]
