"""Addresses of the exports."""

from django.urls import URLPattern, path

from jiuye.usage.exports.views import export, request, trace

urlpatterns: list[URLPattern] = [
    path("exports/", request.Exports.as_view(), name="exports"),
    path("exports/new", request.RequestExport.as_view(), name="request_export"),
    path("exports/trace", trace.TraceExport.as_view(), name="trace_export"),
    path("exports/<uuid:key>", export.OneExport.as_view(), name="export"),
    path("exports/<uuid:key>/approve", export.ApproveExport.as_view(), name="approve_export"),
    path("exports/<uuid:key>/refuse", export.RefuseExport.as_view(), name="refuse_export"),
    path("exports/<uuid:key>/withdraw", export.WithdrawExport.as_view(), name="withdraw_export"),
    path("exports/<uuid:key>/fetch", export.FetchExport.as_view(), name="fetch_export"),
    path("exports/<uuid:key>/file/<str:link>", export.ExportFile.as_view(), name="export_file"),
    path("exports/<uuid:key>/report", export.ReportUse.as_view(), name="report_use"),
    path("exports/<uuid:key>/destroy", export.DestroyExport.as_view(), name="destroy_export"),
]
