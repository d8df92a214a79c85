"""The API's door for other departments: one signed question in, one signed answer out. docs/contracts/outbound.md."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jiuye.collection.sharing.actions import answer_department
from jiuye.collection.sharing.adapter import US
from jiuye.collection.sharing.door import Caller, let_in
from jiuye.collection.sharing.keys import signer
from jiuye.front import api_shapes as shapes
from jiuye.lib import clock, signing


def signed(request: HttpRequest) -> Caller:
    """Who signed this very body. Raises `Refused`, which is then on file."""
    return let_in({**request.headers}, request.path, request.body)


router = Router(auth=signed)
REFUSED: dict[int, Any] = dict.fromkeys((400, 401, 403, 422, 429), shapes.Refusal)


@router.post(
    "/question", response={200: shapes.DepartmentAnswer} | REFUSED, operation_id="collection.answer_department"
)
def question(request: HttpRequest, given: shapes.DepartmentQuestion) -> Any:
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
