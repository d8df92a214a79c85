"""One job done: by whose hand, how far, how it ended. The worker's lanes call `run_next` again and again."""

import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

import psycopg
from django.db import InterfaceError, OperationalError, close_old_connections

from jiuye.jobs import orders, rules
from jiuye.jobs.desk import Desk
from jiuye.jobs.kinds import KINDS, Kind, Order
from jiuye.jobs.models import Job
from jiuye.lib.progress import Progress, Stopped
from jiuye.lib.verdict import Refused
from jiuye.parties import tickets
from jiuye.parties.act import refuse_token

EVERY = 0.3  # seconds between two words about the progress
LOST = (OperationalError, InterfaceError, psycopg.OperationalError)  # the database is away: nothing can be told


def run_next(desk: Desk, leaving: Callable[[], bool] = lambda: False) -> bool:
    """Do the next job there is; False when there is none. leaving: the worker is to stop, and the job to wait.

    Raises what says that the database is away; the job is then still "running" and is taken up again."""
    key = desk.take()
    if key is None:
        return False
    try:
        _begin(desk, Job.objects.get(pk=key), leaving)
    except LOST:
        raise
    except Exception as fault:
        # Code and lines only: what an error says may hold what people typed.
        where = "".join(traceback.format_tb(fault.__traceback__))
        print(f"{key}: {type(fault).__name__}\n{where}", file=sys.stderr, flush=True)
        desk.end(key, "failed", verdict=rules.FAULT, keep=True)
    finally:
        close_old_connections()
    return True


def _begin(desk: Desk, job: Job, leaving: Callable[[], bool]) -> None:
    """By whose hand? Nobody's any more is a refusal, on file under the first of its deeds."""
    token, words = orders.opened(job)
    by = tickets.holder(token)
    if by is None:
        name, subject = job.args["deeds"][0]
        refuse_token(token, (name, KINDS[job.kind].about, UUID(subject), "", ""), rules.GONE)
        desk.end(job.pk, "refused", verdict=rules.GONE, keep=True)
        return
    _run(desk, KINDS[job.kind], Order(job, words, by), Teller(desk, job, leaving))


def _run(desk: Desk, kind: Kind, order: Order, teller: "Teller") -> None:
    job, token = order.job, order.by.token
    try:
        done = kind.run(order, teller)
    except Stopped:
        if not teller.cancelled:
            desk.put_back(job.pk)
            return
        desk.end(job.pk, "cancelled", result=asdict(kind.stands(order)), keep=False)
        kind.drop(order)
    except Refused as refusal:
        goes_on = refusal.verdict.code == rules.GONE.code
        verdict = rules.GONE if goes_on else refusal.verdict
        desk.end(job.pk, "refused", verdict=verdict, keep=goes_on)
        if goes_on:
            return
        kind.drop(order)
    else:
        teller.last_word()
        desk.end(job.pk, "done", result=asdict(done), keep=False)
    tickets.end(job.ticket_id, token, "任务结束")


class Teller:
    """`tell` of a job: writes its steps down, and stops it where it is safe."""

    def __init__(self, desk: Desk, job: Job, leaving: Callable[[], bool]) -> None:
        self.cancelled = False
        self._desk, self._job, self._leaving = desk, job, leaving
        self._steps: dict[str, dict[str, Any]] = {}
        self._last = 0.0

    def __call__(self, now: Progress) -> None:
        self._steps[now.step] = asdict(now)
        ripe = time.monotonic() - self._last >= EVERY
        if ripe or now.done == now.of or now.final:
            self._last = time.monotonic()
            self.cancelled = self._desk.tell(self._job.pk, list(self._steps.values()))
        if not now.final and (self.cancelled or self._leaving()):
            raise Stopped

    def last_word(self) -> None:
        self._desk.tell(self._job.pk, list(self._steps.values()))
