"""办件: what should have been stored, the other side of 入库率 (Art. 14(1)). One column per item."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.models.base import Record


class Acceptance(Record):
    """办件."""

    acceptance_no = models.TextField(null=True)
    service_code = models.TextField(null=True)
    expected_entity = models.TextField(null=True)
    person_id = models.TextField(null=True)
    employer_id = models.TextField(null=True)
    accepted_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    acceptance_status = models.TextField(null=True)
    stored_record_id = models.TextField(null=True)
    stored_at = models.DateTimeField(null=True)
    channel = models.TextField(null=True)
    agency_code = models.TextField(null=True)
    handler_id = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes = [
            HashIndex(name="ac_acceptance_no", fields=["acceptance_no"]),
            HashIndex(name="ac_stored_record_id", fields=["stored_record_id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="acceptance_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
        ]
