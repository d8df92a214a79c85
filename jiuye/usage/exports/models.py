"""导出: what is asked for and why, who approved what exactly, what was produced, fetched, reported, destroyed.

Beside these constraints the database guards every step (ledger/sql/05_exports.sql): each under its own act, by whoever
is named in it, and what was asked for never changes.
"""

from django.db import models
from django.db.models import F, Q

from jiuye.parties.models import Governed, Staff

NEXT_EXPORT: dict[str, set[str]] = {
    "requested": {"approved", "refused"},
    "approved": {"produced", "withdrawn"},
    "refused": set(),
    "produced": {"opened", "destroyed"},
    "opened": {"fetched", "destroyed"},
    "fetched": {"reported"},
    "reported": {"destroyed"},
    "destroyed": set(),
    "withdrawn": set(),
}
UNDECIDED = ("requested",)
MADE = ("produced", "opened", "fetched", "reported", "destroyed")
FORMATS = ("csv-utf8", "csv-gb18030", "xlsx")


class Export(Governed):
    """One export. `items`: in the order of the file; `unmasked`: item → why it is asked for uncovered; `condition`: in
    the standard's rule language ("" for all), over plain items; `places`: the districts it is drawn from; `query`: what
    is run, frozen, and compiled anew before it is; `digest`: SM3 of all that was asked for, `approved_digest`: what the
    approver saw. `rows` and `held_back` are known when it is produced; `band` and `held_band` before. `attempt`: the
    production that counts; `pieces`: the file in the store, piece by piece, until it is wiped; `link`: SHA-256 of the
    link given out."""

    number = models.TextField(unique=True)
    district = models.CharField(max_length=6)
    dataset = models.TextField()
    items = models.JSONField()
    unmasked = models.JSONField(default=dict)
    condition = models.TextField(blank=True)
    places = models.JSONField()
    purpose = models.TextField()
    reason = models.TextField()
    recipient = models.TextField()
    destroy_on = models.DateField()
    format = models.TextField()
    band = models.TextField()
    held_band = models.TextField()
    standard_version = models.IntegerField()
    query = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.TextField(default="requested")
    due_on = models.DateField()
    requested_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    approved_until = models.DateField(null=True)
    attempt = models.UUIDField(null=True)
    rows = models.IntegerField(null=True)
    held_back = models.IntegerField(null=True)
    pieces = models.JSONField(default=list)
    file_size = models.BigIntegerField(null=True)
    file_sm3 = models.CharField(max_length=64, blank=True)
    produced_at = models.DateTimeField(null=True)
    fetch_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    link = models.CharField(max_length=64, blank=True)
    fetched_at = models.DateTimeField(null=True)
    report_due = models.DateField(null=True)
    reported_at = models.DateTimeField(null=True)
    report = models.TextField(blank=True)
    destroyed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    destroyed_at = models.DateTimeField(null=True)
    statement = models.TextField(blank=True)
    certificate = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(name="export_queue", fields=["state", "district", "due_on", "id"])]
        constraints = [
            models.CheckConstraint(name="export_state", condition=Q(state__in=sorted(NEXT_EXPORT))),
            models.CheckConstraint(name="export_format", condition=Q(format__in=FORMATS)),
            models.CheckConstraint(
                name="export_decided_by_another", condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by"))
            ),
            models.CheckConstraint(
                name="export_who_and_when",
                condition=Q(state__in=UNDECIDED, decided_by=None, decided_at=None)
                | ~Q(state__in=UNDECIDED) & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="export_as_approved",
                condition=Q(state__in=["requested", "refused"], approved_digest="", approved_until=None)
                | ~Q(state__in=["requested", "refused"])
                & Q(approved_digest=F("digest"), approved_until__isnull=False),
            ),
            models.CheckConstraint(
                name="export_made_whole",
                condition=Q(state__in=MADE, rows__isnull=False, held_back__isnull=False, attempt__isnull=False)
                & Q(produced_at__isnull=False, fetch_until__isnull=False) & ~Q(file_sm3="")
                | ~Q(state__in=MADE) & Q(rows=None, attempt=None, produced_at=None, pieces=[]),
            ),
            models.CheckConstraint(
                name="export_fetched_by_link",
                condition=Q(fetched_at=None) | Q(opened_at__isnull=False) & ~Q(link=""),
            ),
            models.CheckConstraint(
                name="export_reported", condition=Q(reported_at=None) | Q(fetched_at__isnull=False) & ~Q(report="")
            ),
            models.CheckConstraint(
                name="export_destroyed",
                condition=Q(state="destroyed", destroyed_by__isnull=False, destroyed_at__isnull=False, pieces=[])
                & ~Q(statement="") & ~Q(certificate="")
                | ~Q(state="destroyed") & Q(destroyed_by=None, destroyed_at=None)
                & (Q(certificate="") | Q(state__in=["fetched", "reported"], pieces=[])),
            ),
        ]


class Trace(Governed):
    """What an export can be known by later: of each cell of up to 5,000 rows, in the order of the file, four bytes of a
    keyed digest. `attempt` tells the production; only that of `Export.attempt` left the house."""

    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="traces")
    attempt = models.UUIDField()
    part = models.IntegerField()
    district = models.CharField(max_length=6)
    rows = models.IntegerField()
    cells = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="trace_part", fields=["export", "attempt", "part"])]
