"""The book as it may be read: views over entries and history, within the reader's scope. Never written.

Row security is in the views: the city sees all, a district its own; outside `scope()` there are no rows.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class EntryShown(models.Model):
    """One ledger entry. `seal_position` is its place in the chain, or None while it waits to be sealed."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    act = models.TextField()
    staff_id = models.UUIDField(null=True)
    post = models.TextField(null=True)
    agency_id = models.UUIDField(null=True)
    district = models.TextField(null=True)
    channel = models.TextField()
    why = models.TextField()
    dataset = models.TextField()
    subject_id = models.UUIDField(null=True)
    items = ArrayField(models.TextField())
    origin = models.TextField()
    standard_version = models.IntegerField(null=True)
    detail = models.JSONField()
    outcome = models.TextField()
    refusal_code = models.TextField()
    refusal = models.TextField()
    seal_position = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = 'ledger"."entry_shown'

    @property
    def number(self) -> str:
        """The number people quote: the place in the sealed chain, 1 204 881."""
        if self.seal_position is None:
            return "尚未封存"
        return f"{self.seal_position:,}".replace(",", " ")


class VersionShown(models.Model):
    """What one change of one row replaced: `old` holds the items that differed, as they were before."""

    id = models.BigIntegerField(primary_key=True)
    tbl = models.TextField()
    record_id = models.UUIDField()
    entry_id = models.UUIDField()
    op = models.TextField()
    old = models.JSONField()
    at = models.DateTimeField()
    act = models.TextField()
    staff_id = models.UUIDField(null=True)
    district = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = 'ledger"."version_shown'


class CoveredShown(models.Model):
    """How many rows of one table an entry covered."""

    entry_id = models.UUIDField(primary_key=True)
    tbl = models.TextField()
    covered = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = 'ledger"."covered_shown'


class UnexplainedShown(models.Model):
    """What reconciling found (see `ledger.judge.Finding`), and what the supervision said of it. City posts only."""

    id = models.UUIDField(primary_key=True)
    found_at = models.DateTimeField()
    kind = models.TextField()
    tbl = models.TextField()
    op = models.TextField()
    why = models.TextField()
    xact = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)
    entry_id = models.UUIDField(null=True)
    sessions = models.TextField()
    rows = models.BigIntegerField()
    keys = ArrayField(models.TextField())
    accounted_at = models.DateTimeField(null=True)
    account = models.TextField(null=True)
    accounted_by = models.UUIDField(null=True)

    class Meta:
        managed = False
        db_table = 'ledger"."unexplained_shown'
