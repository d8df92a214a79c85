"""Material of a submission: facts about each file; the content lies in the store under its digest."""

from django.db import models
from django.db.models import Q

from jiuye.parties.models import Governed, Staff


class Attachment(Governed):
    """One file of one submission. likeness: see `lib.media`; removed_*: taken off before the review."""

    submission = models.ForeignKey("collection.Submission", on_delete=models.PROTECT, related_name="attachments")
    district = models.CharField(max_length=6)
    material_kind = models.TextField()
    file_name = models.TextField()
    mime_type = models.TextField()
    file_size = models.BigIntegerField()
    page_count = models.IntegerField()
    scan_dpi = models.IntegerField(null=True)
    seconds = models.FloatField(null=True)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    likeness = models.BigIntegerField(null=True)
    # The same or a like picture in other cases when it came: [{"number", "district", "exact"}].
    elsewhere = models.JSONField(default=list)
    original_checked = models.BooleanField(default=False)
    attached_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    removed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "collection"
        indexes = [models.Index(name="attachment_content", fields=["sha256"])]
        constraints = [
            models.UniqueConstraint(
                name="attached_once", fields=["submission", "sha256"], condition=Q(removed_at=None)
            ),
            models.CheckConstraint(
                name="removed_who_and_when",
                condition=Q(removed_by=None, removed_at=None) | Q(removed_by__isnull=False, removed_at__isnull=False),
            ),
        ]
