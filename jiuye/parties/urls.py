"""Addresses of the parties room."""

from django.urls import URLPattern, path

from jiuye.parties import rights_views, terminal_views, views

app_name = "parties"
urlpatterns: list[URLPattern] = [
    path("", views.Index.as_view(), name="index"),
    path("posts", views.Posts.as_view(), name="posts"),
    path("rights", rights_views.Rights.as_view(), name="rights"),
    path("due/recertify", rights_views.RecertifyMany.as_view(), name="recertify_many"),
    path("due", views.Due.as_view(), name="due"),
    path("terminals", terminal_views.Terminals.as_view(), name="terminals"),
    path("terminals/new", terminal_views.Register.as_view(), name="register_terminal"),
    path("terminals/<uuid:key>/revoke", terminal_views.Revoke.as_view(), name="revoke_terminal"),
    path("enrol", views.Enrol.as_view(), name="enrol"),
    path("staff/<uuid:key>", views.StaffMember.as_view(), name="staff"),
    path("staff/<uuid:key>/identify", views.Identify.as_view(), name="identify"),
    path("staff/<uuid:key>/phone", views.RegisterPhone.as_view(), name="register_phone"),
    path("staff/<uuid:key>/grant", views.Grant.as_view(), name="grant"),
    path("staff/<uuid:key>/revoke/<uuid:appointment>", views.Revoke.as_view(), name="revoke"),
    path("staff/<uuid:key>/recertify/<uuid:appointment>", views.Recertify.as_view(), name="recertify"),
]
