"""Addresses of the standards room."""

from django.urls import URLPattern, path

from jiuye.standards import views

app_name = "standards"
urlpatterns: list[URLPattern] = [
    path("", views.Index.as_view(), name="index"),
    path("rules", views.Rules.as_view(), name="rules"),
    path("rules/<str:rule_id>", views.OneRule.as_view(), name="rule"),
    path("codes", views.Codes.as_view(), name="codes"),
    path("codes/<str:name>", views.OneList.as_view(), name="code_list"),
    path("parameters", views.Parameters.as_view(), name="parameters"),
    path("<str:name>", views.OneDataset.as_view(), name="dataset"),
]
