"""Period snapshots, statistics and their figures. Art. 11."""

from django.db import models
from django.db.models import Q

from jiuye.parties.models import Governed, Staff

# A statistic is run as often as it takes, and filed once its checks pass; filed, it stays as it is.
NEXT: dict[str, set[str]] = {"run": {"filed"}, "filed": set()}
LABELS = {"run": "已算", "filed": "已上报"}


class PeriodSnapshot(Governed):
    """What the definitions of a version read, frozen after the last day of a period, as sealed Parquet: no name,
    no number, no address. A period's reports are all computed from one."""

    last = models.DateField()
    definition = models.IntegerField()
    moment = models.DateTimeField()
    standard_version = models.IntegerField()
    rows = models.JSONField()
    digest = models.TextField()
    folder = models.TextField()


class Statistic(Governed):
    """One report of one period, computed from one snapshot by one version of the definitions. digest: SM3 of its
    figures; faults: the checks that failed; threshold: the smallest cell shown when it was run."""

    number = models.TextField(unique=True)
    report = models.TextField()
    kind = models.TextField()
    first = models.DateField()
    last = models.DateField()
    snapshot = models.ForeignKey(PeriodSnapshot, on_delete=models.PROTECT, related_name="statistics")
    threshold = models.IntegerField()
    digest = models.TextField()
    faults = models.JSONField(default=list)
    state = models.TextField(default="run")
    run_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()
    filed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="statistic_state", condition=Q(state__in=sorted(NEXT))),
            models.UniqueConstraint(
                name="one_filed_a_period", fields=["report", "kind", "first"], condition=Q(state="filed")
            ),
            models.CheckConstraint(
                name="filed_who_when_and_without_fault",
                condition=Q(state="run", filed_by=None, filed_at=None)
                | Q(state="filed", filed_by__isnull=False, filed_at__isnull=False, faults=[]),
            ),
        ]


class StatisticFigure(Governed):
    """One cell. district "": the whole city. rows: the records it counts; adjust: what was corrected since in the
    periods filed before it; hidden: too few, or too few could be worked out from it."""

    statistic = models.ForeignKey(Statistic, on_delete=models.PROTECT, related_name="figures")
    measure = models.TextField()
    district = models.CharField(max_length=6, blank=True)
    dimension = models.TextField(blank=True)
    group = models.TextField(blank=True)
    value = models.DecimalField(null=True, max_digits=22, decimal_places=2)
    rows = models.BigIntegerField()
    adjust = models.DecimalField(max_digits=22, decimal_places=2, default=0)
    hidden = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_figure_a_cell", fields=["statistic", "measure", "district", "dimension", "group"]
            )
        ]
