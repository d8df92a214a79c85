"""Addresses of the maintenance room."""

from django.urls import path

from jiuye.maintenance.views import alike, apply, base, batch, form, life, order

app_name = "maintenance"
urlpatterns = [
    path("", base.Rooms.as_view(), name="room"),
    path("judge/<str:dataset>/<uuid:key>", apply.Judge.as_view(), name="judge"),
    path("apply/<str:dataset>/<uuid:key>", apply.Apply.as_view(), name="apply"),
    path("alike/<str:dataset>/<uuid:key>", alike.Alike.as_view(), name="alike"),
    path("merge/<str:dataset>/<uuid:key>/<uuid:other>", alike.Merge.as_view(), name="apply_merge"),
    path("retire/<str:dataset>/<uuid:key>", alike.Retire.as_view(), name="apply_retire"),
    path("compare/<str:dataset>/<uuid:key>", life.Compare.as_view(), name="compare"),
    path("life/<str:dataset>/<uuid:key>", life.ExportLife.as_view(), name="export_life"),
    path("batch", batch.ProposeBatch.as_view(), name="propose_batch"),
    path("batch/<uuid:key>", batch.Batch.as_view(), name="batch"),
    path("batch/<uuid:key>/bind", batch.BindProvince.as_view(), name="bind_province"),
    path("batch/<uuid:key>/execute", batch.ExecuteBatch.as_view(), name="execute_batch"),
    path("batch/<uuid:key>/invert", batch.InvertBatch.as_view(), name="invert_batch"),
    path("<uuid:key>", order.Shown.as_view(), name="order"),
    path("<uuid:key>/form", form.Form.as_view(), name="form"),
    path("<uuid:key>/approve", order.Approve.as_view(), name="approve"),
    path("<uuid:key>/refuse", order.Refuse.as_view(), name="refuse"),
    path("<uuid:key>/modify", order.Modify.as_view(), name="modify"),
    path("<uuid:key>/merge", order.Merge.as_view(), name="merge"),
    path("<uuid:key>/unmerge", order.Unmerge.as_view(), name="unmerge"),
    path("<uuid:key>/retire", order.Retire.as_view(), name="retire"),
    path("<uuid:key>/apply-unmerge", alike.Unmerge.as_view(), name="apply_unmerge"),
    path("<uuid:key>/recheck", order.Recheck.as_view(), name="recheck"),
    path("<uuid:key>/send-back", order.SendBack.as_view(), name="send_back"),
    path("<uuid:key>/back", order.ApplyBack.as_view(), name="apply_back"),
    path("<uuid:key>/lines/<uuid:line>/show/<str:item>", order.ShowValue.as_view(), name="show_value"),
    path("<uuid:key>/evidence/<uuid:file>", order.Paper.as_view(), name="view_evidence"),
    path("<uuid:key>/evidence/<uuid:file>/<int:page>", order.Paper.as_view(), name="view_page"),
]
