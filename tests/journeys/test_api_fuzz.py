"""Whatever is sent to the API: never a server error, never an answer its description does not know. schemathesis
makes the requests from /api/openapi.json, valid ones and others; accounts of several posts send them. Art. 17."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks

from jiuye.collection.models import Nonce
from jiuye.collection.sharing.actions import connect_department
from jiuye.front.demo import session_of
from jiuye.jobs.models import Job
from jiuye.lib import clock, signing
from jiuye.lib.signing import HmacSm3
from jiuye.parties.sessions import scope
from jiuye.quality.models import Run
from jiuye.server.connect import Instance
from tests.collection.steps import handed_in
from tests.jobs.steps import drained
from tests.maintenance.steps import admitted, applied
from tests.quality import small_town
from tests.soak import LONG

pytestmark = [pytest.mark.article("6(1)"), pytest.mark.article("17")]

load_all_checks()
HELD = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
ACCOUNTS = ("", "clerk2", "reviewer2", "approver2", "operator2", "rechecker2", "manager", "outsider")
DOOR = "/api/departments/question"


@dataclass(frozen=True)
class Signing:
    """The application, with what comes to the departments' door signed as their gateways sign it."""

    inside: Callable[..., Iterable[bytes]]
    signer: HmacSm3

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == DOOR:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            stamp = signing.stamp(self.signer, "40", DOOR, body, at=clock.now())
            environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in stamp.items()}
            environ["wsgi.input"] = io.BytesIO(body)
        return self.inside(environ, start)


@dataclass(frozen=True)
class House:
    """schema: of the API as it is served; known: parameter → numbers of things that are there."""

    schema: Any
    known: dict[str, list[str]]


@pytest.fixture(scope="module")
def furnished(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> House:
    small_town.settle(tmp_path_factory.mktemp("town"), persons=60)
    run: Run = small_town.inspected()
    cases = [handed_in(session_of).number for _ in range(3)]
    key, secret = connect_department("40", by=session_of("technician"), why="测试协议")
    app = Signing(get_wsgi_application(), HmacSm3(key.key_id, secret))
    with scope(session_of("manager")):
        works = [str(pk) for pk in Job.objects.values_list("pk", flat=True)[:3]]
    record = admitted(session_of)
    orders = [applied(record, session_of, {"remarks": f"补记{n}"}).number for n in range(2)]
    known = {
        "batch": cases, "run": [run.number], "job": works, "order": orders, "dataset": ["person"],
        "record": [str(record.pk)],
    }  # fmt: skip
    return House(schemathesis.openapi.from_wsgi("/api/openapi.json", app), known)


@pytest.mark.parametrize("examples", [12, pytest.param(600, marks=LONG)])
def test_no_request_breaks_the_api_or_is_answered_otherwise_than_described(furnished: House, examples: int) -> None:
    operations = [found.ok() for found in furnished.schema.get_all_operations()]
    assert len(operations) > 20
    broken = [told for operation in operations if (told := tried(furnished, operation, examples))]
    assert not broken, "\n\n".join(broken)
    drained()
    assert set(Job.objects.values_list("state", flat=True)) <= {"done", "refused", "cancelled"}


def tried(furnished: House, operation: Any, examples: int) -> str:
    """What is wrong with an operation; "" when nothing is."""
    tokens: dict[str, str] = {}

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy(), account=st.sampled_from(ACCOUNTS), real=st.booleans())
    def one(case: Any, account: str, real: bool) -> None:
        for name, numbers in furnished.known.items():
            if real and numbers and name in (case.path_parameters or {}):
                case.path_parameters[name] = numbers[0]
        if account and (account not in tokens or operation.label.endswith("sign-out")):
            tokens[account] = session_of(account).token
        headers = {"Authorization": f"Bearer {tokens[account]}"} if account else {}
        Nonce.objects.all().delete()
        case.validate_response(case.call(headers=headers), checks=HELD)

    try:
        one()
    except (AssertionError, schemathesis.errors.SchemathesisError, BaseExceptionGroup) as wrong:
        return f"{operation.label}: {wrong}"
    return ""
