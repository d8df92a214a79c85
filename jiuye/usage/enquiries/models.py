"""What is odd about somebody's look-ups of a day, for the supervision to answer. Art. 10(3), 20(4)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff

NEXT_ALERT: dict[str, set[str]] = {"raised": {"explained", "passed"}, "explained": set(), "passed": set()}


class Alert(Governed):
    """One kind of oddity of one person in one district on one day of the city, raised once until it is answered.
    entries: those of the book that made it, the newest first; measured beside limit: both are renewed while nobody has
    answered. Who answers it is not whom it is about."""

    kind = models.TextField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    district = models.CharField(max_length=6)
    day = models.DateField()
    measured = models.IntegerField()
    limit = models.IntegerField()
    entries = ArrayField(models.UUIDField())
    raised_at = models.DateTimeField()
    state = models.TextField(default="raised")
    answered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="alert_once_a_day", fields=["staff", "district", "kind", "day"], condition=Q(state="raised")
            ),
            models.CheckConstraint(name="alert_state", condition=Q(state__in=sorted(NEXT_ALERT))),
            models.CheckConstraint(
                name="alert_answered_by_another", condition=Q(answered_by=None) | ~Q(answered_by=F("staff"))
            ),
            models.CheckConstraint(
                name="alert_who_and_when",
                condition=Q(state="raised", answered_by=None, answered_at=None)
                | ~Q(state="raised") & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]


NEXT_BATCH: dict[str, set[str]] = {
    "asked": {"approved", "refused"}, "approved": {"done"}, "refused": set(), "done": set(),
}  # fmt: skip


class BatchLookUp(Governed):
    """Many numbers looked up at once, once, when another has approved it. sealed: the numbers, until they were looked
    up; found: what each was, [[place in the list, dataset, key], …]."""

    number = models.TextField(unique=True)
    district = models.CharField(max_length=6)
    why = models.TextField()
    rows = models.IntegerField()
    sealed = models.BinaryField(null=True)
    state = models.TextField(default="asked")
    due_on = models.DateField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    found = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(name="batch_look_up_state", condition=Q(state__in=sorted(NEXT_BATCH))),
            models.CheckConstraint(
                name="batch_look_up_decided_by_another", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="batch_look_up_who_and_when",
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | ~Q(state="asked") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_look_up_numbers_go",
                condition=Q(state__in=("asked", "approved"), sealed__isnull=False, done_at=None)
                | Q(state="refused", sealed=None, done_at=None) | Q(state="done", sealed=None, done_at__isnull=False),
            ),
        ]
