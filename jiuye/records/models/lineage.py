"""沿革: what happened to a person's name or to an employer, as a fact with evidence and the day it took effect. What is
in store stays where it is: rows of an employer that was merged remain its own. Art. 2(1), 9(2).
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff

NEXT_LINEAGE: dict[str, set[str]] = {
    "stated": {"confirmed", "refused"}, "confirmed": {"annulled"}, "refused": set(), "annulled": set(),
}  # fmt: skip
# What each kind tells beside its day: a former name, a former number, another employer.
NAMED, NUMBERED, TIED, ENDING = ("former_name", "renamed"), ("renumbered",), ("merged", "split", "branch"), ("revoked",)
KINDS = NAMED + NUMBERED + TIED + ENDING


class Lineage(Governed):
    """One fact about a record. `former`: the name or number it had until then; `later`: the name it took;
    `other_name`, `other_uscc`: the employer that took over, was split off or is the head office, whether or not it is
    on file here; `keys`: what the subject is found by because of it (`records.naming`). Behind it stands a file, in
    the store under its digest, or of a revocation what the market regulator's register said (`fact_id`). A confirmed
    one that turns out wrong is disputed by one (`disputed_by`, `dispute`: why) and annulled by another; until then it
    holds."""

    dataset = models.TextField()
    record_id = models.UUIDField(db_index=True)
    district = models.CharField(max_length=6)
    kind = models.TextField()
    effective_on = models.DateField()
    former = models.TextField(blank=True)
    later = models.TextField(blank=True)
    other_name = models.TextField(blank=True)
    other_uscc = models.TextField(blank=True, db_index=True)
    keys = models.JSONField(default=list)
    fact_id = models.UUIDField(null=True)
    material_kind = models.TextField(blank=True)
    file_name = models.TextField(blank=True)
    mime_type = models.TextField(blank=True)
    file_size = models.BigIntegerField(null=True)
    page_count = models.IntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    sm3 = models.CharField(max_length=64, blank=True)
    state = models.TextField(default="stated")
    due_on = models.DateField()
    stated_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    disputed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    disputed_at = models.DateTimeField(null=True)
    dispute = models.TextField(blank=True, default="", db_default="")
    annulled_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    annulled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [GinIndex(name="lineage_keys", fields=["keys"])]
        constraints = [
            models.CheckConstraint(name="lineage_state", condition=Q(state__in=sorted(NEXT_LINEAGE))),
            models.CheckConstraint(
                name="lineage_kind",
                condition=Q(dataset="person", kind="former_name")
                | Q(dataset="employer", kind__in=[k for k in KINDS if k != "former_name"]),
            ),
            models.CheckConstraint(
                name="lineage_told",
                condition=Q(kind__in=[*NAMED, *NUMBERED], other_uscc="") & ~Q(former="")
                | Q(kind__in=TIED, former="") & ~Q(other_uscc="") & ~Q(other_name="")
                | Q(kind__in=ENDING, former="", other_uscc=""),
            ),
            models.CheckConstraint(
                name="lineage_proved",
                condition=Q(fact_id=None) & ~Q(sha256="") | Q(kind__in=ENDING, fact_id__isnull=False, sha256=""),
            ),
            models.CheckConstraint(
                name="lineage_decided_by_another", condition=Q(decided_by=None) | ~Q(decided_by=F("stated_by"))
            ),
            models.CheckConstraint(
                name="lineage_who_and_when",
                condition=Q(state="stated", decided_by=None, decided_at=None)
                | ~Q(state="stated") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="lineage_disputed_who_and_when",
                condition=Q(disputed_by=None, disputed_at=None, dispute="")
                | Q(state__in=["confirmed", "annulled"], disputed_by__isnull=False, disputed_at__isnull=False)
                & ~Q(dispute=""),
            ),
            models.CheckConstraint(
                name="lineage_annulled_by_another",
                condition=~Q(state="annulled") & Q(annulled_by=None, annulled_at=None)
                | Q(state="annulled", disputed_by__isnull=False, annulled_by__isnull=False, annulled_at__isnull=False)
                & ~Q(annulled_by=F("disputed_by")),
            ),
            models.UniqueConstraint(
                name="lineage_once",
                fields=["record_id", "kind", "former", "other_uscc"],
                condition=~Q(state__in=["refused", "annulled"]),
            ),
        ]
