"""Period snapshots, statistics and their figures. Art. 11."""

from django.db import models
from django.db.models import F, Q

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


# A table is asked for to be given outside, and another allows it or does not.
NEXT_RELEASE: dict[str, set[str]] = {"asked": {"approved", "refused"}, "approved": set(), "refused": set()}
RELEASE_LABELS = {"asked": "待批准", "approved": "已批准", "refused": "不予提供"}


class Release(Governed):
    """A table of a filed statistic for somebody outside. content: its tables as frozen when asked for, small cells
    hidden; digest: SM3 of it; the documents stand once it is approved, and are never made again."""

    number = models.TextField(unique=True)
    statistic = models.ForeignKey(Statistic, on_delete=models.PROTECT, related_name="releases")
    district = models.CharField(max_length=6)
    recipient = models.TextField()
    purpose = models.TextField()
    content = models.JSONField()
    digest = models.TextField()
    state = models.TextField(default="asked")
    due_on = models.DateField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    docx = models.BinaryField(null=True)
    pdf = models.BinaryField(null=True)
    pdf_sm3 = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="release_state", condition=Q(state__in=sorted(NEXT_RELEASE))),
            models.CheckConstraint(
                name="release_approved_by_another", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="release_who_when_and_what",
                condition=Q(state="asked", decided_by=None, decided_at=None, pdf=None, docx=None)
                | Q(state="refused", decided_by__isnull=False, decided_at__isnull=False, pdf=None, docx=None)
                | Q(
                    state="approved", decided_by__isnull=False, decided_at__isnull=False, pdf__isnull=False,
                    docx__isnull=False,
                ),
            ),
        ]


# A question is asked with its SQL, allowed by another, and run once: what was broken off while running stays so.
NEXT_AD_HOC: dict[str, set[str]] = {
    "asked": {"approved", "refused"},
    "approved": {"running"},
    "running": {"done", "failed"},
    "refused": set(),
    "done": set(),
    "failed": set(),
}
AD_HOC_LABELS = {
    "asked": "待审批", "approved": "已批准，待执行", "refused": "不批", "running": "执行中",
    "done": "已执行", "failed": "执行失败",
}  # fmt: skip


class AdHoc(Governed):
    """One question of the moment. sql: as asked, which never changes; cost: the planner's, when asked;
    columns and result: what came of it, rows of few left out (`hidden` of them)."""

    number = models.TextField(unique=True)
    district = models.CharField(max_length=6)
    question = models.TextField()
    sql = models.TextField()
    digest = models.TextField()
    cost = models.FloatField()
    state = models.TextField(default="asked")
    due_on = models.DateField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    run_at = models.DateTimeField(null=True)
    columns = models.JSONField(default=list)
    result = models.JSONField(default=list)
    hidden = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="ad_hoc_state", condition=Q(state__in=sorted(NEXT_AD_HOC))),
            models.CheckConstraint(
                name="ad_hoc_approved_by_another", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="ad_hoc_who_and_when",
                condition=Q(state="asked", decided_by=None, decided_at=None, run_at=None)
                | Q(state__in=["approved", "refused"], decided_by__isnull=False, decided_at__isnull=False, run_at=None)
                | Q(
                    state__in=["running", "done", "failed"], decided_by__isnull=False, decided_at__isnull=False,
                    run_at__isnull=False,
                ),
            ),
        ]
