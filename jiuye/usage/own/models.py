"""What a person takes home on paper, so that anyone may hold it against what is on file. Art. 10(1), 10(2)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiuye.parties.models import Governed, Staff

# 查看记录存根, 档案打印件.
KINDS = ("seen", "extract")


class Paper(Governed):
    """One paper. `holder`: the account of whoever asked for it himself, none where it was printed at a window;
    `bearer`: whom it is about, covered as on the paper. `digest`: of a stub the last link of his chain after `count`
    looks, up to `position` in the sealed book; of an extract SM3 of what is printed, of `count` rows. `subjects` and
    `acts`: what the chain was drawn over, so that it is drawn over the same again."""

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
