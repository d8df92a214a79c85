"""A change order as the API tells it, and what its operations share: finding one, reading what was sent with it."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from ninja.files import UploadedFile

from jiuye.front.api.door import Missing, local
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.maintenance import queries, rules, shown
from jiuye.maintenance.models import Order
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session, scope
from jiuye.records import queries as records
from jiuye.records.custody.papers import LARGEST
from jiuye.records.custody.papers import File as Paper
from jiuye.records.marks import Runs
from jiuye.records.models import Record
from jiuye.records.rules import NOT_HERE

NO_FILES: list[UploadedFile] = []
MISSHAPEN = no("items、choices 应是一个 JSON 对象：名称 → 文字", code="A422", help="格式见 /api/openapi.json。")


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


def record_of(by: Session, dataset: str, key: UUID) -> Record:
    """The record an order is asked for. Raises `Missing`, on file, for one that is not there or elsewhere."""
    with scope(by):
        held = records.find(dataset, key)
    if held is None:
        raise refused(by, dataset, key, NOT_HERE, Missing)
    return held


def refused(by: Session, dataset: str, key: UUID | None, verdict: Verdict, kind: type[Refused] = Refused) -> Refused:
    """A refusal of an application, on file, to be raised."""
    write_refusal(by, ("maintenance.apply", dataset, key, "", ""), verdict)
    return kind(verdict)


def texts(items: str) -> dict[str, str] | None:
    """The items as typed; None where it is no such object."""
    try:
        told = json.loads(items)
    except (ValueError, RecursionError):
        return None
    good = isinstance(told, dict) and all(isinstance(v, str) and "\0" not in v for v in told.values())
    return told if good else None


def papers(sent: list[UploadedFile], material: str) -> list[Paper]:
    """The files as read, one more than there may be at most: the act itself says that they are too many."""
    some = sent[: rules.MOST_FILES + 1]
    return [Paper(f.name or "依据", material, f.read(LARGEST + 1)) for f in some]


def found(number: str, by: Session, act: str) -> Order:
    """The order of that number. Raises `Missing`, on file, for one that is not there or elsewhere."""
    with scope(by):
        held = queries.by_number(number) if number.isprintable() else None
    if held is None:
        write_refusal(by, (act, "", None, "", ""), rules.NOT_HERE)
        raise Missing(rules.NOT_HERE)
    return held


def _text(runs: Runs) -> str:
    return "".join(text for text, _ in runs)


def state(made: Order, by: Session) -> dict[str, Any]:
    with scope(by):
        held = queries.order(made.pk) or made
        batch = held.kind == "batch"
        lines = shown.batch_rows(queries.line_page(held, 0, "")) if batch else shown.changes(held)
        same = ("kind", "grade", "state", "dataset", "reason", "note", "digest", "due_on")
        return {n: getattr(held, n) for n in same} | {
            "order": held.number, "record": held.record_id,
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
            "hands": [{"step": h.label, "who": h.who, "at": local(h.at)} for h in shown.hands(held)],
        }  # fmt: skip
