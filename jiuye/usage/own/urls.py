"""Addresses of the staff's side; a person's own pages lie under `my` and `kiosk`."""

from django.urls import path

from jiuye.usage.own import objection_views as views

urlpatterns = [
    path("objection/<uuid:key>", views.OneObjection.as_view(), name="objection"),
    path("objection/<uuid:key>/basis", views.ViewBasis.as_view(), name="view_basis"),
    path("objection/<uuid:key>/told/<uuid:notice>", views.TellRecipient.as_view(), name="tell_recipient"),
]
