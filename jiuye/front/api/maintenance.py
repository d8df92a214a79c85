"""Change orders: applied for with evidence, approved, carried out, rechecked. Art. 9(3)."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import StringConstraints

from jiuye.collection import forms
from jiuye.front.api.door import REFUSED, Text, caller, demand
from jiuye.front.api.orders import MISSHAPEN, NO_FILES, OrderState, found, papers, record_of, refused, state, texts
from jiuye.front.api.standards import Dataset
from jiuye.maintenance import actions, queries, rules
from jiuye.parties.sessions import scope
from jiuye.records import queries as records
from jiuye.records.amending import amendable

router = Router()


class Approve(Schema):
    """审批: `seen` is the digest of the difference that was looked at."""

    seen: Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9a-f]*$")]
    note: Text = ""


class Note(Schema):
    """What is said with a step."""

    note: Text = ""


@router.post(
    "/records/{dataset}/{record}/orders", response={200: OrderState} | REFUSED, operation_id="maintenance.apply"
)
def apply(
    request: HttpRequest, dataset: Dataset, record: UUID, items: Form[Text], reason: Form[Text],
    material: Form[str] = "", evidence: File[list[UploadedFile]] = NO_FILES,
) -> Any:  # fmt: skip
    """申报: new values of a record's items (a JSON object of texts, "" clears one), why, and on what evidence;
    `material` says what kind of paper the files are."""
    by = caller(request)
    demand(by, "maintenance.apply")
    on = record_of(by, dataset.value, record)
    typed = texts(items)
    known = amendable(dataset.value).keys() & forms.form_items(dataset.value)
    if typed is None or not typed.keys() <= known:
        raise refused(by, dataset.value, record, MISSHAPEN)
    if not typed:
        raise refused(by, dataset.value, record, rules.NOTHING_TYPED)
    with scope(by):
        held = records.values_of(on)
    made = actions.apply(
        on, typed, by=by, reason=reason, files=papers(evidence, material), kind=rules.repair(held, typed)
    )
    return state(made, by)


@router.get("/orders", response={200: list[OrderState]} | REFUSED, operation_id="maintenance.orders")
def orders(request: HttpRequest) -> Any:
    """What waits for the caller, the most urgent first: at most twenty."""
    by = caller(request)
    demand(by, "maintenance.view_evidence")
    with scope(by):
        waiting = list(queries.waiting(by)[:20])
    return [state(one, by) for one in waiting]


@router.get("/orders/{order}", response={200: OrderState} | REFUSED, operation_id="maintenance.order")
def order(request: HttpRequest, order: str) -> Any:
    """One order with its difference and its hands."""
    by = caller(request)
    demand(by, "maintenance.view_evidence")
    return state(found(order, by, "maintenance.view_evidence"), by)


@router.post("/orders/{order}/approve", response={200: OrderState} | REFUSED, operation_id="maintenance.approve")
def approve(request: HttpRequest, order: str, given: Approve) -> Any:
    """审批: by another than who applied, bound to the difference he saw."""
    by = caller(request)
    held = found(order, by, "maintenance.approve")
    return state(actions.approve(held, by=by, seen=given.seen, note=given.note), by)


@router.post("/orders/{order}/refuse", response={200: OrderState} | REFUSED, operation_id="maintenance.refuse")
def refuse(request: HttpRequest, order: str, given: Note) -> Any:
    """不批, with the reason."""
    by = caller(request)
    return state(actions.refuse(found(order, by, "maintenance.refuse"), by=by, note=given.note), by)


@router.post("/orders/{order}/modify", response={200: OrderState} | REFUSED, operation_id="maintenance.modify")
def modify(request: HttpRequest, order: str) -> Any:
    """修改: the approved values are written, exactly, or nothing is."""
    by = caller(request)
    return state(actions.modify(found(order, by, "maintenance.modify"), by=by), by)


@router.post("/orders/{order}/merge", response={200: OrderState} | REFUSED, operation_id="maintenance.merge")
def merge(request: HttpRequest, order: str) -> Any:
    """合并: an approved merge is carried out, all of it or nothing."""
    by = caller(request)
    return state(actions.merge(found(order, by, "maintenance.merge"), by=by), by)


@router.post("/orders/{order}/unmerge", response={200: OrderState} | REFUSED, operation_id="maintenance.unmerge")
def unmerge(request: HttpRequest, order: str) -> Any:
    """撤销合并: both stand by themselves again, every later fact with its owner."""
    by = caller(request)
    return state(actions.unmerge(found(order, by, "maintenance.unmerge"), by=by), by)


@router.post("/orders/{order}/retire", response={200: OrderState} | REFUSED, operation_id="maintenance.retire")
def retire(request: HttpRequest, order: str) -> Any:
    """清理: out of use, on file for its term."""
    by = caller(request)
    return state(actions.retire(found(order, by, "maintenance.retire"), by=by), by)


@router.post("/orders/{order}/recheck", response={200: OrderState} | REFUSED, operation_id="maintenance.recheck")
def recheck(request: HttpRequest, order: str, given: Note) -> Any:
    """复核: by somebody who took no earlier part."""
    by = caller(request)
    return state(actions.recheck(found(order, by, "maintenance.recheck"), by=by, note=given.note), by)


@router.post("/orders/{order}/return", response={200: OrderState} | REFUSED, operation_id="maintenance.send_back")
def send_back(request: HttpRequest, order: str, given: Note) -> Any:
    """退改: back to whoever applied, with the reason."""
    by = caller(request)
    return state(actions.send_back(found(order, by, "maintenance.send_back"), by=by, note=given.note), by)
