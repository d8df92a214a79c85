"""冲突: two sections hold one fact otherwise. Both records stay as they are until a second person has looked.

The row names records and items; the values stand in the records alone.
"""

from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff

NEXT_CONFLICT: dict[str, set[str]] = {"open": {"settled"}, "settled": set()}


class Conflict(Governed):
    """What was just collected (dataset, record, item) against what another section held (held_*)."""

    number = models.TextField(unique=True)
    flow_id = models.TextField()
    district = models.CharField(max_length=6)
    submission_id = models.UUIDField(db_index=True)
    dataset = models.TextField()
    record_id = models.UUIDField()
    item = models.TextField()
    strength = models.TextField()
    held_dataset = models.TextField()
    held_record_id = models.UUIDField()
    held_item = models.TextField()
    held_strength = models.TextField()
    title = models.TextField(blank=True)
    state = models.TextField(default="open")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    collected_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    verdict = models.TextField(blank=True)
    note = models.TextField(blank=True)
    settled_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "collection_conflict"
        indexes = [models.Index(name="conflict_open", fields=["due_on", "id"], condition=Q(state="open"))]
        constraints = [
            models.UniqueConstraint(name="one_conflict", fields=["record_id", "item", "held_record_id", "held_item"]),
            models.CheckConstraint(name="conflict_state", condition=Q(state__in=sorted(NEXT_CONFLICT))),
            models.CheckConstraint(
                name="conflict_settled_by_another",
                condition=Q(settled_by=None) | ~Q(settled_by=F("collected_by")),
            ),
            models.CheckConstraint(
                name="conflict_settled_who_when_why",
                condition=Q(state="open", settled_by=None, settled_at=None, verdict="")
                | Q(state="settled", settled_by__isnull=False, settled_at__isnull=False) & ~Q(verdict="") & ~Q(note=""),
            ),
        ]
