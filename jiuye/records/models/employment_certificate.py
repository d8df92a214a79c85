"""就业创业证 (经办类数据, Art. 2(2)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Record


class EmploymentCertificate(Record):
    """就业创业证."""

    certificate_no = models.TextField(null=True)
    person_id = models.TextField(null=True)
    id_number = SealedField()
    id_number_index = IndexField()
    id_number_placeholder = models.BooleanField(null=True)
    name = models.TextField(null=True)
    issue_type = models.TextField(null=True)
    issue_date = models.DateField(null=True)
    issuing_agency_code = models.TextField(null=True)
    certificate_form = models.TextField(null=True)
    issued_flag = models.TextField(null=True)
    printed_flag = models.TextField(null=True)
    certificate_status = models.TextField(null=True)
    last_inspection_date = models.DateField(null=True)
    replaced_certificate_no = models.TextField(null=True)
    cancel_date = models.DateField(null=True)
    cancel_reason = models.TextField(null=True)
    agency_code = models.TextField(null=True)
    handler_id = models.TextField(null=True)
    handled_at = models.DateTimeField(null=True)
    channel = models.TextField(null=True)
    reviewer_id = models.TextField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    review_result = models.TextField(null=True)
    valid_flag = models.TextField(null=True)
    source_system = models.TextField(null=True)
    updated_at = models.DateTimeField(null=True)
    updated_by = models.TextField(null=True)
    remarks = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes = [
            HashIndex(name="ec_person_id", fields=["person_id"]),
            models.Index(name="ec_number_alone", fields=["id_number_index"], condition=Q(person_id=None)),
            HashIndex(name="ec_certificate_no", fields=["certificate_no"]),
        ]
        constraints = [
            models.UniqueConstraint(name="certificate_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
        ]
