"""Files handed in, accepted and returned. Art. 6, 7."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from jiuye.collection import actions as collection
from jiuye.collection import jobs as batches
from jiuye.collection import queries as submissions
from jiuye.collection.channels.mappings import MAPPINGS
from jiuye.collection.models import Submission
from jiuye.front.api.door import REFUSED, Missing, Name, Text, caller, demand, local
from jiuye.front.api.standards import Dataset
from jiuye.front.api.work import JobState, queued
from jiuye.lib.verdict import Refused, no
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session, scope

router = Router()
FAULTS = 1000  # of a file, told with its state


class Fault(Schema):
    """One thing wrong with one row of a file; row 1 is the first after the header."""

    row: int
    item: str
    rule_id: str
    severity: str
    message: str


class SubmissionState(Schema):
    """A submission: rows = admitted + faulty + already_known + waiting. faults: the first 1,000."""

    batch: str
    dataset: str
    state: str
    rows: int
    admitted: int
    faulty: int
    already_known: int
    waiting: int
    admitted_with_faults: int
    duplicates: int
    submitted_at: datetime
    due_on: date
    reviewed_at: datetime | None
    return_code: str
    note: str
    faults: list[Fault]


class Accept(Schema):
    """审核通过."""

    note: Text = ""


class Return(Schema):
    """退回: the coded reason and what to change."""

    code: Name
    note: Text


@router.post("/submissions", response={202: JobState} | REFUSED, operation_id="collection.import_batch")
def import_batch(
    request: HttpRequest,
    response: HttpResponse,
    dataset: Form[Dataset],
    file: File[UploadedFile],
    mapping: Form[str] = "",
) -> Any:
    """批量导入: a CSV or XLSX file; its clean rows wait for a second person. `mapping` names its columns."""
    by = caller(request)
    demand(by, "collection.import_batch")
    named = MAPPINGS.get(mapping)
    if mapping and (named is None or named.dataset != dataset.value):
        verdict = no("没有这种列对应方案，或不是给这种数据的", code="C025")
        write_refusal(by, ("collection.import_batch", dataset.value, None, "", ""), verdict)
        raise Refused(verdict)
    return queued(batches.hand_in(dataset.value, file, by=by, mapping=mapping), response)


@router.get("/submissions/{batch}", response={200: SubmissionState} | REFUSED, operation_id="collection.submission")
def submission(request: HttpRequest, batch: str) -> Any:
    """How a submission stands."""
    by = caller(request)
    return _state(_submission(batch, by), by)


@router.post(
    "/submissions/{batch}/accept",
    response={200: SubmissionState, 202: JobState} | REFUSED,
    operation_id="collection.accept",
)
def accept(request: HttpRequest, response: HttpResponse, batch: str, given: Accept) -> Any:
    """审核通过: by a second person; the clean rows become records. A form at once, a file as long work."""
    by = caller(request)
    demand(by, "collection.accept")
    found = _submission(batch, by)
    if found.kind != "window":
        return queued(batches.accept(found, by=by, note=given.note), response)
    return _state(collection.accept(found, by=by, note=given.note), by)


@router.post(
    "/submissions/{batch}/return", response={200: SubmissionState} | REFUSED, operation_id="collection.return_"
)
def return_(request: HttpRequest, batch: str, given: Return) -> Any:
    """退回, with a coded reason."""
    by = caller(request)
    demand(by, "collection.return_")
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
    names = SubmissionState.model_fields.keys() - {"batch", "waiting", "faults"}
    left = s.rows - s.admitted - s.faulty - s.already_known
    told = {n: local(getattr(s, n)) for n in names}
    return told | {"batch": s.number, "waiting": left, "faults": faults}
