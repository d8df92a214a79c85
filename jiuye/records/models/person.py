"""个人 (基础类数据, Art. 2(1)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Named, Record


class Person(Named, Record):
    """个人."""

    person_id = models.TextField(null=True)
    id_type = models.TextField(null=True)
    id_number = SealedField()
    id_number_index = IndexField()
    id_number_placeholder = models.BooleanField(null=True)
    id_number_folded_index = IndexField()
    id_number_form = models.TextField(null=True)
    id_number_length = models.IntegerField(null=True)
    id_number_division = models.TextField(null=True)
    id_number_check_ok = models.BooleanField(null=True)
    id_number_birth_date = models.DateField(null=True)
    id_number_sex = models.TextField(null=True)
    social_security_number = SealedField()
    social_security_number_index = IndexField()
    social_security_number_placeholder = models.BooleanField(null=True)
    name = models.TextField(null=True)
    sex = models.TextField(null=True)
    ethnicity = models.TextField(null=True)
    birth_date = models.DateField(null=True)
    nationality = models.TextField(null=True)
    hukou_type = models.TextField(null=True)
    hukou_division = models.TextField(null=True)
    hukou_address = models.TextField(null=True)
    residence_division = models.TextField(null=True)
    residence_address = models.TextField(null=True)
    residence_street = models.TextField(null=True)
    education = models.TextField(null=True)
    graduated_school = models.TextField(null=True)
    major = models.TextField(null=True)
    graduation_date = models.DateField(null=True)
    marital_status = models.TextField(null=True)
    political_status = models.TextField(null=True)
    health_status = models.TextField(null=True)
    disability_cert_no = SealedField()
    disability_cert_no_index = IndexField()
    disability_cert_no_placeholder = models.BooleanField(null=True)
    disability_cert_no_id_index = IndexField()
    mobile_phone = SealedField()
    mobile_phone_index = IndexField()
    mobile_phone_placeholder = models.BooleanField(null=True)
    mobile_phone_form = models.TextField(null=True)
    contact_phone = SealedField()
    contact_phone_index = IndexField()
    contact_phone_placeholder = models.BooleanField(null=True)
    contact_phone_form = models.TextField(null=True)
    employment_status = models.TextField(null=True)
    qualification_level = models.TextField(null=True)
    title_level = models.TextField(null=True)
    first_work_date = models.DateField(null=True)
    survival_status = models.TextField(null=True)
    death_date = models.DateField(null=True)
    retired_flag = models.TextField(null=True)
    retired_date = models.DateField(null=True)
    low_income_flag = models.TextField(null=True)
    veteran_flag = models.TextField(null=True)
    bank_name = models.TextField(null=True)
    bank_account_name = models.TextField(null=True)
    bank_account = SealedField()
    bank_account_index = IndexField()
    bank_account_placeholder = models.BooleanField(null=True)
    bank_account_form = models.TextField(null=True)
    identity_verified_flag = models.TextField(null=True)
    identity_verified_at = models.DateTimeField(null=True)
    merged_into_person_id = models.TextField(null=True)
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
            models.Index(Left("name_pinyin", 100), name="p_name_pinyin"),
            models.Index(Left("name_initials", 100), name="p_name_initials"),
            models.Index(Left("name_folded", 100), name="p_name_folded"),
            GinIndex(name="p_formerly", fields=["formerly"]),
            HashIndex(name="p_person_id", fields=["person_id"]),
            models.Index(name="p_id_number_index", fields=["id_number_index"]),
            models.Index(name="p_id_number_folded_index", fields=["id_number_folded_index"]),
            models.Index(name="p_mobile_phone_index", fields=["mobile_phone_index"]),
        ]
        constraints = [
            models.UniqueConstraint(name="person_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
            models.UniqueConstraint(
                name="one_person",
                fields=["id_type", "id_number_folded_index"],
                condition=Q(inherited=False, retired=False, merged_into_person_id=None, valid_flag="1"),
            ),
        ]
