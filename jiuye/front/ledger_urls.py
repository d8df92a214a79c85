"""Addresses of the evidence book (the room itself lies below the pages)."""

from django.urls import URLPattern, path

from jiuye.front import ledger_views as views

app_name = "ledger"
urlpatterns: list[URLPattern] = [
    path("", views.Entries.as_view(), name="entries"),
    path("<uuid:key>", views.OneEntry.as_view(), name="entry"),
]
