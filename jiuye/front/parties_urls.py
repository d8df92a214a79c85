"""Addresses of the parties room with hand-over and leaving, which ask every room and so stand at the door."""

from django.urls import URLPattern, path

from jiuye.front import leaving
from jiuye.parties import urls as room

app_name = "parties"
urlpatterns: list[URLPattern] = [
    *room.urlpatterns,
    path("staff/<uuid:key>/hand-over", leaving.HandOver.as_view(), name="hand_over"),
    path("staff/<uuid:key>/leave", leaving.Leave.as_view(), name="leave"),
]
