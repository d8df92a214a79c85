"""Jobs and timers. Work, not records (schema work): they carry ids, and what they do is in the ledger."""

from django.db import models
from django.db.models import Q

# The states of a job. Back to "queued" from "running": its worker was stopped or killed.
NEXT: dict[str, set[str]] = {
    "queued": {"running", "cancelled"},
    "running": {"queued", "done", "refused", "cancelled", "failed"},
    "refused": {"queued"},
    "failed": {"queued"},
    "cancelled": set(),
    "done": set(),
}
OPEN = ("queued", "running")


class Job(models.Model):
    """One piece of long work. `kind` is the act it is for, `subject_id` what it is about.

    turn: jobs of one turn run one after the other ("": no matter). args: ids and names of ours. sealed: the
    ticket's token and the person's words, while they are needed. steps: [{step, done, of, unit}]."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    subject_id = models.UUIDField()
    turn = models.TextField(blank=True)
    staff_id = models.UUIDField()
    title = models.TextField()
    args = models.JSONField(default=dict)
    ticket_id = models.UUIDField()
    sealed = models.BinaryField(null=True)
    state = models.TextField(default="queued")
    steps = models.JSONField(default=list)
    cancel_asked = models.BooleanField(default=False)
    attempts = models.IntegerField(default=0)
    verdict = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "jobs_job"
        indexes = [models.Index(name="job_of_staff", fields=["staff_id", "-id"])]
        constraints = [
            models.CheckConstraint(name="job_state", condition=Q(state__in=sorted(NEXT))),
            models.CheckConstraint(
                name="job_ended",
                condition=Q(state__in=OPEN, ended_at=None) | ~Q(state__in=OPEN) & Q(ended_at__isnull=False),
            ),
            models.UniqueConstraint(name="job_once", fields=["kind", "subject_id"], condition=Q(state__in=OPEN)),
        ]


class TimerRun(models.Model):
    """When a timer last ran and how it went."""

    name = models.TextField(primary_key=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        db_table = "jobs_timerrun"
