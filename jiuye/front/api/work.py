"""Long work: how one's own jobs stand, cancelled and resumed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from jiuye.collection.queries import as_uuid
from jiuye.front.api.door import REFUSED, Missing, Refusal, caller, local
from jiuye.jobs import actions as jobs
from jiuye.jobs import queries as work
from jiuye.jobs.models import Job
from jiuye.lib.verdict import no
from jiuye.parties.sessions import Session

router = Router()
# What long work made, by what its answer calls it → where the API tells it.
_MADE = {"batch": "submissions", "run": "inspections", "order": "orders"}


class Step(Schema):
    """How far one step of long work is; `of` is 0 where nobody knows yet."""

    step: str
    done: int
    of: int
    unit: str


class JobState(Schema):
    """Long work: queued, running, done, refused, failed or cancelled. While it is queued or running ask again at
    `url`; `said` is what came of it, `result` the address of what it made, `refusal` why it was refused or failed."""

    job: UUID
    url: str
    act: str
    title: str
    state: str
    steps: list[Step]
    said: str
    result: str | None
    refusal: Refusal | None
    queued_at: datetime
    ended_at: datetime | None


@router.get("/jobs/{job}", response={200: JobState} | REFUSED, operation_id="jobs.job")
def job(request: HttpRequest, job: str) -> Any:
    """How one's own long work stands."""
    return _work(_job(job, caller(request)))


@router.post("/jobs/{job}/cancel", response={200: JobState} | REFUSED, operation_id="jobs.cancel")
def cancel(request: HttpRequest, job: str) -> Any:
    """取消任务: stops at its next chunk; what is done stays done, and is said."""
    by = caller(request)
    return _work(jobs.cancel(_job(job, by), by=by))


@router.post("/jobs/{job}/resume", response={202: JobState} | REFUSED, operation_id="jobs.resume")
def resume(request: HttpRequest, response: HttpResponse, job: str) -> Any:
    """接着办: what broke off goes on from where it stands, under this session."""
    by = caller(request)
    return queued(jobs.resume(_job(job, by), by=by), response)


def _job(key: str, by: Session) -> Job:
    named = as_uuid(key)
    found = work.job(named, by) if named else None
    if found is None:
        raise Missing(no("没有这个任务，或者不是您交办的", code="J404", help="地址在交办时的回答里。"))
    return found


def queued(made: Job, response: HttpResponse) -> Any:
    told = _work(made)
    response["Location"] = told["url"]
    return Status(202, told)


def _work(made: Job) -> dict[str, Any]:
    answer = made.result.get("answer", {})
    result = next((f"/api/{_MADE[what]}/{key}" for what, key in answer.items() if what in _MADE and key), None)
    return {
        "job": made.pk, "url": f"/api/jobs/{made.pk}", "act": made.kind, "title": made.title, "state": made.state,
        "steps": made.steps, "said": made.result.get("said", ""), "result": result,
        "refusal": made.verdict or None, "queued_at": local(made.queued_at), "ended_at": local(made.ended_at),
    }  # fmt: skip
