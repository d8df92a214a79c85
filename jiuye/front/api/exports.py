"""Exports: asked for; how one stands. Files are fetched on the pages, where the password is shown. Art. 10(3), 11."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from jiuye.front.api.door import REFUSED, Missing, Name, Text, caller, demand, local
from jiuye.front.api.standards import Dataset
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import scope
from jiuye.usage.exports import actions, queries, rules
from jiuye.usage.exports.models import Export
from jiuye.usage.exports.selection import Clause

router = Router()


class ClauseIn(Schema):
    """One line of a condition: sign is eq, ne, ge, le, null or some."""

    item: Name
    sign: Name
    value: Text = ""


class ExportIn(Schema):
    """What is asked for; unmasked: covered item → why it is wanted uncovered; purpose: a code of 01 to 06."""

    dataset: Dataset
    items: Annotated[list[Name], Field(max_length=200)]
    purpose: Text
    reason: Text
    recipient: Text
    destroy_on: date
    unmasked: dict[Name, Text] = {}
    clauses: Annotated[list[ClauseIn], Field(max_length=20)] = []
    expression: Text = ""
    places: Annotated[list[Name], Field(max_length=20)] = []
    format: Text = "csv-utf8"


class ExportState(Schema):
    """How an export stands; rows and held_back are told when it has been produced, bands before."""

    export: str
    state: str
    dataset: str
    items: list[str]
    band: str
    held_band: str
    rows: int | None
    held_back: int | None
    digest: str
    note: str
    due_on: date
    fetch_until: datetime | None


@router.post("/exports", response={200: ExportState} | REFUSED, operation_id="usage.request_export")
def request_export(request: HttpRequest, given: ExportIn) -> Any:
    """申请导出: decided on by another; nothing of what is asked for changes afterwards."""
    by = caller(request)
    demand(by, "usage.request_export")
    told = given.dict() | {"dataset": given.dataset.value, "clauses": [Clause(**c.dict()) for c in given.clauses]}
    return _state(actions.request_export(actions.Asked(**told), by=by))


@router.get("/exports/{export}", response={200: ExportState} | REFUSED, operation_id="usage.export")
def export(request: HttpRequest, export: str) -> Any:
    """One of the caller's exports, or one he decides on or watches over, by its number."""
    by = caller(request)
    with scope(by):
        found = queries.by_number(export) if export.isprintable() else None
    if found is None or not queries.may_see(found, by):
        write_refusal(by, ("usage.request_export", "", None, "", ""), rules.NOT_HERE)
        raise Missing(rules.NOT_HERE)
    return _state(found)


def _state(export: Export) -> dict[str, Any]:
    names = (
        "state", "dataset", "items", "band", "held_band", "rows", "held_back", "digest", "note", "due_on",
        "fetch_until",
    )  # fmt: skip
    return {"export": export.number} | {n: local(getattr(export, n)) for n in names}
