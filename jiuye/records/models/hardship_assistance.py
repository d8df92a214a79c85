"""就业援助 (经办类数据, Art. 2(2)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Record


class HardshipAssistance(Record):
    """就业援助."""

    hardship_id = models.TextField(null=True)
    person_id = models.TextField(null=True)
    id_number = SealedField()
    id_number_index = IndexField()
    id_number_placeholder = models.BooleanField(null=True)
    name = models.TextField(null=True)
    hardship_category = models.TextField(null=True)
    apply_date = models.DateField(null=True)
    recognized_date = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    monthly_income = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    family_no = models.TextField(null=True)
    supporting_material = models.TextField(null=True)
    assistance_method = models.TextField(null=True)
    assistance_date = models.DateField(null=True)
    first_reviewer_id = models.TextField(null=True)
    first_review_date = models.DateField(null=True)
    first_review_agency = models.TextField(null=True)
    first_review_result = models.TextField(null=True)
    first_review_reject_reason = models.TextField(null=True)
    final_reviewer_id = models.TextField(null=True)
    final_review_date = models.DateField(null=True)
    final_review_agency = models.TextField(null=True)
    final_review_result = models.TextField(null=True)
    final_review_reject_reason = models.TextField(null=True)
    policy_enjoyed_flag = models.TextField(null=True)
    exit_date = models.DateField(null=True)
    exit_reason = models.TextField(null=True)
    exit_method = models.TextField(null=True)
    exit_handler_id = models.TextField(null=True)
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
            HashIndex(name="ha_person_id", fields=["person_id"]),
            models.Index(name="ha_number_alone", fields=["id_number_index"], condition=Q(person_id=None)),
            HashIndex(name="ha_hardship_id", fields=["hardship_id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="hardship_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
            models.UniqueConstraint(
                name="one_hardship",
                fields=["person_id", "hardship_category", "recognized_date"],
                condition=Q(inherited=False, retired=False, valid_flag="1"),
            ),
        ]
