"""清扫暂存: what nobody will come back for goes: forgotten drafts, uploads and staged rows that no work owns."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection

from jiuye.collection import kept, staging
from jiuye.collection.models import Draft, Submission
from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.records.models import MODELS

FORGOTTEN = timedelta(days=90)  # a draft nobody touched
ORPHANED = timedelta(days=2)  # longer than any ticket lives


def sweep(*, by: Session, wanted: set[UUID]) -> dict[str, int]:
    """Clear away and put on file how much of what. wanted: submissions that some work may still bring about.
    Returns the counts; where there is nothing to do, nothing is written."""
    now = clock.now()
    drafts = Draft.objects.filter(saved_at__lt=now - FORGOTTEN)
    files, staged = _files(by, now, wanted), _staged(by, now, wanted)
    counts = {"drafts": drafts.count(), "files": len(files), "batches": len(staged)}
    if any(counts.values()):
        with act("collection.sweep", by=by, detail=counts):
            drafts.delete()
        for path in files:
            path.unlink(missing_ok=True)
        for dataset, key in staged:
            staging.clear(dataset, key)
    return counts


def _orphans(by: Session, now: datetime, keys: set[UUID], wanted: set[UUID]) -> set[UUID]:
    """Keys that became no submission, are wanted by nobody and were made long enough ago (RFC 9562: the first
    48 bits of a UUIDv7 are its moment)."""
    with scope(by):
        there = set(Submission.objects.filter(pk__in=keys).values_list("pk", flat=True))
    before = (now - ORPHANED).timestamp() * 1000
    return {k for k in keys - there - wanted if k.int >> 80 < before}


def _files(by: Session, now: datetime, wanted: set[UUID]) -> list[Path]:
    named = kept.all_kept()
    orphans = _orphans(by, now, set(named), wanted)
    return [named[k] for k in orphans] + kept.unnamed(now - ORPHANED)


def _staged(by: Session, now: datetime, wanted: set[UUID]) -> list[tuple[str, UUID]]:
    found = []
    for dataset in MODELS:
        with connection.cursor() as c:
            c.execute(f"select distinct submission_id from work.stage_{dataset}")
            keys = {k for (k,) in c.fetchall()}
        found += [(dataset, k) for k in _orphans(by, now, keys, wanted)]
    return found
