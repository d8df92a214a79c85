"""求职登记 (经办类数据, Art. 2(2)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Record


class JobSeeking(Record):
    """求职登记."""

    seeking_id = models.TextField(null=True)
    person_id = models.TextField(null=True)
    registered_date = models.DateField(null=True)
    seeker_category = models.TextField(null=True)
    desired_occupation_code = models.TextField(null=True)
    desired_occupation_name = models.TextField(null=True)
    desired_wage = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    desired_division = models.TextField(null=True)
    desired_employment_form = models.TextField(null=True)
    desired_employer_type = models.TextField(null=True)
    work_years = models.BigIntegerField(null=True)
    skills = models.TextField(null=True)
    overseas_flag = models.TextField(null=True)
    contact_phone = SealedField()
    contact_phone_index = IndexField()
    contact_phone_placeholder = models.BooleanField(null=True)
    contact_phone_form = models.TextField(null=True)
    valid_until = models.DateField(null=True)
    seeking_status = models.TextField(null=True)
    recommended_count = models.BigIntegerField(null=True)
    success_date = models.DateField(null=True)
    success_employer_id = models.TextField(null=True)
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
            HashIndex(name="js_person_id", fields=["person_id"]),
            HashIndex(name="js_seeking_id", fields=["seeking_id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="job_seeking_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
        ]
