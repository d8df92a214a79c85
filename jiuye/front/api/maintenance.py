"""Change orders: applied for with evidence, approved, carried out, rechecked. Art. 9(3)."""

import json
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import StringConstraints

from jiuye.collection import forms
from jiuye.front.api.door import REFUSED, Missing, Text, caller, demand, local
from jiuye.front.api.standards import Dataset
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.maintenance import actions, queries, rules, shown
from jiuye.maintenance.models import Order
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session, scope
from jiuye.records import queries as records
from jiuye.records.amending import amendable
from jiuye.records.custody.papers import LARGEST
from jiuye.records.custody.papers import File as Paper
from jiuye.records.marks import Runs
from jiuye.records.rules import NOT_HERE

router = Router()
NO_FILES: list[UploadedFile] = []
_MISSHAPEN = no("items 应是一个 JSON 对象：数据项 → 新值（文字）", code="A422", help="格式见 /api/openapi.json。")


class ChangeOut(Schema):
    """One item before and after, as the pages cover it."""

    label: str
    before: str
    after: str


class LineOut(Schema):
    """What an order does to one record; `number`: its business number, "" out of the reader's sight."""

    dataset: str
    record: UUID
    number: str
    changes: list[ChangeOut]
    faults: list[str]


class HandOut(Schema):
    """One of the four steps: by whom and when, once it was taken."""

    step: str
    who: str
    at: datetime | None


class OrderState(Schema):
    """A change order. digest: of the exact difference, to be sent back with an approval; lines: of a batch the first
    fifty."""

    order: str
    kind: str
    grade: str
    state: str
    dataset: str
    record: UUID
    reason: str
    note: str
    digest: str
    due_on: date
    lines: list[LineOut]
    hands: list[HandOut]


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
    with scope(by):
        found = records.find(dataset.value, record)
    if found is None:
        raise _refused(by, dataset.value, record, NOT_HERE, Missing)
    texts = _texts(items)
    known = amendable(dataset.value).keys() & forms.form_items(dataset.value)
    if texts is None or not texts.keys() <= known:
        raise _refused(by, dataset.value, record, _MISSHAPEN)
    if not texts:
        raise _refused(by, dataset.value, record, rules.NOTHING_TYPED)
    with scope(by):
        held = records.values_of(found)
    made = actions.apply(
        found, texts, by=by, reason=reason, files=_papers(evidence, material),
        kind=rules.repair(held, texts),
    )  # fmt: skip
    return _state(made, by)


@router.get("/orders", response={200: list[OrderState]} | REFUSED, operation_id="maintenance.orders")
def orders(request: HttpRequest) -> Any:
    """What waits for the caller, the most urgent first: at most twenty."""
    by = caller(request)
    demand(by, "maintenance.view_evidence")
    with scope(by):
        found = list(queries.waiting(by)[:20])
    return [_state(one, by) for one in found]


@router.get("/orders/{order}", response={200: OrderState} | REFUSED, operation_id="maintenance.order")
def order(request: HttpRequest, order: str) -> Any:
    """One order with its difference and its hands."""
    by = caller(request)
    demand(by, "maintenance.view_evidence")
    return _state(_order(order, by, "maintenance.view_evidence"), by)


@router.post("/orders/{order}/approve", response={200: OrderState} | REFUSED, operation_id="maintenance.approve")
def approve(request: HttpRequest, order: str, given: Approve) -> Any:
    """审批: by another than who applied, bound to the difference he saw."""
    by = caller(request)
    held = _order(order, by, "maintenance.approve")
    return _state(actions.approve(held, by=by, seen=given.seen, note=given.note), by)


@router.post("/orders/{order}/refuse", response={200: OrderState} | REFUSED, operation_id="maintenance.refuse")
def refuse(request: HttpRequest, order: str, given: Note) -> Any:
    """不批, with the reason."""
    by = caller(request)
    return _state(actions.refuse(_order(order, by, "maintenance.refuse"), by=by, note=given.note), by)


@router.post("/orders/{order}/modify", response={200: OrderState} | REFUSED, operation_id="maintenance.modify")
def modify(request: HttpRequest, order: str) -> Any:
    """修改: the approved values are written, exactly, or nothing is."""
    by = caller(request)
    return _state(actions.modify(_order(order, by, "maintenance.modify"), by=by), by)


@router.post("/orders/{order}/recheck", response={200: OrderState} | REFUSED, operation_id="maintenance.recheck")
def recheck(request: HttpRequest, order: str, given: Note) -> Any:
    """复核: by somebody who took no earlier part."""
    by = caller(request)
    return _state(actions.recheck(_order(order, by, "maintenance.recheck"), by=by, note=given.note), by)


@router.post("/orders/{order}/return", response={200: OrderState} | REFUSED, operation_id="maintenance.send_back")
def send_back(request: HttpRequest, order: str, given: Note) -> Any:
    """退改: back to whoever applied, with the reason."""
    by = caller(request)
    return _state(actions.send_back(_order(order, by, "maintenance.send_back"), by=by, note=given.note), by)


def _refused(by: Session, dataset: str, key: UUID, verdict: Verdict, kind: type[Refused] = Refused) -> Refused:
    write_refusal(by, ("maintenance.apply", dataset, key, "", ""), verdict)
    return kind(verdict)


def _texts(items: str) -> dict[str, str] | None:
    """The items as typed; None where it is no such object."""
    try:
        told = json.loads(items)
    except (ValueError, RecursionError):
        return None
    good = isinstance(told, dict) and all(isinstance(v, str) and "\0" not in v for v in told.values())
    return told if good else None


def _papers(sent: list[UploadedFile], material: str) -> list[Paper]:
    """The files as read, one more than there may be at most: the act itself says that they are too many."""
    some = sent[: rules.MOST_FILES + 1]
    return [Paper(f.name or "依据", material, f.read(LARGEST + 1)) for f in some]


def _order(number: str, by: Session, act: str) -> Order:
    """The order of that number. Raises `Missing`, on file, for one that is not there or elsewhere."""
    with scope(by):
        found = queries.by_number(number) if number.isprintable() else None
    if found is None:
        write_refusal(by, (act, "", None, "", ""), rules.NOT_HERE)
        raise Missing(rules.NOT_HERE)
    return found


def _text(runs: Runs) -> str:
    return "".join(text for text, _ in runs)


def _state(made: Order, by: Session) -> dict[str, Any]:
    with scope(by):
        found = queries.order(made.pk) or made
        batch = found.kind == "batch"
        lines = shown.batch_rows(queries.line_page(found, 0, "")) if batch else shown.changes(found)
        same = ("kind", "grade", "state", "dataset", "reason", "note", "digest", "due_on")
        return {n: getattr(found, n) for n in same} | {
            "order": found.number, "record": found.record_id,
            "lines": [
                {
                    "dataset": x.line.dataset, "record": x.line.record_id, "number": x.number,
                    "changes": [
                        {"label": d.label, "before": _text(d.marked.before), "after": _text(d.marked.after)}
                        for d in x.differences
                    ],
                    "faults": [f["message"] for f in x.faults],
                }
                for x in lines
            ],
            "hands": [{"step": h.label, "who": h.who, "at": local(h.at)} for h in shown.hands(found)],
        }  # fmt: skip
