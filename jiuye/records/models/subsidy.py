"""补贴发放 (经办类数据, Art. 2(2)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Record


class Subsidy(Record):
    """补贴发放."""

    subsidy_id = models.TextField(null=True)
    batch_no = models.TextField(null=True)
    subsidy_kind = models.TextField(null=True)
    beneficiary_kind = models.TextField(null=True)
    person_id = models.TextField(null=True)
    id_number = SealedField()
    id_number_index = IndexField()
    id_number_placeholder = models.BooleanField(null=True)
    employer_id = models.TextField(null=True)
    person_category = models.TextField(null=True)
    eligibility_entity = models.TextField(null=True)
    eligibility_record_id = models.TextField(null=True)
    apply_date = models.DateField(null=True)
    period_start = models.TextField(null=True)
    period_end = models.TextField(null=True)
    months_enjoyed = models.BigIntegerField(null=True)
    max_months = models.BigIntegerField(null=True)
    applied_amount = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    approved_amount = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    paid_amount = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    payment_month = models.TextField(null=True)
    paid_date = models.DateField(null=True)
    payment_status = models.TextField(null=True)
    bank_name = models.TextField(null=True)
    bank_account_name = models.TextField(null=True)
    bank_account = SealedField()
    bank_account_index = IndexField()
    bank_account_placeholder = models.BooleanField(null=True)
    bank_account_form = models.TextField(null=True)
    fund_source = models.TextField(null=True)
    notice_start_date = models.DateField(null=True)
    notice_end_date = models.DateField(null=True)
    first_reviewer_id = models.TextField(null=True)
    first_reviewed_at = models.DateTimeField(null=True)
    refund_flag = models.TextField(null=True)
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
            HashIndex(name="su_person_id", fields=["person_id"]),
            models.Index(name="su_number_alone", fields=["id_number_index"], condition=Q(person_id=None)),
            HashIndex(name="su_employer_id", fields=["employer_id"]),
            HashIndex(name="su_subsidy_id", fields=["subsidy_id"]),
            models.Index(name="su_bank_account_index", fields=["bank_account_index"]),
        ]
        constraints = [
            models.UniqueConstraint(name="subsidy_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
            models.UniqueConstraint(
                name="one_subsidy_of_person",
                fields=["person_id", "subsidy_kind", "period_start", "period_end"],
                condition=Q(inherited=False, retired=False, valid_flag="1"),
            ),
            models.UniqueConstraint(
                name="one_subsidy_of_employer",
                fields=["employer_id", "subsidy_kind", "period_start", "period_end"],
                condition=Q(inherited=False, retired=False, valid_flag="1", person_id=None),
            ),
        ]
