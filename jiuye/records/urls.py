"""Addresses of the records room. No name and no number ever stands in one: look-ups are posted."""

from django.urls import URLPattern, path

from jiuye.records import views

app_name = "records"
urlpatterns: list[URLPattern] = [
    path("", views.LookUp.as_view(), name="look_up"),
    path("<str:dataset>/<uuid:key>", views.Open.as_view(), name="open"),
    path("<str:dataset>/<uuid:key>/unmask/<str:item>", views.Unmask.as_view(), name="unmask"),
]
