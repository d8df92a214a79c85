"""变更单: what is to change, line by line, who asked, who approved, who carried it out, who rechecked. Art. 9(3).

Beside these constraints the database guards every step (ledger/sql/05_amended.sql): a step is taken under its own
act by whoever's name it sets, lines are written once, and a record becomes what its line says, or nothing.
"""

from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff

# returned: the record moved on before the change, or the recheck found fault. A way back is a new order; a batch the
# recheck found fault with may be carried out backwards (inverted), as it was prepared and tried.
NEXT: dict[str, set[str]] = {
    "applied": {"approved", "refused"},
    "approved": {"modified", "returned"},
    "modified": {"confirmed", "returned"},
    "refused": set(),
    "returned": {"inverted"},
    "confirmed": set(),
    "inverted": set(),
}
KINDS = ("correct", "complete", "restore", "retire", "merge", "unmerge", "batch")
# How many people an order takes: four for key items, three for others, two where the city's parameter says so.
GRADES = ("key", "plain", "light")


class Order(Governed):
    """A change order. `record_id`: the record it is about (of a merge the one that stays); `digest`: SM3 of the
    exact difference, reason and evidence; `detail`: of a merge why the two look alike, in words, of a batch what it
    asks for and what it counts; `approved_digest`: what the approver saw. `reverses`: the order it takes back;
    `resumes`: the returned order it asks for again; `origin`: where it began ("finding:…", "match:…")."""

    number = models.TextField(unique=True)
    kind = models.TextField()
    grade = models.TextField()
    dataset = models.TextField()
    record_id = models.UUIDField(db_index=True)
    district = models.CharField(max_length=6)
    title = models.TextField(blank=True)
    reason = models.TextField()
    origin = models.TextField(blank=True)
    reverses = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    resumes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="resumed_by")
    detail = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    approved_digest = models.CharField(max_length=64, blank=True)
    standard_version = models.IntegerField()
    state = models.TextField(default="applied")
    due_on = models.DateField()
    applied_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    modified_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    modified_at = models.DateTimeField(null=True)
    rechecked_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    rechecked_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    inverted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    inverted_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(name="order_queue", fields=["state", "district", "due_on", "id"])]
        constraints = [
            models.CheckConstraint(name="order_state", condition=Q(state__in=sorted(NEXT))),
            models.CheckConstraint(name="order_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(name="order_grade", condition=Q(grade__in=GRADES)),
            models.CheckConstraint(
                name="decided_by_another", condition=Q(decided_by=None) | ~Q(decided_by=F("applied_by"))
            ),
            models.CheckConstraint(
                name="key_items_by_four",
                condition=~Q(grade="key")
                | Q(modified_by=None)
                | ~Q(modified_by=F("applied_by")) & ~Q(modified_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="rechecked_by_another", condition=Q(rechecked_by=None) | ~Q(rechecked_by=F("modified_by"))
            ),
            models.CheckConstraint(
                name="rechecked_by_no_earlier_hand",
                condition=Q(grade="light")
                | Q(rechecked_by=None)
                | ~Q(rechecked_by=F("applied_by")) & ~Q(rechecked_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="order_who_and_when",
                condition=(Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False))
                & (Q(modified_by=None, modified_at=None) | Q(modified_by__isnull=False, modified_at__isnull=False))
                & (Q(rechecked_by=None, rechecked_at=None) | Q(rechecked_by__isnull=False, rechecked_at__isnull=False))
                & (Q(returned_by=None, returned_at=None) | Q(returned_by__isnull=False, returned_at__isnull=False))
                & (Q(inverted_by=None, inverted_at=None) | Q(inverted_by__isnull=False, inverted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="order_hands",
                condition=Q(state="applied", decided_by=None, modified_by=None)
                | Q(state__in=["refused", "approved"], decided_by__isnull=False, modified_by=None)
                | Q(state="modified", modified_by__isnull=False, rechecked_by=None)
                | Q(state="confirmed", modified_by__isnull=False, rechecked_by__isnull=False)
                | Q(state="returned", decided_by__isnull=False, returned_by__isnull=False)
                | Q(state="inverted", modified_by__isnull=False, returned_by__isnull=False, inverted_by__isnull=False),
            ),
            models.CheckConstraint(name="batch_by_four", condition=~Q(kind="batch") | Q(grade="key")),
            models.CheckConstraint(
                name="inverted_by_another",
                condition=Q(inverted_by=None)
                | Q(kind="batch")
                & ~Q(inverted_by=F("applied_by"))
                & ~Q(inverted_by=F("decided_by"))
                & ~Q(inverted_by=F("modified_by"))
                & ~Q(inverted_by=F("returned_by")),
            ),
            models.CheckConstraint(
                name="carried_out_as_approved",
                condition=Q(state__in=["applied", "refused"], approved_digest="") | Q(approved_digest=F("digest")),
            ),
        ]


class Line(Governed):
    """One record's change under an order: the columns that differ, before and after, as the database's JSON holds
    them, sealed items sealed; `base`: the entry that wrote the record the change was drawn on; `faults`: what the
    change would newly break, `verdicts`: all the rules the row breaks afterwards (none: drawn before these were
    kept)."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    position = models.IntegerField()
    dataset = models.TextField()
    record_id = models.UUIDField(db_index=True)
    district = models.CharField(max_length=6)
    base = models.UUIDField()
    before = models.JSONField()
    after = models.JSONField()
    faults = models.JSONField(default=list)
    verdicts = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_line_a_record", fields=["order", "dataset", "record_id"]),
            models.UniqueConstraint(name="line_position", fields=["order", "position"]),
        ]


class Evidence(Governed):
    """依据: facts about a file behind an order; its content lies in the store under its digest."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="evidence")
    district = models.CharField(max_length=6)
    material_kind = models.TextField()
    file_name = models.TextField()
    mime_type = models.TextField()
    file_size = models.BigIntegerField()
    page_count = models.IntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    sm3 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="evidence_once", fields=["order", "sha256"])]


class Approval(Governed):
    """省级批复: the provincial document that lets one batch be carried out, bound to the digest of its difference. It
    serves one batch, and no other document of its number or with its scan serves another. Art. 9(3)."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="approval")
    scan = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="approval")
    district = models.CharField(max_length=6)
    number = models.TextField(unique=True)
    office = models.TextField()
    scope = models.TextField()
    rows = models.IntegerField()
    digest = models.CharField(max_length=64, unique=True)
    scan_sm3 = models.CharField(max_length=64, unique=True)
    issued_on = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="approval_period", condition=Q(valid_until__gte=F("issued_on"))),
            models.CheckConstraint(name="approval_rows", condition=Q(rows__gt=0)),
        ]


class Report(Governed):
    """核验报告: what was found when a batch had been written, by the act that wrote it."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="report")
    district = models.CharField(max_length=6)
    detail = models.JSONField()
