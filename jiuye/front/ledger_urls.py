"""Addresses of the evidence book (the room itself lies below the pages)."""

from django.urls import URLPattern, path

from jiuye.front import ledger_views as views
from jiuye.front import reconcile_views as reconcile

app_name = "ledger"
urlpatterns: list[URLPattern] = [
    path("", views.Entries.as_view(), name="entries"),
    path("<uuid:key>", views.OneEntry.as_view(), name="entry"),
    path("health", reconcile.Health.as_view(), name="health"),
    path("reconcile", reconcile.Reconciliation.as_view(), name="reconcile"),
    path("reconcile/<uuid:key>", reconcile.Finding.as_view(), name="finding"),
    path("reconcile/<uuid:key>/account_for", reconcile.AccountFor.as_view(), name="account_for"),
]
