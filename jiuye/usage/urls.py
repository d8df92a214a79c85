"""Addresses of the room. Each part keeps its own."""

from django.urls import URLPattern, URLResolver

app_name = "usage"
urlpatterns: list[URLPattern | URLResolver] = []
