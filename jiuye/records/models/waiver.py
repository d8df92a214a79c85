"""放行: a record that does not conform may leave all the same, once a second person has said so. Art. 6(1)."""

from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff

NEXT_WAIVER: dict[str, set[str]] = {"proposed": {"approved", "refused"}, "approved": set(), "refused": set()}


class Waiver(Governed):
    """Which rules of which record, why, for whom, until when; who asked and who decided."""

    dataset = models.TextField()
    record_id = models.UUIDField(db_index=True)
    district = models.CharField(max_length=6)
    rules = models.JSONField()
    reason = models.TextField()
    valid_until = models.DateField()
    state = models.TextField(default="proposed")
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="waiver_state", condition=Q(state__in=sorted(NEXT_WAIVER))),
            models.CheckConstraint(
                name="waiver_decided_by_another", condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="waiver_who_and_when",
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | ~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
