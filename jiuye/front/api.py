"""The API at /api/: import, review, inspect. The same actions, permissions and ledger as the pages.

Who calls carries a session token in `Authorization: Bearer`, never the cookie, so that no other site can
make a browser call it. Every refusal is `{code, reason, help}`: 400 not readable, 401 sign in (again),
403 not this post or district, 404 not there or out of sight, 429 too much at once, 422 everything else.

Long work (a file, a batch, an inspection) answers 202 with the address of its job, which is asked until it has
ended. It runs for as long as the session it was started in is not ended: sign out and it is refused.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, NinjaAPI, Query, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.files import UploadedFile
from ninja.security import HttpBearer

from jiuye import __version__
from jiuye.collection import actions as collection
from jiuye.collection import jobs as batches
from jiuye.collection import queries as submissions
from jiuye.collection.channels.mappings import MAPPINGS
from jiuye.collection.models import Submission
from jiuye.front import api_departments as departments
from jiuye.front import api_shapes as shapes
from jiuye.front import gate
from jiuye.front.commands.inspect import report
from jiuye.jobs import actions as jobs
from jiuye.jobs import queries as work
from jiuye.jobs.models import Job
from jiuye.lib import clock
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties import actions as parties
from jiuye.parties import sessions
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import may
from jiuye.parties.sessions import Session, scope
from jiuye.quality import jobs as inspections
from jiuye.quality import queries as runs
from jiuye.quality import rules
from jiuye.quality.models import Run
from jiuye.standards import queries as standards

FAULTS = 1000  # of a file, told with its state
SIGN_IN = frozenset({"JY401", "G001", "G002", "D001", "D002", "D003", "D004"})
NOT_YOURS = frozenset({"JY403", "G003", "D007"})
TOO_MUCH = frozenset({"D005", "D006"})
REFUSED: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 422), shapes.Refusal)


class Bearer(HttpBearer):
    """The session a token stands for."""

    def authenticate(self, request: HttpRequest, token: str) -> Session | None:
        return sessions.resolve(token)


class Missing(Refused):
    """What was asked for is not there, or not in the asker's sight: one answer for both."""


# No docs page: the usual ones load their scripts from elsewhere.
api = NinjaAPI(
    title="公共就业业务数据管理系统", version=__version__, docs_url=None, auth=Bearer(), urls_namespace="api"
)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return _answer(request, refusal.verdict, 404 if isinstance(refusal, Missing) else _status(refusal.verdict.code))


def _status(code: str) -> int:
    for status, codes in ((401, SIGN_IN), (403, NOT_YOURS), (429, TOO_MUCH)):
        if code in codes:
            return status
    return 422


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _answer(request, no("没有签入，或签入已经结束", code="JY401", help="重新签入后再办。"), 401)


@api.exception_handler(ValidationError)
def _misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    where = "、".join(dict.fromkeys(".".join(map(str, e["loc"][1:])) for e in error.errors))
    return _answer(request, no(f"请求不合格式：{where}", code="A422", help="格式见 /api/openapi.json。"), 422)


@api.exception_handler(HttpError)
def _broken(request: HttpRequest, error: HttpError) -> HttpResponse:
    verdict = no("请求读不懂", code=f"A{error.status_code}", help="格式见 /api/openapi.json。")
    return _answer(request, verdict, error.status_code)


def _answer(request: HttpRequest, verdict: Verdict, status: int) -> HttpResponse:
    told = {"code": verdict.code, "reason": verdict.reason, "help": verdict.help}
    return api.create_response(request, told, status=status)


def _demand(by: Session, *acts: str) -> None:
    """May this post do these acts? Asked before any work is done; a no is on file."""
    for act in acts:
        if not (verdict := may(by, act)):
            write_refusal(by, (act, "", None, "", ""), verdict)
            raise Refused(verdict)


def _by(request: HttpRequest) -> Session:
    found = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Session)
    return found


# ── session ────────────────────────────────────────────────────────────────


