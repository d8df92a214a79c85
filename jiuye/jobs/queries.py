"""Reads of long work: everyone sees his own."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min

from jiuye.jobs.desk import LOCK
from jiuye.jobs.models import OPEN, Job, TimerRun
from jiuye.parties.sessions import Session

PAGE = 30


def job(key: UUID, by: Session) -> Job | None:
    """One's own job, or None."""
    return Job.objects.filter(pk=key, staff_id=by.staff_id).first()


def mine(by: Session, before: str = "") -> tuple[Sequence[Job], str]:
    """A page of one's own, the newest first, and the name of the next page ("" on the last)."""
    own = Job.objects.filter(staff_id=by.staff_id).order_by("-id")
    with suppress(ValueError):
        own = own.filter(id__lt=UUID(before)) if before else own
    rows = list(own[: PAGE + 1])
    return rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""


def latest(by: Session, count: int = 6) -> Sequence[Job]:
    """What is at work, and what ended last."""
    own = Job.objects.filter(staff_id=by.staff_id)
    open_ = list(own.filter(state__in=OPEN).order_by("-id")[:count])
    ended = own.exclude(state__in=OPEN).order_by("-ended_at")[: count - len(open_)]
    return [*open_, *ended]


def at_work(kind: str, subject: UUID) -> Job | None:
    """Whosever job of this kind on this subject is queued or running."""
    return Job.objects.filter(kind=kind, subject_id=subject, state__in=OPEN).first()


@dataclass(frozen=True)
class Standing:
    """How the queue stands. worker: whether the one worker holds its place at this moment."""

    worker: bool
    counts: dict[str, int]
    oldest_queued_at: datetime | None


def standing() -> Standing:
    counts = dict(Job.objects.values_list("state").annotate(n=Count("id")).order_by("state"))
    oldest = Job.objects.filter(state="queued").aggregate(at=Min("queued_at"))["at"]
    with connection.cursor() as c:
        c.execute(
            "select exists (select from pg_locks where locktype = 'advisory' and granted and classid = 0"
            " and objid = %s and database = (select oid from pg_database where datname = current_database()))",
            [LOCK],
        )
        return Standing(bool(c.fetchone()[0]), counts, oldest)


def timers() -> dict[str, TimerRun]:
    return {t.name: t for t in TimerRun.objects.all()}
