"""Addresses of the room. Each part keeps its own."""

from django.urls import URLPattern, URLResolver

from jiuye.usage.enquiries import urls as enquiries
from jiuye.usage.exports import urls as exports
from jiuye.usage.own import urls as own
from jiuye.usage.statistics import urls as statistics

app_name = "usage"
urlpatterns: list[URLPattern | URLResolver] = [
    *enquiries.urlpatterns, *exports.urlpatterns, *own.urlpatterns, *statistics.urlpatterns,
]  # fmt: skip
