"""The standard as stored: everything of a version is a row, and a record remembers the version.

Requests and drafts are what a version comes from: asked for by districts, drafted by one person of the city,
published by another. Art. 5.
"""

from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff
from jiuye.standards.parameters.models import ParameterValue

__all__ = ["Code", "CodeList", "Dataset", "Draft", "Item", "Parameter", "ParameterValue", "Request", "Rule", "Version"]

# 采集需求: asked, merged into another, taken into a draft, published with it, or declined.
NEXT: dict[str, set[str]] = {
    "asked": {"merged", "taken", "declined"},
    "taken": {"asked", "published"},
    "merged": set(),
    "published": set(),
    "declined": set(),
}
DRAFT_NEXT: dict[str, set[str]] = {"open": {"published", "dropped"}, "published": set(), "dropped": set()}


class Version(Governed):
    """One edition of the data standard, in force from a moment until the next one is."""

    number = models.IntegerField(unique=True)
    effective_from = models.DateTimeField(unique=True)
    published_at = models.DateTimeField()
    source = models.TextField()


class Dataset(Governed):
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    name = models.TextField()
    label = models.TextField()
    collected = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_dataset", fields=["version", "name"])]


class Item(Governed):
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    dataset = models.TextField()
    position = models.IntegerField()
    name = models.TextField()
    label = models.TextField()
    indicator_code = models.TextField(blank=True)
    data_type = models.TextField()
    max_length = models.TextField(blank=True)
    code_list = models.TextField(blank=True)
    required = models.TextField()
    condition_zh = models.TextField(blank=True)
    condition = models.TextField(blank=True)
    substantive = models.BooleanField()
    sensitivity = models.TextField()
    protection = models.TextField()
    seal_domain = models.TextField(blank=True)
    upkeep = models.TextField()
    source = models.TextField(blank=True)
    in_extra = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_item", fields=["version", "dataset", "name"])]


class CodeList(Governed):
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    name = models.TextField()
    pattern = models.TextField(blank=True)
    size = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_list", fields=["version", "name"])]


class Code(Governed):
    code_list = models.ForeignKey(CodeList, on_delete=models.PROTECT, related_name="codes")
    code = models.TextField()
    label = models.TextField()
    initials = models.TextField(blank=True)
    retired = models.BooleanField(default=False)
    replaced_by = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_code", fields=["code_list", "code"])]


class Rule(Governed):
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    rule_id = models.TextField()
    dataset = models.TextField()
    dimension = models.TextField()
    severity = models.TextField()
    description = models.TextField()
    original = models.TextField()
    expression = models.TextField(blank=True)
    message = models.TextField()
    items = models.TextField()
    not_yet = models.TextField(blank=True)
    time_dependent = models.BooleanField()
    source = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_rule", fields=["version", "rule_id"])]


class Parameter(Governed):
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    name = models.TextField()
    label = models.TextField()
    value = models.TextField()
    value_type = models.TextField()
    unit = models.TextField(blank=True)
    kind = models.TextField()
    basis = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_parameter", fields=["version", "name"])]


class Flow(Governed):
    """Which item of one dataset is offered for which of another: `catalogue.Flow`. Art. 6(2)."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    flow_id = models.TextField()
    source = models.TextField()
    source_item = models.TextField()
    value = models.TextField(blank=True)
    condition = models.TextField(blank=True)
    target = models.TextField()
    target_item = models.TextField()
    key = models.TextField()
    differs = models.TextField()
    basis = models.TextField(blank=True)
    in_use = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_flow", fields=["version", "flow_id"])]


class Draft(Governed):
    """The next version while it is worked on: its changes against the version `base`, entered by one person.
    `changes` is always the exact difference, nothing twice. Published by another person only."""

    number = models.TextField(unique=True)
    base = models.IntegerField()
    title = models.TextField()
    basis = models.TextField()
    changes = models.JSONField(default=list)
    state = models.TextField(default="open")
    drafted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    version = models.OneToOneField(Version, null=True, on_delete=models.PROTECT, related_name="draft")

    class Meta:
        constraints = [
            models.CheckConstraint(name="draft_state", condition=Q(state__in=sorted(DRAFT_NEXT))),
            models.CheckConstraint(
                name="published_by_another", condition=Q(published_by=None) | ~Q(published_by=F("drafted_by"))
            ),
            models.CheckConstraint(
                name="draft_published_who_when",
                condition=Q(published_by=None, published_at=None, version=None) & ~Q(state="published")
                | Q(published_by__isnull=False, published_at__isnull=False, version__isnull=False, state="published"),
            ),
            # One at a time: two drafts on one base could not both be exact.
            models.UniqueConstraint(name="one_open_draft", fields=["state"], condition=Q(state="open")),
        ]


class Request(Governed):
    """采集需求: what a district asks for, why, on which basis, with a sample; and what became of it."""

    number = models.TextField(unique=True)
    kind = models.TextField()
    dataset = models.TextField(blank=True)
    what = models.TextField()
    why = models.TextField()
    legal_basis = models.TextField()
    sample = models.TextField()
    district = models.CharField(max_length=6)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.TextField(default="asked")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    draft = models.ForeignKey(Draft, null=True, on_delete=models.PROTECT, related_name="requests")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="request_state", condition=Q(state__in=sorted(NEXT))),
            models.CheckConstraint(name="merged_into_one", condition=Q(state="merged") ^ Q(merged_into=None)),
            models.CheckConstraint(
                name="request_answered_who_when",
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_by_another", condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by"))
            ),
        ]
