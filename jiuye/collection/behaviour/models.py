"""Behaviour data in its own schema: no name, no number, no text, no address of a device; a purpose and an end.

The subject stands as the keyed index of his identity number, so that he finds what is his and nobody else does.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiuye.lib.keys import uuid7
from jiuye.parties.models import Governed, Passing, Staff
from jiuye.records.fields import IndexField

# What it may be used for; a person agrees to each by itself.
PURPOSES = {"help": "发现我没办完的事，提醒和帮助我", "improve": "按人数统计哪一步难办，改进办事流程"}
# What a citizen's page tells (code list event_type), and how it went (event_result).
KINDS = {"20": "打开", "30": "提交", "31": "附材料", "32": "撤回", "60": "看回执", "90": "不填了"}
RESULTS = {"1": "成功", "2": "没有办成", "3": "放下"}
LONGEST = 366  # days; no parameter keeps it longer
_SERVICE = "^[a-z][a-z_]{0,39}$"


class TrackingConsent(Governed):
    """同意: which purposes somebody agreed to, from when, until he objected. A record: it proves what was allowed."""

    given_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    subject_index = IndexField()
    district = models.CharField(max_length=6)
    purposes = models.JSONField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_consent", fields=["subject_index"], condition=Q(withdrawn_at=None)),
            models.CheckConstraint(name="consent_of_somebody", condition=Q(subject_index__isnull=False)),
        ]


class Happened(models.Model):
    """One step on a citizen's page."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    occurred_at = models.DateTimeField()
    subject_index = IndexField()
    visit = models.TextField()
    channel = models.CharField(max_length=2)
    event_type = models.CharField(max_length=2)
    service_code = models.TextField()
    event_result = models.CharField(max_length=1)

    class Meta:
        abstract = True


class WaitingEvent(Happened):
    """Just happened; the machine puts it on file, or drops it, within a minute. Work (schema work)."""

    class Meta:
        db_table = "behaviour_waiting"


class Event(Happened, Passing):
    """On file under the purposes its subject agreed to, until its day. Never changed."""

    purposes = ArrayField(models.TextField())
    consent_id = models.UUIDField()
    expires_on = models.DateField()

    class Meta:
        db_table = "behaviour_event"
        indexes = [
            models.Index(name="event_subject", fields=["subject_index", "occurred_at"]),
            models.Index(name="event_expiry", fields=["expires_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_has_a_purpose", condition=Q(purposes__contained_by=sorted(PURPOSES)) & ~Q(purposes=[])
            ),
            models.CheckConstraint(name="event_is_a_code", condition=Q(service_code__regex=_SERVICE)),
            models.CheckConstraint(
                name="event_kinds", condition=Q(event_type__in=sorted(KINDS), event_result__in=sorted(RESULTS))
            ),
            models.CheckConstraint(name="event_of_somebody", condition=Q(subject_index__isnull=False)),
            models.CheckConstraint(name="visit_is_a_digest", condition=Q(visit__regex="^[0-9a-f]{16}$")),
        ]


class Derived(Passing):
    """衍生数据: concluded from events, said to be so, with its lineage. It lies here and nowhere else: the act that
    writes it may write no record, so that it never takes the place of what was collected."""

    subject_index = IndexField()
    tag = models.TextField()
    service_code = models.TextField()
    derived = models.BooleanField(default=True)
    method = models.TextField()
    sources = ArrayField(models.UUIDField())
    purpose = models.TextField()
    derived_at = models.DateTimeField()
    expires_on = models.DateField()

    class Meta:
        db_table = "behaviour_derived"
        constraints = [
            models.UniqueConstraint(name="one_conclusion", fields=["subject_index", "tag", "service_code"]),
            models.CheckConstraint(name="derived_of_somebody", condition=Q(subject_index__isnull=False)),
            models.CheckConstraint(name="says_it_is_derived", condition=Q(derived=True)),
            models.CheckConstraint(name="derived_has_sources", condition=~Q(sources=[]) & ~Q(method="")),
            models.CheckConstraint(name="derived_purpose", condition=Q(purpose="help")),
        ]
