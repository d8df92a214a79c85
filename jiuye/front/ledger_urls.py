"""Addresses of the evidence book (the room itself lies below the pages)."""

from django.urls import URLPattern

app_name = "ledger"
urlpatterns: list[URLPattern] = []
