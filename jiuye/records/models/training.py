"""职业培训 (经办类数据, Art. 2(2)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Record


class Training(Record):
    """职业培训."""

    training_record_id = models.TextField(null=True)
    class_no = models.TextField(null=True)
    class_name = models.TextField(null=True)
    institution_id = models.TextField(null=True)
    institution_name = models.TextField(null=True)
    institution_license_no = models.TextField(null=True)
    person_id = models.TextField(null=True)
    id_number = SealedField()
    id_number_index = IndexField()
    id_number_placeholder = models.BooleanField(null=True)
    name = models.TextField(null=True)
    training_kind = models.TextField(null=True)
    trainee_category = models.TextField(null=True)
    occupation_code = models.TextField(null=True)
    occupation_name = models.TextField(null=True)
    training_level = models.TextField(null=True)
    enrol_date = models.DateField(null=True)
    start_date = models.DateField(null=True)
    end_date = models.DateField(null=True)
    planned_hours = models.BigIntegerField(null=True)
    attended_hours = models.BigIntegerField(null=True)
    theory_score = models.DecimalField(null=True, max_digits=20, decimal_places=1)
    practice_score = models.DecimalField(null=True, max_digits=20, decimal_places=1)
    result = models.TextField(null=True)
    certificate_no = models.TextField(null=True)
    certificate_issue_date = models.DateField(null=True)
    certificate_issuer = models.TextField(null=True)
    subsidy_method = models.TextField(null=True)
    subsidy_amount = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    fund_source = models.TextField(null=True)
    enrol_source = models.TextField(null=True)
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
            HashIndex(name="tr_person_id", fields=["person_id"]),
            models.Index(name="tr_number_alone", fields=["id_number_index"], condition=Q(person_id=None)),
            HashIndex(name="tr_training_record_id", fields=["training_record_id"]),
            HashIndex(name="tr_certificate_no", fields=["certificate_no"]),
        ]
        constraints = [
            models.UniqueConstraint(name="training_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
            models.UniqueConstraint(
                name="one_training",
                fields=["person_id", "class_no"],
                condition=Q(inherited=False, retired=False, valid_flag="1"),
            ),
        ]
