"""What was asked of departments and what came of it; what departments asked of us. Art. 6(4).

Numbers stand here as equality indexes only, answers as one of four words, differing items by name: no value.
"""

from django.db import models
from django.db.models import F, Q

from jiuye.collection.sharing.contracts.base import ANSWERS
from jiuye.parties.models import Governed, Staff
from jiuye.records.fields import IndexField

# 待核: open until a department has answered; dropped when its submission came to nothing.
NEXT_QUESTION: dict[str, set[str]] = {"open": {"answered", "dropped"}, "answered": set(), "dropped": set()}
# 疑点: settled by a person who did not collect the data.
NEXT_DOUBT: dict[str, set[str]] = {"open": {"settled"}, "settled": set()}


class DepartmentKey(Governed):
    """The key shared with a department: it signs both ways. The secret is wrapped by the master key."""

    department = models.TextField()
    key_id = models.TextField(unique=True)
    wrapped = models.BinaryField()
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_key_in_force", fields=["department"], condition=Q(ended_at=None)),
        ]


class Asking(Governed):
    """One question put to one department: who asked, about whom (by index), which, when, what came of it.

    Never changed. A good answer is also the cache: it is recalled while its contract calls it fresh."""

    subject_index = IndexField()
    digest = IndexField()
    department = models.TextField()
    kind = models.TextField()
    contract = models.TextField()
    submission_id = models.UUIDField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agency_id = models.UUIDField()
    district = models.CharField(max_length=6)
    asked_at = models.DateTimeField()
    answer = models.TextField()
    fault = models.TextField(blank=True)
    differs = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True)
    recalled = models.BooleanField(default=False)
    nonce = models.TextField(blank=True)
    attempts = models.IntegerField()
    milliseconds = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(name="asking_digest", fields=["digest", "-answered_at"]),
            models.Index(name="asking_subject", fields=["subject_index", "-asked_at"]),
            models.Index(name="asking_day", fields=["department", "-asked_at"]),
        ]
        constraints = [
            models.CheckConstraint(name="one_of_four", condition=Q(answer__in=sorted(ANSWERS))),
            models.CheckConstraint(
                name="no_fault_is_an_answer",
                condition=Q(answer="could_not_ask", answered_at=None) & ~Q(fault="")
                | ~Q(answer="could_not_ask") & Q(fault="", answered_at__isnull=False),
            ),
        ]


class Question(Governed):
    """What a submission needs to know from a department, and how that stands."""

    submission_id = models.UUIDField()
    dataset = models.TextField()
    department = models.TextField()
    kind = models.TextField()
    district = models.CharField(max_length=6)
    handed_in_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    state = models.TextField()
    answer = models.TextField()
    fault = models.TextField(blank=True)
    differs = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=1)
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="question_due", fields=["next_at"], condition=Q(state="open"))]
        constraints = [
            models.UniqueConstraint(name="asked_once", fields=["submission_id", "department", "kind"]),
            models.CheckConstraint(name="question_state", condition=Q(state__in=sorted(NEXT_QUESTION))),
            models.CheckConstraint(
                name="answered_means_answered",
                condition=Q(state="answered", answered_at__isnull=False, next_at=None) & ~Q(answer="could_not_ask")
                | Q(state="open", answered_at=None, answer="could_not_ask", next_at__isnull=False)
                | Q(state="dropped", answered_at=None, answer="could_not_ask", next_at=None),
            ),
        ]


class Doubt(Governed):
    """疑点: a department holds it otherwise. Our data stays as it is until a person has looked."""

    number = models.TextField(unique=True)
    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="doubt")
    submission_id = models.UUIDField(db_index=True)
    dataset = models.TextField()
    department = models.TextField()
    kind = models.TextField()
    district = models.CharField(max_length=6)
    title = models.TextField(blank=True)
    differs = models.JSONField(default=list)
    state = models.TextField(default="open")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    collected_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    settled_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="doubt_open", fields=["due_on", "id"], condition=Q(state="open"))]
        constraints = [
            models.CheckConstraint(name="doubt_state", condition=Q(state__in=sorted(NEXT_DOUBT))),
            models.CheckConstraint(
                name="settled_by_another", condition=Q(settled_by=None) | ~Q(settled_by=F("collected_by"))
            ),
            models.CheckConstraint(
                name="settled_who_when_why",
                condition=Q(state="open", settled_by=None, settled_at=None, reason="")
                | Q(state="settled", settled_by__isnull=False, settled_at__isnull=False) & ~Q(reason=""),
            ),
        ]


class Answered(Governed):
    """A department's question to us and what kind of answer it got; the person may see it by his index."""

    department = models.TextField()
    key_id = models.TextField()
    nonce = models.TextField()
    contract = models.TextField()
    subject_index = IndexField()
    basis = models.TextField()
    answer = models.TextField()
    dataset = models.TextField(blank=True)
    record_id = models.UUIDField(null=True)
    district = models.CharField(max_length=6, null=True)
    answered_at = models.DateTimeField()
    milliseconds = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(name="answered_subject", fields=["subject_index", "-answered_at"]),
            models.Index(name="answered_day", fields=["department", "-answered_at"]),
        ]
        constraints = [models.UniqueConstraint(name="answered_once", fields=["key_id", "nonce"])]


class Circuit(models.Model):
    """How a department has answered of late. Work, not records: shared by web and worker."""

    department = models.TextField(primary_key=True)
    faults = models.IntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    last_answer_at = models.DateTimeField(null=True)
    last_fault = models.TextField(blank=True)
    last_fault_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "collection_circuit"


class Nonce(models.Model):
    """Nonces of departments' questions within the window: none comes twice. Also counts how fast they come."""

    id = models.TextField(primary_key=True)  # key and nonce
    key_id = models.TextField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "collection_nonce"
        indexes = [models.Index(name="nonce_seen", fields=["key_id", "seen_at"])]
