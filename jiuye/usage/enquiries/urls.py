"""Addresses of governed look-up. No name and no number ever stands in one."""

from django.urls import path

from jiuye.usage.enquiries import alert_views, batch_views, views

urlpatterns = [
    path("look-up", views.LookUp.as_view(), name="look_up"),
    path("batches", batch_views.Batches.as_view(), name="batches"),
    path("batches/ask", batch_views.Ask.as_view(), name="ask_batch"),
    path("batches/<uuid:key>", batch_views.One.as_view(), name="batch"),
    path("batches/<uuid:key>/approve", batch_views.Approve.as_view(), name="approve_batch"),
    path("batches/<uuid:key>/refuse", batch_views.Refuse.as_view(), name="refuse_batch"),
    path("batches/<uuid:key>/run", batch_views.Run.as_view(), name="look_up_batch"),
    path("batches/<uuid:key>/result", batch_views.Result.as_view(), name="view_batch"),
    path("alerts", alert_views.Alerts.as_view(), name="alerts"),
    path("alerts/<uuid:key>", alert_views.One.as_view(), name="alert"),
    path("alerts/<uuid:key>/explain", alert_views.Explain.as_view(), name="explain_alert"),
    path("alerts/<uuid:key>/pass-on", alert_views.PassOn.as_view(), name="pass_on_alert"),
]
