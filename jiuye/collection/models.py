"""Submissions on their way to the records, and the city's orders for inherited data."""

from django.db import models
from django.db.models import F, Q

from jiuye.collection.behaviour.models import Derived, Event, TrackingConsent, WaitingEvent
from jiuye.collection.sections.models import Conflict
from jiuye.collection.sharing.models import Answered, Asking, Circuit, DepartmentKey, Doubt, Nonce, Question
from jiuye.parties.models import Governed, Mandate, Staff
from jiuye.standards.catalogue import DATASETS

__all__ = [
    "MONEY", "NEXT", "Answered", "Asking", "Circuit", "Conflict", "DepartmentKey", "Derived", "Doubt", "Draft",
    "DrawSeed", "Event", "InheritanceOrder", "Nonce", "Question", "Submission", "TrackingConsent", "WaitingEvent",
]  # fmt: skip

# Datasets that give somebody money: never sampled, and from an amount on reviewed by two. Art. 6(4), 7.
MONEY = ("subsidy", "training")

# The states of a submission. draft exists only in `work`; what is submitted is never lost.
NEXT: dict[str, set[str]] = {
    "submitted": {"accepted", "returned", "withdrawn"},
    "accepted": {"undone"},
    "returned": {"withdrawn"},
    "withdrawn": set(),
    "undone": set(),
}


class InheritanceOrder(Governed):
    """存量接收令: what an older system holds may be taken over as it is, once, from this source."""

    number = models.TextField(unique=True)
    source = models.TextField()
    datasets = models.JSONField()
    rows_at_most = models.BigIntegerField()
    digest = models.TextField(blank=True)
    ordered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    closes_on = models.DateField()
    rows_taken = models.BigIntegerField(default=0)


class Submission(Governed):
    """One hand-in of rows of one dataset: a form (one row) or a file (many). Art. 6(1), 7.

    The rows themselves wait in `work.stage_<dataset>` under this id. Whoever reviewed it did not collect it."""

    number = models.TextField(unique=True)
    dataset = models.TextField()
    kind = models.TextField()
    channel = models.TextField()
    mapping = models.TextField(blank=True)
    standard_version = models.IntegerField()
    agency_id = models.UUIDField()
    district = models.CharField(max_length=6)
    file_name = models.TextField(blank=True)
    file_digest = models.TextField(blank=True)
    order = models.ForeignKey(InheritanceOrder, null=True, on_delete=models.PROTECT)
    rows = models.BigIntegerField(default=0)
    faulty = models.BigIntegerField(default=0)
    already_known = models.BigIntegerField(default=0)
    admitted = models.BigIntegerField(default=0)
    admitted_with_faults = models.BigIntegerField(default=0)
    duplicates = models.BigIntegerField(default=0)
    title = models.TextField(blank=True)
    # Questions the clerk answered and likenesses he judged: {"rule_id"} or {"match", …, "reason"}.
    confirmations = models.JSONField(default=list)
    # Of a file: {"notes", "aside", "headers"}, what reading it gave beside the rows.
    reading = models.JSONField(default=dict)
    state = models.TextField(default="submitted")
    submitted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    due_on = models.DateField()
    reviewed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    return_code = models.TextField(blank=True)
    note = models.TextField(blank=True)
    # What makes it risky, as counted when it was handed in: sign → how many (`collection.risk`).
    signs = models.JSONField(default=dict)
    # Of money: what it asks for in all, and from which amount on two review it, as it was then.
    amount = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    double_from = models.DecimalField(null=True, max_digits=20, decimal_places=2)
    first_reviewed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    first_reviewed_at = models.DateTimeField(null=True)
    # The draw among low-risk channels: true, a person reviews it; false, the machine passes it; null, no draw.
    drawn = models.BooleanField(null=True)
    # Of a declaration by an employer: its number of the standard (row security).
    employer_id = models.TextField(blank=True, default="")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    # The returned submission this one corrects: each is corrected once, so that a case is one line of hand-ins.
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        indexes = [
            models.Index(name="submission_queue", fields=["state", "district", "due_on", "id"]),
            models.Index(name="submission_employer", fields=["employer_id", "id"], condition=~Q(employer_id="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="reviewed_who_and_when",
                condition=Q(reviewed_by=None, reviewed_at=None)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(name="submission_state", condition=Q(state__in=sorted(NEXT))),
            models.CheckConstraint(
                name="accepted_was_reviewed",
                condition=~Q(state="accepted") | Q(reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="first_reviewed_who_and_when",
                condition=Q(first_reviewed_by=None, first_reviewed_at=None)
                | Q(first_reviewed_by__isnull=False, first_reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="first_reviewed_by_another",
                condition=Q(first_reviewed_by=None) | ~Q(first_reviewed_by=F("submitted_by")),
            ),
            # No row of it becomes a record before two different people, neither of them the collector, have seen it.
            models.CheckConstraint(
                name="money_reviewed_by_two",
                condition=Q(admitted=0) & ~Q(state="accepted")
                | Q(amount=None)
                | Q(double_from__isnull=False, amount__lt=F("double_from"))
                | Q(kind="inherit")
                | Q(first_reviewed_by__isnull=False, reviewed_by__isnull=False)
                & ~Q(first_reviewed_by=F("reviewed_by")),
            ),
            models.CheckConstraint(
                name="money_names_its_amount",
                condition=~Q(dataset__in=MONEY)
                | Q(kind="inherit")
                | Q(amount__isnull=False, double_from__isnull=False),
            ),
            models.CheckConstraint(
                name="money_is_not_drawn", condition=Q(drawn=None) | ~Q(dataset__in=MONEY) & Q(kind="window")
            ),
        ]

    @property
    def double(self) -> bool:
        """Does it take two reviewers?"""
        return self.amount is not None and self.double_from is not None and self.amount >= self.double_from

    @property
    def dataset_label(self) -> str:
        return DATASETS[self.dataset]


class DrawSeed(Governed):
    """The seed of the draw, wrapped by the master key; its digest (SM3) is public, so that a draw can be shown to
    have followed it."""

    wrapped = models.BinaryField()
    digest = models.TextField()
    made_at = models.DateTimeField()


class Attachment(Governed):
    """材料: facts about one file of a submission; its content lies in the store under its digest. likeness: see
    `lib.media`; removed_*: taken off before the review. Art. 2(4)."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attachments")
    district = models.CharField(max_length=6)
    material_kind = models.TextField()
    file_name = models.TextField()
    mime_type = models.TextField()
    file_size = models.BigIntegerField()
    page_count = models.IntegerField()
    scan_dpi = models.IntegerField(null=True)
    seconds = models.FloatField(null=True)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    likeness = models.BigIntegerField(null=True)
    # The same or a like picture in other cases when it came: [{"number", "district", "exact"}].
    elsewhere = models.JSONField(default=list)
    original_checked = models.BooleanField(default=False)
    attached_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    removed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="attachment_content", fields=["sha256"])]
        constraints = [
            models.UniqueConstraint(
                name="attached_once", fields=["submission", "sha256"], condition=Q(removed_at=None)
            ),
            models.CheckConstraint(
                name="removed_who_and_when",
                condition=Q(removed_by=None, removed_at=None) | Q(removed_by__isnull=False, removed_at__isnull=False),
            ),
        ]


class Draft(models.Model):
    """What a clerk has typed so far; lost by nobody, seen by its owner only. Ungoverned (schema work)."""

    id = models.UUIDField(primary_key=True)
    staff_id = models.UUIDField(db_index=True)
    dataset = models.TextField()
    title = models.TextField(blank=True)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "collection_draft"
