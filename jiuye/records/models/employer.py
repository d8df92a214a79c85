"""用人单位 (基础类数据, Art. 2(1)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Named, Record


class Employer(Named, Record):
    """用人单位."""

    employer_id = models.TextField(null=True)
    uscc = models.TextField(null=True)
    org_code = models.TextField(null=True)
    employer_name = models.TextField(null=True)
    legal_representative = models.TextField(null=True)
    legal_rep_id_number = SealedField()
    legal_rep_id_number_index = IndexField()
    legal_rep_id_number_placeholder = models.BooleanField(null=True)
    legal_rep_id_number_folded_index = IndexField()
    legal_rep_phone = SealedField()
    legal_rep_phone_index = IndexField()
    legal_rep_phone_placeholder = models.BooleanField(null=True)
    legal_rep_phone_form = models.TextField(null=True)
    employer_type = models.TextField(null=True)
    economic_type = models.TextField(null=True)
    affiliation = models.TextField(null=True)
    industry_section = models.TextField(null=True)
    industry_code = models.TextField(null=True)
    industry_sector = models.TextField(null=True)
    employer_size = models.TextField(null=True)
    registered_date = models.DateField(null=True)
    registration_authority = models.TextField(null=True)
    employer_status = models.TextField(null=True)
    cancelled_date = models.DateField(null=True)
    division_code = models.TextField(null=True)
    address = models.TextField(null=True)
    contact_person = models.TextField(null=True)
    contact_phone = SealedField()
    contact_phone_index = IndexField()
    contact_phone_placeholder = models.BooleanField(null=True)
    contact_phone_form = models.TextField(null=True)
    email = models.TextField(null=True)
    employee_count = models.BigIntegerField(null=True)
    social_insurance_no = models.TextField(null=True)
    dispatch_flag = models.TextField(null=True)
    hr_license_no = models.TextField(null=True)
    bank_name = models.TextField(null=True)
    bank_account_name = models.TextField(null=True)
    bank_account = SealedField()
    bank_account_index = IndexField()
    bank_account_placeholder = models.BooleanField(null=True)
    bank_account_form = models.TextField(null=True)
    market_verified_at = models.DateTimeField(null=True)
    merged_into_employer_id = models.TextField(null=True)
    created_at = models.DateTimeField(null=True)
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
            models.Index(Left("name_pinyin", 100), name="e_name_pinyin"),
            models.Index(Left("name_initials", 100), name="e_name_initials"),
            GinIndex(name="e_formerly", fields=["formerly"]),
            HashIndex(name="e_employer_id", fields=["employer_id"]),
            HashIndex(name="e_uscc", fields=["uscc"]),
            HashIndex(name="e_employer_name", fields=["employer_name"]),
        ]
        constraints = [
            models.UniqueConstraint(name="employer_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
            models.UniqueConstraint(
                name="one_employer",
                fields=["uscc"],
                condition=Q(inherited=False, retired=False, merged_into_employer_id=None, valid_flag="1"),
            ),
        ]
