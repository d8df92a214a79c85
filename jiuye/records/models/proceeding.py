"""办理: where a matter stands, and the steps that brought it there. Its states are the tables below; the status
items of the record follow from the steps and are set by nothing else. Art. 2(2), 7, 9(2).
"""

from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff

# By dataset: what follows what. docs/generated/states.md draws them; ledger/sql/05_proceeding.sql holds each step.
NEXT_UNEMPLOYMENT: dict[str, set[str]] = {"registered": {"ended"}, "ended": set()}
NEXT_HARDSHIP: dict[str, set[str]] = {
    "applied": {"reviewed", "denied"},
    "reviewed": {"publicised", "denied"},
    "publicised": {"granted", "denied"},
    "granted": {"ended"},
    "denied": set(),
    "ended": set(),
}
NEXT_SUBSIDY: dict[str, set[str]] = {
    "accepted": {"publicised", "denied"},
    "publicised": {"granted", "denied"},
    "granted": {"paid"},
    "paid": {"reclaimed"},
    "denied": set(),
    "reclaimed": set(),
}
NEXT_EMPLOYMENT: dict[str, set[str]] = {"employed": {"ended"}, "ended": set()}
NEXT_TRAINING: dict[str, set[str]] = {"enrolled": {"completed", "dropped"}, "completed": set(), "dropped": set()}
NEXT_VACANCY: dict[str, set[str]] = {
    "open": {"fulfilled", "cancelled", "expired"}, "fulfilled": set(), "cancelled": set(), "expired": set(),
}  # fmt: skip
NEXT_SEEKING: dict[str, set[str]] = {
    "seeking": {"fulfilled", "cancelled", "expired"}, "fulfilled": set(), "cancelled": set(), "expired": set(),
}  # fmt: skip
NEXT_FILE: dict[str, set[str]] = {
    "held": {"lent", "transferred"},
    "lent": {"held"},
    "transferred": {"receipted"},
    "receipted": set(),
    "closed": set(),
}
NEXT_CERTIFICATE: dict[str, set[str]] = {
    "accepted": {"valid", "cancelled"},
    "valid": {"lost", "superseded", "cancelled"},
    "lost": {"valid", "superseded", "cancelled"},
    "superseded": set(),
    "cancelled": set(),
}
PROCEDURES: dict[str, dict[str, set[str]]] = {
    "employment_registration": NEXT_EMPLOYMENT,
    "training": NEXT_TRAINING,
    "vacancy": NEXT_VACANCY,
    "job_seeking": NEXT_SEEKING,
    "personnel_agency_file": NEXT_FILE,
    "employment_certificate": NEXT_CERTIFICATE,
    "unemployment_registration": NEXT_UNEMPLOYMENT,
    "hardship_assistance": NEXT_HARDSHIP,
    "subsidy": NEXT_SUBSIDY,
}
STATES = sorted({state for table in PROCEDURES.values() for state in table})


class Proceeding(Governed):
    """One matter under way; its key is the record's. begun_as: the state its items told when it was admitted.
    due_on: by when the next step is to be taken; not_before: until when the public notice runs. The hands: who
    collected, reviewed, decided and paid, different people. Whose it is, `ledger.own_matters` says of the record."""

    dataset = models.TextField()
    number = models.TextField()
    district = models.CharField(max_length=6)
    state = models.TextField()
    begun_as = models.TextField()
    begun_on = models.DateField()
    due_on = models.DateField(null=True)
    not_before = models.DateField(null=True)
    collected_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    paid_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(name="proceeding_due", fields=["district", "due_on"], condition=Q(due_on__isnull=False)),
            models.Index(name="proceeding_number", fields=["number"]),
            models.Index(name="proceeding_state", fields=["dataset", "state"]),
        ]
        constraints = [
            models.CheckConstraint(name="proceeding_state", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="proceeding_reviewed_by_another", condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("collected_by"))
            ),
            models.CheckConstraint(
                name="proceeding_decided_by_third",
                condition=Q(decided_by=None) | ~Q(decided_by=F("collected_by")) & ~Q(decided_by=F("reviewed_by")),
            ),
            models.CheckConstraint(
                name="proceeding_paid_by_another", condition=Q(paid_by=None) | ~Q(paid_by=F("decided_by"))
            ),
        ]


class ProceedingStep(Governed):
    """One step that was taken, written once. happened_on: the day the matter says; due_on: the limit it had; late_by:
    workdays after it; entered_after: workdays between that day and its entry, `backdated` where that is more than the
    standard allows. items: what the record was given."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="steps")
    district = models.CharField(max_length=6)
    act = models.TextField()
    old = models.TextField()
    new = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    happened_on = models.DateField()
    due_on = models.DateField(null=True)
    late_by = models.IntegerField(default=0)
    entered_after = models.IntegerField(default=0)
    backdated = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    items = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(name="step_of", fields=["proceeding", "at"])]
        constraints = [
            models.UniqueConstraint(name="one_step_an_act", fields=["proceeding", "entry_id"]),
            models.CheckConstraint(
                name="step_counts",
                condition=Q(late_by__gte=0, entered_after__gte=0) & (Q(late_by=0) | Q(due_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="backdated_is_entered_after", condition=Q(backdated=False) | Q(entered_after__gt=0)
            ),
        ]
