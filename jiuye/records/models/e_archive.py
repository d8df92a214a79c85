"""电子档案 (电子档案类数据, Art. 2(4)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.models.base import Record


class EArchive(Record):
    """电子档案."""

    archive_id = models.TextField(null=True)
    business_entity = models.TextField(null=True)
    business_record_id = models.TextField(null=True)
    person_id = models.TextField(null=True)
    employer_id = models.TextField(null=True)
    material_kind = models.TextField(null=True)
    file_name = models.TextField(null=True)
    file_ref = models.TextField(null=True)
    mime_type = models.TextField(null=True)
    file_size = models.BigIntegerField(null=True)
    page_count = models.BigIntegerField(null=True)
    sha256 = models.TextField(null=True)
    scan_dpi = models.BigIntegerField(null=True)
    captured_at = models.DateTimeField(null=True)
    captured_by = models.TextField(null=True)
    channel = models.TextField(null=True)
    original_checked_flag = models.TextField(null=True)
    security_level = models.TextField(null=True)
    retention_period = models.TextField(null=True)
    retention_until = models.DateField(null=True)
    archive_status = models.TextField(null=True)
    valid_flag = models.TextField(null=True)
    # Beside the standard, which has no such item here: figures are told by agency (Art. 14).
    agency_code = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes = [
            HashIndex(name="ea_person_id", fields=["person_id"]),
            HashIndex(name="ea_archive_id", fields=["archive_id"]),
            HashIndex(name="ea_business_record_id", fields=["business_record_id"]),
            HashIndex(name="ea_sha256", fields=["sha256"]),
        ]
        constraints = [
            models.UniqueConstraint(name="archive_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
            models.UniqueConstraint(
                name="one_archive",
                fields=["sha256", "business_record_id"],
                condition=Q(inherited=False, retired=False, valid_flag="1"),
            ),
        ]
