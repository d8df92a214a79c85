"""就业登记 (经办类数据, Art. 2(2)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Record


class EmploymentRegistration(Record):
    """就业登记."""

    registration_id = models.TextField(null=True)
    person_id = models.TextField(null=True)
    id_number = SealedField()
    id_number_index = IndexField()
    id_number_placeholder = models.BooleanField(null=True)
    name = models.TextField(null=True)
    employer_id = models.TextField(null=True)
    employer_name = models.TextField(null=True)
    uscc = models.TextField(null=True)
    employment_form = models.TextField(null=True)
    employment_category = models.TextField(null=True)
    employment_channel = models.TextField(null=True)
    start_date = models.DateField(null=True)
    registered_date = models.DateField(null=True)
    contract_type = models.TextField(null=True)
    contract_start_date = models.DateField(null=True)
    contract_end_date = models.DateField(null=True)
    work_hours_form = models.TextField(null=True)
    occupation_code = models.TextField(null=True)
    occupation_name = models.TextField(null=True)
    monthly_wage = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    work_division = models.TextField(null=True)
    industry_sector = models.TextField(null=True)
    dispatch_flag = models.TextField(null=True)
    actual_employer_name = models.TextField(null=True)
    flexible_kind = models.TextField(null=True)
    flexible_content = models.TextField(null=True)
    was_unemployed_flag = models.TextField(null=True)
    hardship_flag = models.TextField(null=True)
    rural_transfer_flag = models.TextField(null=True)
    graduate_flag = models.TextField(null=True)
    transfer_from_employer_flag = models.TextField(null=True)
    social_insured_flag = models.TextField(null=True)
    end_date = models.DateField(null=True)
    end_reason = models.TextField(null=True)
    end_registered_date = models.DateField(null=True)
    end_handler_id = models.TextField(null=True)
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
            HashIndex(name="er_person_id", fields=["person_id"]),
            models.Index(name="er_number_alone", fields=["id_number_index"], condition=Q(person_id=None)),
            HashIndex(name="er_employer_id", fields=["employer_id"]),
            HashIndex(name="er_registration_id", fields=["registration_id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="employment_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
        ]
