"""到期处置: files past their term, listed by one, approved by another, then destroyed and certified. Art. 20(3)."""

from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff

NEXT_DISPOSAL: dict[str, set[str]] = {
    "proposed": {"approved", "refused"},
    "approved": {"done", "refused"},
    "refused": set(),
    "done": set(),
}


class Disposal(Governed):
    """A list of files of one district. destroyed: [{"archive_id", "sha256", "sm3", "bytes", "wiped"}], wiped
    false where another file in keeping has the same content. certificate: the 销毁证明 in the store, by SHA-256."""

    number = models.TextField(unique=True)
    district = models.CharField(max_length=6)
    state = models.TextField(default="proposed")
    reason = models.TextField()
    files = models.IntegerField()
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    done_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    destroyed = models.JSONField(default=list)
    certificate = models.TextField(blank=True)
    certificate_sm3 = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="disposal_state", condition=Q(state__in=sorted(NEXT_DISPOSAL))),
            models.CheckConstraint(
                name="disposal_decided_by_another", condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="disposal_who_and_when",
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | ~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="disposal_done_with_certificate",
                condition=Q(state="done", done_by__isnull=False, done_at__isnull=False) & ~Q(certificate="")
                | ~Q(state="done") & Q(done_by=None, done_at=None, certificate=""),
            ),
        ]
