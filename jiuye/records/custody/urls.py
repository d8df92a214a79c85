"""Addresses of the archive."""

from django.urls import URLPattern, path

from jiuye.records.custody import disposal_views, views

app_name = "archive"
urlpatterns: list[URLPattern] = [
    path("", views.Archive.as_view(), name="files"),
    path("propose", views.Propose.as_view(), name="propose_disposal"),
    path("disposals", disposal_views.Disposals.as_view(), name="disposals"),
    path("disposals/<uuid:key>", disposal_views.OneDisposal.as_view(), name="disposal"),
    path("disposals/<uuid:key>/decide", disposal_views.Decide.as_view(), name="approve_disposal"),
    path("disposals/<uuid:key>/dispose", disposal_views.Dispose.as_view(), name="dispose_archive"),
    path("disposals/<uuid:key>/certificate", disposal_views.Certificate.as_view(), name="certificate"),
    path("<uuid:key>", views.One.as_view(), name="file"),
    path("<uuid:key>/file", views.File.as_view(), name="file_now"),
    path("<uuid:key>/hold", views.HoldIt.as_view(), name="hold_archive"),
    path("<uuid:key>/release", views.Release.as_view(), name="release_archive"),
]
