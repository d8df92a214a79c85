"""Addresses of the quality room with its reports, which speak of the edition and so stand at the door."""

from django.urls import URLPattern, path

from jiuye.front import report_views as views
from jiuye.quality import urls as room

app_name = "quality"
urlpatterns: list[URLPattern] = [
    *room.urlpatterns,
    path("<slug:number>/report", views.ReportOfRun.as_view(), name="report"),
    path("<slug:number>/report/issue", views.IssueReport.as_view(), name="issue_report"),
    path("<slug:number>/report.<str:kind>", views.Download.as_view(), name="report_file"),
]
