"""What a person takes home on paper, so that anyone may hold it against what is on file, and what he says is wrong.
Art. 10(1), 10(2).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff
from jiuye.records.fields import SealedField

# 查看记录存根, 档案打印件.
KINDS = ("seen", "extract")


class Paper(Governed):
    """One paper. `holder`: the account of whoever asked for it himself, none where it was printed at a window;
    `bearer`: whom it is about, covered as on the paper. `digest`: of a stub the last link of his chain after `count`
    looks, up to `position` in the sealed book; of an extract SM3 of what is printed, of `count` rows. `told`:
    what an extract says, covered and sealed, none of one printed before that was kept. `subjects` and `acts`: what the
    chain was drawn over, so that it is drawn over the same again. It never changes (ledger/sql/05_objections.sql)."""

    number = models.TextField(unique=True)
    kind = models.TextField()
    district = models.CharField(max_length=6)
    holder = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField(db_index=True)
    bearer = models.TextField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    count = models.IntegerField()
    told = SealedField()
    position = models.BigIntegerField(null=True)
    subjects = ArrayField(models.UUIDField(), default=list)
    acts = ArrayField(models.TextField(), default=list)

    class Meta:
        indexes = [models.Index(name="paper_holder", fields=["holder", "-made_at"])]
        constraints = [
            models.CheckConstraint(name="paper_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="paper_whole",
                condition=Q(kind="seen", position__isnull=False, holder__isnull=False, count__gt=0)
                | Q(kind="extract", position=None, subjects=[], acts=[]),
            ),
        ]


# 异议: open until the district answers it; corrected where an approved order changed the record, upheld where it stays.
NEXT_OBJECTION: dict[str, set[str]] = {"reported": {"corrected", "upheld"}, "corrected": set(), "upheld": set()}


class Objection(Governed):
    """异议: somebody says that an item of his is wrong, why, and on what evidence; answered by another within a limit
    in workdays. Beside these constraints the database guards each step (ledger/sql/05_objections.sql)."""

    number = models.TextField(unique=True)
    district = models.CharField(max_length=6)
    holder = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    bearer = models.TextField()
    dataset = models.TextField()
    record_id = models.UUIDField(db_index=True)
    item = models.TextField()
    said = models.TextField()
    material_kind = models.TextField(blank=True)
    file_name = models.TextField(blank=True)
    mime_type = models.TextField(blank=True)
    file_size = models.BigIntegerField(null=True)
    page_count = models.IntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    sm3 = models.CharField(max_length=64, blank=True)
    state = models.TextField(default="reported")
    reported_at = models.DateTimeField()
    due_on = models.DateField()
    answered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(name="objection_queue", fields=["state", "district", "due_on", "id"]),
            models.Index(name="objection_holder", fields=["holder", "-reported_at"]),
        ]
        constraints = [
            models.CheckConstraint(name="objection_state", condition=Q(state__in=sorted(NEXT_OBJECTION))),
            models.CheckConstraint(
                name="objection_answered",
                condition=Q(state="reported", answered_by=None, answered_at=None, answer="")
                | ~Q(state="reported") & Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="objection_by_another", condition=Q(answered_by=None) | ~Q(answered_by=F("holder"))
            ),
            # One open objection to an item at a time.
            models.UniqueConstraint(
                name="one_open_objection", fields=["record_id", "item"], condition=Q(state="reported")
            ),
        ]


class Notice(Governed):
    """告知: a department that had been told of a record since corrected; it is told by letter, by a person."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="notices")
    district = models.CharField(max_length=6)
    department = models.TextField()
    answered_at = models.DateTimeField()
    letter = models.TextField(blank=True)
    told_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_notice_each", fields=["objection", "department"]),
            models.CheckConstraint(
                name="told_who_when_how",
                condition=Q(letter="", told_by=None, told_at=None)
                | Q(told_by__isnull=False, told_at__isnull=False) & ~Q(letter=""),
            ),
        ]