@api.post("/sign-in", auth=None, response={200: shapes.SignedIn} | REFUSED, operation_id="parties.sign_in")
def sign_in(request: HttpRequest, given: shapes.SignIn) -> Any:
    """登录: password and one-time code for a token; `post` where the person holds several."""
    by = gate.check(given.account, given.password, given.code, channel="window", post=given.post)
    minutes = sessions.MINUTES[by.channel]
    return {"token": by.token, "post": by.post, "district": by.district, "minutes": minutes}


@api.post("/sign-out", response={204: None} | REFUSED, operation_id="parties.sign_out")
def sign_out(request: HttpRequest) -> Any:
    """退出: the token means nothing from now on."""
    by = _by(request)
    parties.sign_out(by=by)
    sessions.end(by, everywhere=False, why="退出")
    return Status(204, None)


# ── standards ──────────────────────────────────────────────────────────────


@api.get("/standards/{dataset}", response={200: shapes.StandardOut} | REFUSED, operation_id="standards.dataset")
def standard(request: HttpRequest, dataset: shapes.Dataset) -> Any:
    """What is collected of a dataset, by the version in force at this moment."""
    return standards.told(dataset.value)


# ── collection ─────────────────────────────────────────────────────────────


@api.post("/submissions", response={202: shapes.JobState} | REFUSED, operation_id="collection.import_batch")
def import_batch(
    request: HttpRequest,
    response: HttpResponse,
    dataset: Form[shapes.Dataset],
    file: File[UploadedFile],
    mapping: Form[str] = "",
) -> Any:
    """批量导入: a CSV or XLSX file; its clean rows wait for a second person. `mapping` names its columns."""
    by = _by(request)
    _demand(by, "collection.import_batch")
    named = MAPPINGS.get(mapping)
    if mapping and (named is None or named.dataset != dataset.value):
        verdict = no("没有这种列对应方案，或不是给这种数据的", code="C025")
        write_refusal(by, ("collection.import_batch", dataset.value, None, "", ""), verdict)
        raise Refused(verdict)
    return _queued(batches.hand_in(dataset.value, file, by=by, mapping=mapping), response)


@api.get("/submissions/{batch}", response={200: shapes.SubmissionState} | REFUSED, operation_id="collection.submission")
def submission(request: HttpRequest, batch: str) -> Any:
    """How a submission stands."""
    by = _by(request)
    return _state(_submission(batch, by), by)


@api.post(
    "/submissions/{batch}/accept",
    response={200: shapes.SubmissionState, 202: shapes.JobState} | REFUSED,
    operation_id="collection.accept",
)
def accept(request: HttpRequest, response: HttpResponse, batch: str, given: shapes.Accept) -> Any:
    """审核通过: by a second person; the clean rows become records. A form at once, a file as long work."""
    by = _by(request)
    _demand(by, "collection.accept")
    found = _submission(batch, by)
    if found.kind != "window":
        return _queued(batches.accept(found, by=by, note=given.note), response)
    return _state(collection.accept(found, by=by, note=given.note), by)


@api.post(
    "/submissions/{batch}/return", response={200: shapes.SubmissionState} | REFUSED, operation_id="collection.return_"
)
def return_(request: HttpRequest, batch: str, given: shapes.Return) -> Any:
    """退回, with a coded reason."""
    by = _by(request)
    _demand(by, "collection.return_")
    found = _submission(batch, by)
    collection.return_(found, by=by, code=given.code, note=given.note)
    return _state(found, by)


def _submission(batch: str, by: Session) -> Submission:
    with scope(by):
        found = submissions.visible(by).filter(number=batch).first() if batch.isprintable() else None
    if found is None:
        raise Missing(no("没有这一件，或者不归您看", code="C404", help="请核对编号，或问提交人。"))
    return found


def _state(s: Submission, by: Session) -> dict[str, Any]:
    with scope(by):
        faults = submissions.faults(s, by, limit=FAULTS)
    names = shapes.SubmissionState.model_fields.keys() - {"batch", "waiting", "faults"}
    left = s.rows - s.admitted - s.faulty - s.already_known
    told = {n: _local(getattr(s, n)) for n in names}
    return told | {"batch": s.number, "waiting": left, "faults": faults}


