"""Addresses of long work."""

from django.urls import path

from jiuye.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.Mine.as_view(), name="mine"),
    path("<uuid:key>", views.OneJob.as_view(), name="job"),
    path("<uuid:key>/cancel", views.Cancel.as_view(), name="cancel"),
    path("<uuid:key>/resume", views.Resume.as_view(), name="resume"),
]
