"""Addresses of statistics."""

from django.urls import URLPattern, path

from jiuye.usage.statistics import ad_hoc_views, release_views, views

urlpatterns: list[URLPattern] = [
    path("statistics", views.Statistics.as_view(), name="statistics"),
    path("statistics/run", views.RunReport.as_view(), name="run_report"),
    path("statistics/<slug:number>", views.OneStatistic.as_view(), name="statistic"),
    path("statistics/<slug:number>/file", views.FileReport.as_view(), name="file_report"),
    path("statistics/<slug:number>/release", release_views.ReleaseFigure.as_view(), name="release_figure"),
    path("ad-hoc", ad_hoc_views.AdHocs.as_view(), name="ad_hocs"),
    path("ad-hoc/ask", ad_hoc_views.AskAdHoc.as_view(), name="ask_ad_hoc"),
    path("ad-hoc/<uuid:key>", ad_hoc_views.OneAdHoc.as_view(), name="ad_hoc"),
    path("ad-hoc/<uuid:key>/approve", ad_hoc_views.ApproveAdHoc.as_view(), name="approve_ad_hoc"),
    path("ad-hoc/<uuid:key>/refuse", ad_hoc_views.RefuseAdHoc.as_view(), name="refuse_ad_hoc"),
    path("ad-hoc/<uuid:key>/run", ad_hoc_views.RunAdHoc.as_view(), name="run_ad_hoc"),
    path("releases", release_views.Releases.as_view(), name="releases"),
    path("releases/<uuid:key>", release_views.OneRelease.as_view(), name="release"),
    path("releases/<uuid:key>/approve", release_views.ApproveRelease.as_view(), name="approve_release"),
    path("releases/<uuid:key>/refuse", release_views.RefuseRelease.as_view(), name="refuse_release"),
    path("releases/<uuid:key>/document/<slug:kind>", release_views.Document.as_view(), name="release_document"),
]
