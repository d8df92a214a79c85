"""失业登记 (经办类数据, Art. 2(2)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Record


class UnemploymentRegistration(Record):
    """失业登记."""

    registration_id = models.TextField(null=True)
    person_id = models.TextField(null=True)
    id_number = SealedField()
    id_number_index = IndexField()
    id_number_placeholder = models.BooleanField(null=True)
    name = models.TextField(null=True)
    unemployment_date = models.DateField(null=True)
    unemployment_reason = models.TextField(null=True)
    unemployment_kind = models.TextField(null=True)
    registered_date = models.DateField(null=True)
    registration_place_kind = models.TextField(null=True)
    registration_division = models.TextField(null=True)
    previous_employer_id = models.TextField(null=True)
    previous_employer_name = models.TextField(null=True)
    previous_start_date = models.DateField(null=True)
    previous_end_date = models.DateField(null=True)
    job_wish = models.TextField(null=True)
    training_wish_flag = models.TextField(null=True)
    work_ability_flag = models.TextField(null=True)
    benefit_status = models.TextField(null=True)
    benefit_start_month = models.TextField(null=True)
    benefit_end_month = models.TextField(null=True)
    last_contact_date = models.DateField(null=True)
    guidance_count = models.BigIntegerField(null=True)
    introduction_count = models.BigIntegerField(null=True)
    cancel_date = models.DateField(null=True)
    cancel_reason = models.TextField(null=True)
    cancel_handler_id = models.TextField(null=True)
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
            HashIndex(name="ur_person_id", fields=["person_id"]),
            models.Index(name="ur_number_alone", fields=["id_number_index"], condition=Q(person_id=None)),
            HashIndex(name="ur_registration_id", fields=["registration_id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="unemployment_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
        ]
