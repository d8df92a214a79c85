"""查找: the same governed look-up as on the page. Art. 10(3)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from jiuye.front.api.door import REFUSED, Text, caller
from jiuye.records.purposes import told
from jiuye.usage.enquiries import actions
from jiuye.usage.enquiries.views import place_of

router = Router()


class LookUp(Schema):
    """`q`: a number, name, pinyin or code. The purpose: a case's number in `case`, or one of handle, consult, review,
    correct, inspect, petition and other in `purpose`, with words in `case`."""

    q: Text
    case: Text = ""
    purpose: Text = ""


class HitOut(Schema):
    """A record as a list shows it: personal values covered."""

    dataset: str
    id: UUID
    title: str
    number: str
    business: str
    district: str
    status: str


class FoundOut(Schema):
    """`more`: the limit of one look-up cut the list."""

    hits: list[HitOut]
    more: bool


@router.post("/look-up", response={200: FoundOut} | REFUSED, operation_id="usage.look_up")
def look_up(request: HttpRequest, body: LookUp) -> Any:
    """查找: posted, so that no number stands in an address."""
    why = told(body.purpose, body.case)
    return actions.look_up(body.q, by=caller(request), why=why, place=place_of(request))
