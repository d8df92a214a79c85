"""招聘登记 (经办类数据, Art. 2(2)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Record


class Vacancy(Record):
    """招聘登记."""

    vacancy_id = models.TextField(null=True)
    recruitment_id = models.TextField(null=True)
    employer_id = models.TextField(null=True)
    registered_date = models.DateField(null=True)
    occupation_code = models.TextField(null=True)
    occupation_name = models.TextField(null=True)
    job_description = models.TextField(null=True)
    headcount = models.BigIntegerField(null=True)
    recommended_count = models.BigIntegerField(null=True)
    hired_count = models.BigIntegerField(null=True)
    wage_min = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    wage_max = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    wage_note = models.TextField(null=True)
    education_required = models.TextField(null=True)
    sex_required = models.TextField(null=True)
    age_min = models.BigIntegerField(null=True)
    age_max = models.BigIntegerField(null=True)
    qualification_required = models.TextField(null=True)
    work_hours_form = models.TextField(null=True)
    work_division = models.TextField(null=True)
    work_place = models.TextField(null=True)
    contract_term = models.TextField(null=True)
    insurance_note = models.TextField(null=True)
    accommodation_flag = models.TextField(null=True)
    recruit_method = models.TextField(null=True)
    contact_person = models.TextField(null=True)
    contact_phone = SealedField()
    contact_phone_index = IndexField()
    contact_phone_placeholder = models.BooleanField(null=True)
    contact_phone_form = models.TextField(null=True)
    start_date = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    vacancy_status = models.TextField(null=True)
    cancel_date = models.DateField(null=True)
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
            HashIndex(name="va_employer_id", fields=["employer_id"]),
            HashIndex(name="va_vacancy_id", fields=["vacancy_id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="vacancy_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
        ]
