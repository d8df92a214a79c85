"""What a person does with long work: start it, stop it, let it go on."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jiuye.jobs import orders, rules
from jiuye.jobs.kinds import KINDS, Order
from jiuye.jobs.models import OPEN, Job
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import YES, Refused
from jiuye.parties import tickets
from jiuye.parties.act import act, write_refusal
from jiuye.parties.sessions import Session
from jiuye.parties.tickets import Deed

JOB = "jobs.job"


def start(
    kind: str, *, by: Session, subject: UUID, title: str, deeds: Sequence[Deed] = (), turn: str = "",
    args: Mapping[str, Any] | None = None, words: Mapping[str, str] | None = None,
) -> Job:  # fmt: skip
    """Queue long work. `deeds`: the acts it will do (none named: `kind` on `subject`); the ticket allows no others.

    Raises `Refused`, on file: the post may not, the session has ended, or the same is at work already."""
    named = list(deeds) or [Deed(kind, subject)]
    key = uuid7()
    try:
        with transaction.atomic(durable=True):
            job = Job(
                id=key, kind=kind, subject_id=subject, turn=turn, staff_id=by.staff_id, title=title,
                args={**(args or {}), "deeds": [[d.act, str(d.subject)] for d in named]}, queued_at=clock.now(),
            )  # fmt: skip
            _under(job, named, words or {}, by)
            job.save(force_insert=True)
    except Refused as refusal:
        write_refusal(by, (kind, KINDS[kind].about, subject, "", ""), refusal.verdict)
        raise
    except IntegrityError as error:
        write_refusal(by, (kind, KINDS[kind].about, subject, "", ""), rules.BUSY)
        raise Refused(rules.BUSY) from error
    return job


def cancel(job: Job, *, by: Session) -> Job:
    """取消任务: what waits is struck out, what runs stops at its next chunk. Raises `Refused` when it is too late."""
    with act("jobs.cancel", by=by, on=(JOB, job.pk)):
        held = Job.objects.select_for_update().get(pk=job.pk, staff_id=by.staff_id)
        rules.may_cancel(held).or_refuse()
        waiting = held.state == "queued"
        Job.objects.filter(pk=held.pk).update(cancel_asked=True)
        if waiting:
            Job.objects.filter(pk=held.pk).update(state="cancelled", ended_at=clock.now(), sealed=None)
    if waiting:
        KINDS[held.kind].drop(Order(held, {}, by))
        tickets.end(held.ticket_id, by.token, "取消")
    held.refresh_from_db()
    return held


def resume(job: Job, *, by: Session) -> Job:
    """接着办: under a new ticket, from where it stands. Raises `Refused` when there is nothing to go on with."""
    with act("jobs.resume", by=by, on=(JOB, job.pk)):
        held = Job.objects.select_for_update().get(pk=job.pk, staff_id=by.staff_id)
        rules.may_resume(held).or_refuse()
        again = Job.objects.filter(kind=held.kind, subject_id=held.subject_id, state__in=OPEN).exists()
        (rules.BUSY if again else YES).or_refuse()
        named = [Deed(name, UUID(subject)) for name, subject in held.args["deeds"]]
        _under(held, named, orders.opened(held)[1], by)
        held.state, held.ended_at, held.attempts, held.cancel_asked = "queued", None, 0, False
        held.verdict, held.queued_at = {}, clock.now()
        held.save()
    return held


def _under(job: Job, deeds: Sequence[Deed], words: Mapping[str, str], by: Session) -> None:
    """Put the job under a fresh ticket."""
    ticket = tickets.issue(job.pk, deeds, by=by)
    job.ticket_id, job.sealed = ticket.id, orders.seal(job.pk, ticket.token, words)
