"""Addresses of the citizens' pages."""

from django.urls import path

from jiuye.collection.views import material, own, own_file, own_form, sharing
from jiuye.front import own_identity, own_mandates, own_views
from jiuye.usage.own import objection_views
from jiuye.usage.own import views as usage

app_name = "my"
urlpatterns = [
    path("", own.Home.as_view(), name="home"),
    path("sign-in", own_views.sign_in, name="sign_in"),
    path("identity", own_identity.set_out, name="identity"),
    path("identity/back", own_identity.come_back, name="identity_back"),
    path("sign-out", own_views.sign_out, name="sign_out"),
    path("verify", own_views.verify, name="verify"),
    path("manifest.json", own_views.manifest, name="manifest"),
    path("worker.js", own_views.service_worker, name="worker"),
    path("offline", own_views.offline, name="offline"),
    path("data", usage.ShowOwn.as_view(), name="show_own"),
    path("data/print", usage.PrintExtract.as_view(), name="print_extract"),
    path("data/wrong", objection_views.Mine.as_view(), name="objections"),
    path("data/wrong/<slug:dataset>/<uuid:key>", objection_views.ReportWrong.as_view(), name="report_wrong"),
    path("seen", usage.Seen.as_view(), name="seen"),
    path("seen/keep", usage.KeepStub.as_view(), name="keep_stub"),
    path("seen/<uuid:key>", usage.Stub.as_view(), name="stub"),
    path("mandates", own_mandates.Mandates.as_view(), name="mandates"),
    path("mandates/<uuid:key>/revoke", own_mandates.Revoke.as_view(), name="revoke_mandate"),
    path("mandates/<uuid:key>/use", own_mandates.Use.as_view(), name="use_mandate"),
    path("mandates/back", own_mandates.back_to_self, name="back_to_self"),
    path("new/<slug:dataset>", own.New.as_view(), name="new"),
    path("file/<slug:dataset>", own_file.HandIn.as_view(), name="file"),
    path("file/<slug:dataset>/template", own_file.Blank.as_view(), name="blank"),
    path("judge/<slug:dataset>", own_form.Judge.as_view(), name="judge"),
    path("flow/<slug:dataset>", own_form.Flow.as_view(), name="flow"),
    path("draft/<slug:dataset>", own_form.Keep.as_view(), name="draft"),
    path("draft/<slug:dataset>/<uuid:key>/drop", own_form.Drop.as_view(), name="drop"),
    path("departments", sharing.Asked.as_view(), name="asked"),
    path("behaviour", own.Behaviour.as_view(), name="behaviour"),
    path("behaviour/object", own.Object.as_view(), name="object"),
    path("case/<uuid:key>", own.Case.as_view(), name="case"),
    path("case/<uuid:key>/attach", material.OwnAttach.as_view(), name="attach"),
    path("case/<uuid:key>/material/<uuid:file>", material.OwnLook.as_view(), name="view_material"),
    path("case/<uuid:key>/material/<uuid:file>/<int:page>", material.OwnLook.as_view(), name="view_page"),
    path("case/<uuid:key>/material/<uuid:file>/detach", material.OwnDetach.as_view(), name="detach"),
    path("case/<uuid:key>/receipt", own.Receipt.as_view(), name="receipt"),
    path("case/<uuid:key>/take-up", own.TakeUp.as_view(), name="take_up"),
    path("case/<uuid:key>/withdraw", own.Withdraw.as_view(), name="withdraw"),
]
