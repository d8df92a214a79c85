"""电子档案的保管: what stands of a file beside the standard's items: where it came from, how its four properties
(真实, 完整, 可用, 安全) were found, what holds it. Art. 2(4), 20(3); DA/T 70-2018."""

from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff
from jiuye.records.models.disposal import Disposal
from jiuye.records.models.e_archive import EArchive

NEXT_KEEPING: dict[str, set[str]] = {
    "waiting": {"filed", "faulty"},
    "filed": {"faulty", "destroyed"},
    "faulty": {"filed", "destroyed"},
    "destroyed": set(),
}
OCCASIONS = {"filing": "归档", "keeping": "保管", "transfer": "转出"}


class Keeping(Governed):
    """One file in our keeping. source_id: the material it came from; what the file's content is called in the
    store is its sha256. next_check_at: when it is read again. disposal: in which list it stands."""

    record = models.OneToOneField(EArchive, on_delete=models.PROTECT, related_name="keeping")
    district = models.CharField(max_length=6)
    source_id = models.UUIDField(unique=True)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    state = models.TextField(default="waiting")
    filed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)
    disposal = models.ForeignKey(Disposal, null=True, on_delete=models.PROTECT, related_name="items")

    class Meta:
        indexes = [
            models.Index(name="keeping_due", fields=["next_check_at", "id"], condition=~Q(state="destroyed")),
            models.Index(name="keeping_state", fields=["state", "district", "id"]),
            models.Index(name="keeping_content", fields=["sha256"]),
        ]
        constraints = [
            models.CheckConstraint(name="keeping_state", condition=Q(state__in=sorted(NEXT_KEEPING))),
            models.CheckConstraint(
                name="filed_who_and_when",
                condition=Q(filed_by=None, filed_at=None) & Q(state__in=["waiting", "faulty"])
                | Q(filed_by__isnull=False, filed_at__isnull=False) & ~Q(state="waiting"),
            ),
            models.CheckConstraint(
                name="destroyed_in_a_list",
                condition=~Q(state="destroyed") | Q(disposal__isnull=False, next_check_at=None),
            ),
        ]


class FourCheck(Governed):
    """四性检测 of one file on one occasion. results: [{"code", "verdict": pass, fail or none, "evidence"}]."""

    keeping = models.ForeignKey(Keeping, on_delete=models.PROTECT, related_name="checks")
    district = models.CharField(max_length=6)
    occasion = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    results = models.JSONField()
    passed = models.BooleanField()

    class Meta:
        indexes = [models.Index(name="four_check_of", fields=["keeping", "-at"])]
        constraints = [models.CheckConstraint(name="check_occasion", condition=Q(occasion__in=sorted(OCCASIONS)))]


class Hold(Governed):
    """暂停处置: while it stands the file is not destroyed, whatever its term. Another person lifts it."""

    keeping = models.ForeignKey(Keeping, on_delete=models.PROTECT, related_name="holds")
    district = models.CharField(max_length=6)
    reason = models.TextField()
    held_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    released_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="held_once", fields=["keeping"], condition=Q(released_at=None)),
            models.CheckConstraint(
                name="released_by_another", condition=Q(released_by=None) | ~Q(released_by=F("held_by"))
            ),
            models.CheckConstraint(
                name="released_who_and_when",
                condition=Q(released_by=None, released_at=None)
                | Q(released_by__isnull=False, released_at__isnull=False) & ~Q(note=""),
            ),
        ]
