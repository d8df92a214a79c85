"""Long work of this room: freeze a snapshot and inspect it. Art. 14."""

import shutil
from uuid import UUID

from django.urls import reverse

from jiuye.jobs import actions as jobs
from jiuye.jobs.kinds import Kind, Order, Outcome, register
from jiuye.jobs.models import Job
from jiuye.lib.keys import uuid7
from jiuye.lib.progress import Tell
from jiuye.parties.sessions import Session
from jiuye.parties.tickets import Deed
from jiuye.quality import actions
from jiuye.quality.models import Run, Snapshot
from jiuye.records import snapshot

KIND = "quality.inspect"


def inspect(*, by: Session, engine: str = "duckdb") -> Job:
    """Queue an inspection; inspections take turns. Raises `Refused` where the post may not."""
    frozen, run = uuid7(), uuid7()
    deeds = [Deed("quality.freeze", frozen), Deed(KIND, frozen), Deed(KIND, run)]
    told = {"snapshot": str(frozen), "engine": engine}
    return jobs.start(KIND, by=by, subject=run, title="冻结并检查", deeds=deeds, turn=KIND, args=told)


def _inspect(order: Order, tell: Tell) -> Outcome:
    job, by = order.job, order.by
    key = _snapshot(order)
    frozen = Snapshot.objects.filter(pk=key).first() or actions.freeze(by=by, key=key, tell=tell)
    run = actions.inspect(frozen, by=by, engine=job.args["engine"], key=job.subject_id, tell=tell)
    return _outcome(run, f"检查 {run.number} 已完成，用时 {run.seconds:.1f} 秒。")


def _stopped(order: Order) -> Outcome:
    return Outcome("已取消，没有检查结果。")


def _drop(order: Order) -> None:
    """A snapshot that is not on file is nobody's."""
    if not Snapshot.objects.filter(pk=_snapshot(order)).exists():
        shutil.rmtree(snapshot.folder_of(order.job.args["snapshot"]), ignore_errors=True)


def _snapshot(order: Order) -> UUID:
    return UUID(order.job.args["snapshot"])


def _outcome(run: Run, said: str) -> Outcome:
    return Outcome(said, reverse("quality:run", args=[run.number]), f"看检查 {run.number}", {"run": run.number})


register(Kind(KIND, "冻结并检查", "quality.run", _inspect, _stopped, _drop))
