"""Addresses of the collection room."""

from django.urls import path

from jiuye.collection.pending import waiting
from jiuye.collection.views import departments, entry, importing, mandates, material, review, room, sections, sharing
from jiuye.records.pending import tell

tell(waiting)  # what waits for review is shown on the record it is about
app_name = "collection"
urlpatterns = [
    path("", room.Front.as_view(), name="room"),
    path("queue", room.Queue.as_view(), name="queue"),
    path("new/<slug:dataset>", entry.New.as_view(), name="new"),
    path("judge/<slug:dataset>", entry.Judge.as_view(), name="judge"),
    path("match/<slug:dataset>", entry.Match.as_view(), name="match"),
    path("draft/<slug:dataset>", entry.Keep.as_view(), name="draft"),
    path("draft/<slug:dataset>/<uuid:key>/drop", entry.Drop.as_view(), name="drop"),
    path("flow/<slug:dataset>", sections.Flow.as_view(), name="flow"),
    path("conflicts", sections.Conflicts.as_view(), name="conflicts"),
    path("conflicts/<uuid:key>", sections.OneConflict.as_view(), name="conflict"),
    path("conflicts/<uuid:key>/settle", sections.Settle.as_view(), name="settle_conflict"),
    path("codes/<slug:dataset>/<slug:name>", entry.Codes.as_view(), name="codes"),
    path("behaviour", room.Behaviour.as_view(), name="behaviour"),
    path("mandates", mandates.Mandates.as_view(), name="mandates"),
    path("mandates/<uuid:key>", mandates.OneMandate.as_view(), name="mandate"),
    path("mandates/<uuid:key>/revoke", mandates.Revoke.as_view(), name="revoke_mandate"),
    path("departments", departments.Departments.as_view(), name="departments"),
    path("doubts", sharing.Doubts.as_view(), name="doubts"),
    path("import", importing.Import.as_view(), name="import"),
    path("import/template/<slug:dataset>", importing.Template.as_view(), name="template"),
    path("inherit", importing.Inherit.as_view(), name="inherit"),
    path("orders", importing.Orders.as_view(), name="orders"),
    path("<uuid:key>", review.Shown.as_view(), name="submission"),
    path("<uuid:key>/accept", review.Accept.as_view(), name="accept"),
    path("<uuid:key>/first-review", review.FirstReview.as_view(), name="first_review"),
    path("<uuid:key>/return", review.Return.as_view(), name="return_"),
    path("<uuid:key>/withdraw", review.Withdraw.as_view(), name="withdraw"),
    path("<uuid:key>/take-up", review.TakeUp.as_view(), name="take_up"),
    path("<uuid:key>/undo", review.Undo.as_view(), name="undo_batch"),
    path("<uuid:key>/doubts/<uuid:doubt>", review.SettleDoubt.as_view(), name="settle_doubt"),
    path("<uuid:key>/unmask", review.Unmask.as_view(), name="unmask"),
    path("<uuid:key>/attach", material.Attach.as_view(), name="attach"),
    path("<uuid:key>/material/<uuid:file>", material.Look.as_view(), name="view_material"),
    path("<uuid:key>/material/<uuid:file>/<int:page>", material.Look.as_view(), name="view_page"),
    path("<uuid:key>/material/<uuid:file>/detach", material.Detach.as_view(), name="detach"),
    path("<uuid:key>/file", review.Download.as_view(), name="file"),
]
