"""人事代理档案 (经办类数据, Art. 2(2)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Record


class PersonnelAgencyFile(Record):
    """人事代理档案."""

    file_id = models.TextField(null=True)
    file_no = models.TextField(null=True)
    person_id = models.TextField(null=True)
    id_number = SealedField()
    id_number_index = IndexField()
    id_number_placeholder = models.BooleanField(null=True)
    deposit_kind = models.TextField(null=True)
    entrusting_employer_id = models.TextField(null=True)
    source_unit_name = models.TextField(null=True)
    file_source = models.TextField(null=True)
    receive_reason = models.TextField(null=True)
    delivery_method = models.TextField(null=True)
    seal_intact_flag = models.TextField(null=True)
    received_date = models.DateField(null=True)
    received_by = models.TextField(null=True)
    deposit_until = models.DateField(null=True)
    storage_place = models.TextField(null=True)
    cabinet_no = models.TextField(null=True)
    slot_no = models.TextField(null=True)
    material_count = models.BigIntegerField(null=True)
    digitized_flag = models.TextField(null=True)
    file_status = models.TextField(null=True)
    out_date = models.DateField(null=True)
    out_reason = models.TextField(null=True)
    out_person = models.TextField(null=True)
    out_unit_name = models.TextField(null=True)
    transfer_letter_no = models.TextField(null=True)
    receipt_date = models.DateField(null=True)
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
            HashIndex(name="pf_person_id", fields=["person_id"]),
            models.Index(name="pf_number_alone", fields=["id_number_index"], condition=Q(person_id=None)),
            HashIndex(name="pf_file_id", fields=["file_id"]),
            HashIndex(name="pf_file_no", fields=["file_no"]),
        ]
        constraints = [
            models.UniqueConstraint(name="file_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
            models.UniqueConstraint(
                name="one_file_number",
                fields=["file_no"],
                condition=Q(inherited=False, retired=False, valid_flag="1"),
            ),
            models.UniqueConstraint(
                name="one_file_in_store",
                fields=["person_id"],
                condition=Q(inherited=False, retired=False, valid_flag="1", file_status="1"),
            ),
        ]
