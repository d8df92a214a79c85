"""What every record carries beside the standard's own items: its district, where it came from, how it was judged."""

from typing import Any, ClassVar

from django.db import models

from jiuye.parties.models import Governed
from jiuye.records.fields import IndexField


class Named(models.Model):
    """How the subject is found (records.naming): its name as it is typed and sorted, syllables apart and their
    initials (lib.pinyin), as it is compared (lib.characters), and `formerly`: what it was called or numbered
    before, names folded, identity numbers as the hexadecimal of their index."""

    name_pinyin = models.TextField(null=True)
    name_initials = models.TextField(null=True)
    name_folded = models.TextField(null=True)
    formerly = models.JSONField(default=list)

    class Meta:
        abstract = True


class Record(Governed):
    """A row of a dataset. `district` governs who may see it (row security); `standard_version` is the
    version it was judged by and `verdicts` the rules it then broke; `retired` takes a row out of use
    without deleting it before its term (Art. 20(3)); `inherited` rows came from an older
    system under an order of the city (Art. 8). `fingerprint` recognises the same
    source row when it comes a second time; `extra` keeps what the source said beyond the standard.
    `entered_late`: was it entered after the time the procedure allows (None: nothing to judge it by).
    `device` and `strength` (codes of device_kind and source_strength) say with what and how surely its values were
    collected; `origins` says it of single items that came another way: {item: {"strength", "at", and where it
    stood: "dataset" and "number", or a department "said" it; "entry" when it came after the row}}."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    district = models.CharField(max_length=6)
    inherited = models.BooleanField(default=False)
    standard_version = models.IntegerField()
    retired = models.BooleanField(default=False)
    submission_id = models.UUIDField(null=True)
    row_no = models.BigIntegerField(null=True)
    fingerprint = IndexField()
    verdicts = models.JSONField(default=list)
    extra = models.JSONField(default=dict)
    entered_late = models.BooleanField(null=True)
    device = models.TextField(null=True)
    strength = models.TextField(null=True)
    origins = models.JSONField(null=True)

    class Meta:
        abstract = True
