"""Merging, undoing a merge, clearing: asked for with evidence; the rest is as with any order. Art. 9(3)."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from jiuye.front.api.door import REFUSED, Missing, Text, caller, demand
from jiuye.front.api.orders import MISSHAPEN, NO_FILES, OrderState, found, papers, record_of, refused, state, texts
from jiuye.front.api.standards import Dataset
from jiuye.lib.verdict import no
from jiuye.maintenance import actions, rules, shown
from jiuye.maintenance.actions.unmerge import as_it_stands
from jiuye.parties.sessions import scope
from jiuye.records import queries as records
from jiuye.records.amending import amendable
from jiuye.records.ties import number_of

router = Router()
_NO_LIST = no("take 应是一个 JSON 数组：取另一份的数据项名称", code="A422", help="格式见 /api/openapi.json。")


class LaterOut(Schema):
    """What came after a merge. key: names it in the choices of `maintenance.apply_unmerge`; owner: whose it is by what
    it says itself (kept or merged), "" where the applicant has to say."""

    key: str
    label: str
    value: str
    owner: str


class Merging(Schema):
    """申报合并: `other` goes; `take` is a JSON list of the items whose value the one that stays takes from it."""

    other: UUID
    reason: Text
    take: Text = "[]"
    material: Text = ""


class Undoing(Schema):
    """申报撤销合并: `choices` is a JSON object, whose each later fact is (kept or merged)."""

    reason: Text
    choices: Text = "{}"
    material: Text = ""


@router.post(
    "/records/{dataset}/{record}/merge", response={200: OrderState} | REFUSED, operation_id="maintenance.apply_merge"
)
def apply_merge(
    request: HttpRequest, dataset: Dataset, record: UUID, given: Form[Merging],
    evidence: File[list[UploadedFile]] = NO_FILES,
) -> Any:  # fmt: skip
    """申报合并: the other is merged into the record of the address."""
    by = caller(request)
    demand(by, "maintenance.apply")
    kept = record_of(by, dataset.value, record)
    with scope(by):
        gone = records.find(dataset.value, given.other)
    if gone is None:
        raise refused(by, dataset.value, given.other, rules.NOT_BOTH_HERE, Missing)
    chosen = _names(given.take)
    if chosen is None or not set(chosen) <= amendable(dataset.value).keys():
        raise refused(by, dataset.value, record, _NO_LIST)
    made = actions.apply_merge(
        kept, gone, chosen, by=by, reason=given.reason, files=papers(evidence, given.material),
        origin=f"match:{number_of(gone)}",
    )  # fmt: skip
    return state(made, by)


@router.post(
    "/records/{dataset}/{record}/retire", response={200: OrderState} | REFUSED, operation_id="maintenance.apply_retire"
)
def apply_retire(
    request: HttpRequest, dataset: Dataset, record: UUID, junk: Form[str], reason: Form[Text],
    material: Form[str] = "", evidence: File[list[UploadedFile]] = NO_FILES,
) -> Any:  # fmt: skip
    """申报清理: out of use; `junk` says which kind it is."""
    by = caller(request)
    demand(by, "maintenance.apply")
    on = record_of(by, dataset.value, record)
    made = actions.apply_retire(on, by=by, junk=junk, reason=reason, files=papers(evidence, material))
    return state(made, by)


@router.get("/orders/{order}/later", response={200: list[LaterOut]} | REFUSED, operation_id="maintenance.later")
def later(request: HttpRequest, order: str) -> Any:
    """What came after a merge that was carried out; empty for any other order."""
    by = caller(request)
    demand(by, "maintenance.apply")
    held = found(order, by, "maintenance.apply")
    with scope(by):
        merged = as_it_stands(held) if held.kind == "merge" and held.modified_at else None
        told = shown.later(merged, {}) if merged else []
    return [
        {"key": x["fact"].key, "label": x["label"], "value": str(x["value"]), "owner": x["fact"].owner} for x in told
    ]


@router.post(
    "/orders/{order}/apply-unmerge", response={200: OrderState} | REFUSED, operation_id="maintenance.apply_unmerge"
)
def apply_unmerge(
    request: HttpRequest, order: str, given: Form[Undoing], evidence: File[list[UploadedFile]] = NO_FILES
) -> Any:
    """申报撤销合并: both are to stand by themselves again."""
    by = caller(request)
    demand(by, "maintenance.apply")
    held = found(order, by, "maintenance.apply")
    told = texts(given.choices)
    if told is None:
        raise refused(by, held.dataset, held.record_id, MISSHAPEN)
    made = actions.apply_unmerge(held, told, by=by, reason=given.reason, files=papers(evidence, given.material))
    return state(made, by)


def _names(take: str) -> list[str] | None:
    """The names as sent; None where it is no list of them."""
    try:
        told = json.loads(take)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, list) and all(isinstance(n, str) for n in told) else None
