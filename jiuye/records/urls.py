"""Addresses of the records room. No name and no number ever stands in one: look-ups are posted."""

from django.urls import URLPattern, path

from jiuye.records import views, waiver_views
from jiuye.records.handling import views as handling
from jiuye.records.lineage import state_views
from jiuye.records.lineage import views as lineage

app_name = "records"
urlpatterns: list[URLPattern] = [
    path("waivers", waiver_views.Waivers.as_view(), name="waivers"),
    path("waivers/<uuid:waiver>/decide", waiver_views.Decide.as_view(), name="approve_waiver"),
    path("due", handling.Due.as_view(), name="due"),
    path("matter/<uuid:key>", handling.Matter.as_view(), name="matter"),
    *(path(f"matter/<uuid:key>/{verb}", page.as_view(), name=verb) for verb, page in handling.STEPS.items()),
    path("lineage/<uuid:fact>", lineage.One.as_view(), name="lineage"),
    path("lineage/<uuid:fact>/confirm", lineage.Confirm.as_view(), name="confirm_lineage"),
    path("lineage/<uuid:fact>/refuse", lineage.Refuse.as_view(), name="refuse_lineage"),
    path("lineage/<uuid:fact>/dispute", lineage.Dispute.as_view(), name="dispute_lineage"),
    path("lineage/<uuid:fact>/annul", lineage.Annul.as_view(), name="annul_lineage"),
    path("lineage/<uuid:fact>/uphold", lineage.Uphold.as_view(), name="uphold_lineage"),
    path("lineage/<uuid:fact>/paper", lineage.Paper.as_view(), name="view_paper"),
    path("lineage/<uuid:fact>/paper/<int:page>", lineage.Paper.as_view(), name="lineage_page"),
    path("<str:dataset>/<uuid:key>/lineage", state_views.State.as_view(), name="state_lineage"),
    path("<str:dataset>/<uuid:key>/waive", waiver_views.Waive.as_view(), name="waive"),
    path("<str:dataset>/<uuid:key>", views.Open.as_view(), name="open"),
    path("<str:dataset>/<uuid:key>/unmask/<str:item>", views.Unmask.as_view(), name="unmask"),
]
