"""Snapshots, runs, their figures and findings, reports and the tasks they set. Art. 13-15."""

from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff

# The states of a rectification task: issued to a district, answered by it, then held against a later inspection:
# verified where nothing is left, and closed; else issued again.
NEXT: dict[str, set[str]] = {
    "issued": {"answered"},
    "answered": {"verified", "issued"},
    "verified": {"closed"},
    "closed": set(),
}


class Snapshot(Governed):
    """Facts and plain items of every dataset at one moment, as sealed Parquet. Sealed items stay out."""

    moment = models.DateTimeField()
    scope = models.TextField()
    standard_version = models.IntegerField()
    rows = models.JSONField()
    digest = models.TextField()
    folder = models.TextField()


class Run(Governed):
    """One inspection over one snapshot. `seconds` is what it cost; a figure can be computed again."""

    number = models.TextField(unique=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT)
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    engine = models.TextField()
    as_of = models.DateTimeField()
    rules_run = models.IntegerField()
    not_yet = models.JSONField()
    seconds = models.FloatField()
    started_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")


class Figure(Governed):
    """One rate with its parts. level: see quality.tally.Level; `met`/`of` are never averaged.

    For lower-is-better indicators (anomaly, duplication) `met` counts the bad rows, as Art. 14 words them."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="figures")
    indicator = models.TextField()
    level = models.TextField()
    district = models.TextField(blank=True)
    agency_code = models.TextField(blank=True)
    dataset = models.TextField(blank=True)
    item = models.TextField(blank=True)
    met = models.BigIntegerField()
    of = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(name="figure_of_run", fields=["run", "level", "indicator"])]


class Finding(Governed):
    """One row that broke one rule in one run (`rule_id` DUP marks a surplus duplicate)."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT)
    rule_id = models.TextField()
    dataset = models.TextField()
    record_id = models.UUIDField()
    agency_code = models.TextField(blank=True)
    district = models.CharField(max_length=6)

    class Meta:
        indexes = [models.Index(name="finding_of_run", fields=["run", "rule_id", "district", "id"])]


class Report(Governed):
    """《数据质量整改报告》 as issued: the bytes are kept with their digests and never made again."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="reports")
    number = models.TextField(unique=True)
    title = models.TextField()
    docx = models.BinaryField()
    pdf = models.BinaryField()
    pages = models.IntegerField()
    sha256 = models.TextField()
    sm3 = models.TextField()
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()


class Task(Governed):
    """What one district must put right after a report, by when, and what it answered."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="tasks")
    district = models.CharField(max_length=6)
    findings = models.BigIntegerField()
    by_rule = models.JSONField()
    due_on = models.DateField()
    state = models.TextField(default="issued")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # What the later inspection still found (rule → rows), and what was said when it went back.
    verified_run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    remaining = models.JSONField(default=dict)
    sent_back = models.TextField(blank=True, default="")
    closed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="task_state", condition=Q(state__in=sorted(NEXT))),
            models.CheckConstraint(
                name="answered_who_and_when",
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="verified_by_another",
                condition=Q(verified_by=None) | ~Q(verified_by=F("answered_by")),
            ),
            models.CheckConstraint(
                name="verified_who_when_and_by_what",
                condition=Q(verified_by=None, verified_at=None, verified_run=None)
                | Q(verified_by__isnull=False, verified_at__isnull=False, verified_run__isnull=False),
            ),
            models.CheckConstraint(
                name="closed_with_nothing_left",
                condition=~Q(state__in=["verified", "closed"]) | Q(verified_by__isnull=False, remaining={}),
            ),
            models.CheckConstraint(
                name="closed_who_and_when",
                condition=Q(state="closed", closed_by__isnull=False, closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_by=None, closed_at=None)),
            ),
        ]
