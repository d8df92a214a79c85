"""Addresses of the standards room."""

from django.urls import URLPattern, path

from jiuye.standards.views import drafts, parameters, requests
from jiuye.standards.views import reading as views

app_name = "standards"
urlpatterns: list[URLPattern] = [
    path("", views.Index.as_view(), name="index"),
    path("rules", views.Rules.as_view(), name="rules"),
    path("rules/<str:rule_id>", views.OneRule.as_view(), name="rule"),
    path("codes", views.Codes.as_view(), name="codes"),
    path("codes/<str:name>", views.OneList.as_view(), name="code_list"),
    path("parameters", parameters.Parameters.as_view(), name="parameters"),
    path("parameters/<uuid:key>/activate", parameters.Activate.as_view(), name="activate_parameter"),
    path("parameters/<uuid:key>/refuse", parameters.Refuse.as_view(), name="refuse_parameter"),
    path("parameters/<str:name>/set", parameters.Set.as_view(), name="set_parameter"),
    path("parameters/<str:name>", parameters.OneParameter.as_view(), name="parameter"),
    path("requests", requests.Requests.as_view(), name="requests"),
    path("requests/new", requests.Ask.as_view(), name="request"),
    path("requests/<uuid:key>", requests.OneRequest.as_view(), name="one_request"),
    path("requests/<uuid:key>/merge", requests.Merge.as_view(), name="merge_requests"),
    path("requests/<uuid:key>/decline", requests.Decline.as_view(), name="decline_request"),
    path("drafts", drafts.Drafts.as_view(), name="drafts"),
    path("drafts/new", drafts.Begin.as_view(), name="draft"),
    path("drafts/<uuid:key>", drafts.OneDraft.as_view(), name="one_draft"),
    path("drafts/<uuid:key>/change/<slug:kind>", drafts.Change.as_view(), name="change"),
    path("drafts/<uuid:key>/take-back", drafts.TakeBack.as_view(), name="take_back"),
    path("drafts/<uuid:key>/take", drafts.Take.as_view(), name="take_requests"),
    path("drafts/<uuid:key>/drop", drafts.Drop.as_view(), name="drop_draft"),
    path("drafts/<uuid:key>/publish", drafts.Publish.as_view(), name="publish"),
    path("<str:name>", views.OneDataset.as_view(), name="dataset"),
]
