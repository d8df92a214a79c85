"""批量修改: tried out, bound to the province's approval, carried out, put back. Art. 9(3), last sentence."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from jiuye.front.api.door import REFUSED, Text, caller, demand
from jiuye.front.api.orders import NO_FILES, OrderState, found, state
from jiuye.front.api.standards import Dataset
from jiuye.front.api.work import JobState, queued
from jiuye.lib.verdict import Refused
from jiuye.maintenance import actions, asking, jobs
from jiuye.maintenance.batch_rules import SCAN, Document
from jiuye.maintenance.models import Order
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session
from jiuye.records.custody.papers import LARGEST
from jiuye.records.custody.papers import File as Paper

router = Router()


class Ask(Schema):
    """批量申请: a condition, unless a file is sent with it."""

    dataset: Dataset
    reason: Text
    item: Text = ""
    value: Text = ""
    change: Text = ""
    to: Text = ""
    district: Text = ""


@router.post("/batches", response={202: JobState} | REFUSED, operation_id="maintenance.propose_batch")
def propose_batch(
    request: HttpRequest, response: HttpResponse, given: Form[Ask], file: File[list[UploadedFile]] = NO_FILES
) -> Any:
    """批量申请: by a condition (`item` is `value`: `change` becomes `to`), or by one file of numbers and new values.
    Tried out as long work; nothing is written before it is approved."""
    by = caller(request)
    demand(by, "maintenance.propose_batch")
    of = given.dataset.value
    ask: asking.Condition | asking.Listed = asking.Condition(
        of, given.item, given.value, given.change, given.to, given.district
    )
    if file:
        ask = _listed(of, file[0], by)
    return queued(jobs.propose_batch(ask, by=by, reason=given.reason), response)


@router.post(
    "/batches/{order}/approval", response={200: OrderState} | REFUSED, operation_id="maintenance.bind_province"
)
def bind_province(
    request: HttpRequest, order: str, number: Form[Text], office: Form[Text], scope: Form[Text], issued_on: Form[date],
    valid_until: Form[date], quoted: Form[Text], seen: Form[Text], scan: File[UploadedFile],
) -> Any:  # fmt: skip
    """登记省级批复: the document with its scan, bound to the difference whose digest was `seen`."""
    by = caller(request)
    demand(by, "maintenance.bind_province")
    held = found(order, by, "maintenance.bind_province")
    told = Document(number, office, scope, issued_on, valid_until, quoted)
    paper = Paper(scan.name or "批复", SCAN, scan.read(LARGEST + 1))
    return state(actions.bind_province(held, told, paper, by=by, seen=seen), by)


@router.post("/batches/{order}/execute", response={202: JobState} | REFUSED, operation_id="maintenance.execute_batch")
def execute_batch(request: HttpRequest, response: HttpResponse, order: str) -> Any:
    """授权执行: the approved list is written, exactly, or nothing is."""
    by = caller(request)
    demand(by, "maintenance.execute_batch")
    held = found(order, by, "maintenance.execute_batch")
    return queued(jobs.execute_batch(held, by=by), response)


@router.post("/batches/{order}/invert", response={202: JobState} | REFUSED, operation_id="maintenance.invert_batch")
def invert_batch(request: HttpRequest, response: HttpResponse, order: str) -> Any:
    """反向执行: every record as it was before, byte for byte."""
    by = caller(request)
    demand(by, "maintenance.invert_batch")
    return queued(jobs.invert_batch(found(order, by, "maintenance.invert_batch"), by=by), response)


def _listed(dataset: str, file: UploadedFile, by: Session) -> asking.Listed:
    try:
        return asking.read_file(dataset, file.name or "", file.read(LARGEST + 1))
    except Refused as refusal:
        write_refusal(by, ("maintenance.propose_batch", Order._meta.label_lower, None, "", ""), refusal.verdict)
        raise
