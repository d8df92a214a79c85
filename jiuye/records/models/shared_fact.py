"""部门共享信息 (共享与校验, Art. 6(4)). One column per item of the standard; tests/house proves it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q

from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models.base import Record


class SharedFact(Record):
    """部门共享信息."""

    fact_id = models.TextField(null=True)
    department = models.TextField(null=True)
    fact_kind = models.TextField(null=True)
    subject_kind = models.TextField(null=True)
    id_number = SealedField()
    id_number_index = IndexField()
    id_number_placeholder = models.BooleanField(null=True)
    name = models.TextField(null=True)
    uscc = models.TextField(null=True)
    fact_value = models.TextField(null=True)
    fact_start_date = models.DateField(null=True)
    fact_end_date = models.DateField(null=True)
    obtained_at = models.DateTimeField(null=True)
    query_basis = models.TextField(null=True)
    matched_entity = models.TextField(null=True)
    matched_record_id = models.TextField(null=True)
    match_result = models.TextField(null=True)
    handled_by = models.TextField(null=True)
    handled_at = models.DateTimeField(null=True)
    # Beside the standard, which has no such item here: figures are told by agency (Art. 14).
    agency_code = models.TextField(null=True)

    class Meta(Record.Meta):
        indexes = [
            models.Index(name="sf_id_number_index", fields=["id_number_index"]),
            HashIndex(name="sf_uscc", fields=["uscc"]),
            HashIndex(name="sf_fact_id", fields=["fact_id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="fact_taken_once", fields=["fingerprint"], condition=Q(retired=False)),
        ]
