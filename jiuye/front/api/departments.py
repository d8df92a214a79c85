"""The API's door for other departments: one signed question in, one signed answer out. docs/contracts/outbound.md."""

import json
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import StringConstraints

from jiuye.collection.sharing.actions import answer_department
from jiuye.collection.sharing.adapter import US
from jiuye.collection.sharing.door import Caller, let_in
from jiuye.collection.sharing.keys import signer
from jiuye.front.api.door import Name, Refusal
from jiuye.lib import clock, signing


def signed(request: HttpRequest) -> Caller:
    """Who signed this very body. Raises `Refused`, which is then on file."""
    return let_in({**request.headers}, request.path, request.body)


router = Router(auth=signed)
REFUSED: dict[int, Any] = dict.fromkeys((400, 401, 403, 422, 429), Refusal)


class AskedOf(Schema):
    """One person, by his identity number, and the day asked about."""

    id_number: Annotated[str, StringConstraints(pattern=r"^[0-9]{17}[0-9Xx]$")]
    on: date


class DepartmentQuestion(Schema):
    """A department's question. basis: the number of the case it is asked for."""

    contract: Name
    basis: Annotated[str, StringConstraints(min_length=2, max_length=36, pattern=r"^[^\x00]*$")]
    asked: AskedOf


class DepartmentTold(Schema):
    """answer: yes, no, no_such_record or withheld. since: a day, with a yes only."""

    answer: Literal["yes", "no", "no_such_record", "withheld"]
    since: str


class DepartmentAnswer(Schema):
    """The answer, signed in its headers. subject: SM3 of the question's nonce, 0x1F and the number."""

    contract: str
    subject: str
    answer: DepartmentTold


@router.post("/question", response={200: DepartmentAnswer} | REFUSED, operation_id="collection.answer_department")
def question(request: HttpRequest, given: DepartmentQuestion) -> Any:
    """对外答复: is this person registered on that day? Signed as docs/contracts/wire.md says."""
    caller = request.auth  # type: ignore[attr-defined]
    assert isinstance(caller, Caller)
    number = given.asked.id_number
    reply = answer_department(given.contract, number, given.asked.on, given.basis, caller=caller)
    told = {
        "contract": given.contract, "subject": signing.subject_digest(caller.nonce, number),
        "answer": {"answer": reply.answer, "since": reply.since.isoformat() if reply.since else ""},
    }  # fmt: skip
    body = json.dumps(told).encode()
    headers = signing.stamp(signer(caller.key), US, request.path, body, at=clock.now(), reply_to=caller.nonce)
    return HttpResponse(body, content_type="application/json", headers=headers)