def _local(value: Any) -> Any:
    """Moments in the city's time, everything else as it is."""
    return value.astimezone(clock.ZONE) if isinstance(value, datetime) else value


# ── long work ──────────────────────────────────────────────────────────────


@api.get("/jobs/{job}", response={200: shapes.JobState} | REFUSED, operation_id="jobs.job")
def job(request: HttpRequest, job: str) -> Any:
    """How one's own long work stands."""
    return _work(_job(job, _by(request)))


@api.post("/jobs/{job}/cancel", response={200: shapes.JobState} | REFUSED, operation_id="jobs.cancel")
def cancel(request: HttpRequest, job: str) -> Any:
    """取消任务: stops at its next chunk; what is done stays done, and is said."""
    by = _by(request)
    return _work(jobs.cancel(_job(job, by), by=by))


@api.post("/jobs/{job}/resume", response={202: shapes.JobState} | REFUSED, operation_id="jobs.resume")
def resume(request: HttpRequest, response: HttpResponse, job: str) -> Any:
    """接着办: what broke off goes on from where it stands, under this session."""
    by = _by(request)
    return _queued(jobs.resume(_job(job, by), by=by), response)


def _job(key: str, by: Session) -> Job:
    named = submissions.as_uuid(key)
    found = work.job(named, by) if named else None
    if found is None:
        raise Missing(no("没有这个任务，或者不是您交办的", code="J404", help="地址在交办时的回答里。"))
    return found


def _queued(made: Job, response: HttpResponse) -> Any:
    told = _work(made)
    response["Location"] = told["url"]
    return Status(202, told)


def _work(made: Job) -> dict[str, Any]:
    answer = made.result.get("answer", {})
    batch, run = answer.get("batch"), answer.get("run")
    result = f"/api/submissions/{batch}" if batch else f"/api/inspections/{run}" if run else None
    return {
        "job": made.pk, "url": f"/api/jobs/{made.pk}", "act": made.kind, "title": made.title, "state": made.state,
        "steps": made.steps, "said": made.result.get("said", ""), "result": result,
        "refusal": made.verdict or None, "queued_at": _local(made.queued_at), "ended_at": _local(made.ended_at),
    }  # fmt: skip


# ── quality ────────────────────────────────────────────────────────────────


@api.post("/inspections", response={202: shapes.JobState} | REFUSED, operation_id="quality.inspect")
def inspect(request: HttpRequest, response: HttpResponse, given: shapes.Inspect) -> Any:
    """冻结并检查, as long work: seconds to minutes."""
    by = _by(request)
    _demand(by, "quality.freeze", "quality.inspect")
    return _queued(inspections.inspect(by=by, engine=given.engine), response)


@api.get("/inspections/{run}", response={200: shapes.RunResult} | REFUSED, operation_id="quality.run")
def inspection(request: HttpRequest, run: str) -> Any:
    """The figures of an inspection."""
    by = _by(request)
    return _result(_run(run, by), by)


@api.get("/inspections/{run}/findings", response={200: shapes.FindingPage} | REFUSED, operation_id="quality.findings")
def findings(request: HttpRequest, run: str, asked: Query[shapes.FindingQuery]) -> Any:
    """The rows behind the figures, as far as the asker's district goes, paged by key."""
    by = _by(request)
    done = _run(run, by, rows=True)
    dataset = asked.dataset.value if asked.dataset else ""
    chosen = runs.FindingFilter(asked.rule, dataset, asked.district, asked.kind)
    with scope(by):
        found, following = runs.findings(done, chosen, asked.after, asked.limit)
    return {"findings": found, "next": following}


def _run(number: str, by: Session, *, rows: bool = False) -> Run:
    if not (verdict := rules.may_read(by.post, rows=rows)):
        write_refusal(by, ("quality.inspect", "", None, "看结果", ""), verdict)
        raise Refused(verdict)
    with scope(by):
        found = runs.run(number)
    if found is None:
        raise Missing(no("没有这次检查", code="Q404", help="编号形如 JC-00001。"))
    return found


def _result(done: Run, by: Session) -> dict[str, Any]:
    return report(done, by) | {"seconds": done.seconds}


api.add_router("/departments", departments.router)
