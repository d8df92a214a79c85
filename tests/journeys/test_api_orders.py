"""A change order through the API: the same four hands, verdicts and refusals as on the pages. Art. 9(3)."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries
from tests.journeys.test_api import Caller, is_refusal, read
from tests.maintenance.batches import number_of
from tests.maintenance.steps import WHY, admitted, again, other_number
from tests.papers import picture

pytestmark = pytest.mark.article("9(3)")


def applied(who: str, person: Person, items: Any, *, reason: str = WHY, paper: bool = True) -> tuple[int, Any]:
    """An order asked for with a scan of the paper."""
    caller = Caller(who)
    form = {"items": items if isinstance(items, str) else json.dumps(items), "reason": reason, "material": "11"}
    scan = {"evidence": SimpleUploadedFile("身份证.png", picture(3))} if paper else {}
    path = f"/api/records/person/{person.pk}/orders"
    return read(caller.client.post(path, form | scan, headers=caller.headers))


def test_four_hands_correct_a_number(house: Instance, session: SessionOf) -> None:
    person = admitted(session)
    fresh = other_number(number_of(person))
    status, made = applied("clerk2", person, {"id_number": fresh, "social_security_number": fresh})
    assert (status, made["state"], made["grade"]) == (200, "applied", "key")
    assert made["lines"][0]["number"] == person.person_id
    assert fresh not in json.dumps(made, ensure_ascii=False), "covered, as on the page"
    order = f"/orders/{made['order']}"
    assert made["order"] in [o["order"] for o in Caller("approver2").get("/orders")[1]]
    status, body = Caller("approver2").post(f"{order}/approve", {"seen": "0" * 64})
    assert (status, is_refusal(body, "M020")) == (422, True)
    assert entries(house, "maintenance.approve", "refused")[-1].code == "M020"
    status, told = Caller("approver2").post(f"{order}/approve", {"seen": made["digest"], "note": "与证件一致"})
    assert (status, told["state"]) == (200, "approved")
    status, told = Caller("operator2").post(f"{order}/modify")
    assert (status, told["state"]) == (200, "modified")
    assert again(person, session).entry_id != person.entry_id
    status, body = Caller("operator2").post(f"{order}/recheck", {})
    assert (status, is_refusal(body, "JY403")) == (403, True)
    status, told = Caller("rechecker2").post(f"{order}/recheck", {"note": "相符"})
    assert (status, told["state"]) == (200, "confirmed")
    assert [h["step"] for h in told["hands"] if h["at"]] == ["申报", "审批", "修改", "复核"]
    assert Caller("clerk2").get(order)[1] == told


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ("[]", "A422"), ("{", "A422"), ('{"name": 1}', "A422"), ('{"nobody": "x"}', "A422"), ({}, "M008"),
        ({"birth_date": "1899-02-31"}, ""), ({"name": "另一个名字\0"}, "A422"),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_for_is_refused_in_words(
    house: Instance, session: SessionOf, items: Any, code: str
) -> None:
    status, body = applied("clerk2", admitted(session), items)
    assert status == 422
    assert body["code"].startswith(code)
    assert set(body) == {"code", "reason", "help"}


def test_key_items_want_evidence_and_every_order_a_reason(house: Instance, session: SessionOf) -> None:
    person = admitted(session)
    assert applied("clerk2", person, {"name": "丛明"}, paper=False)[0] == 422
    assert applied("clerk2", person, {"remarks": "补记"}, reason="")[0] == 422
    assert applied("technician", person, {"remarks": "补记"})[0] == 403
    assert applied("outsider", person, {"remarks": "补记"})[0] == 404


def test_refused_and_sent_back_with_reasons(house: Instance, session: SessionOf) -> None:
    made = applied("clerk2", admitted(session), {"remarks": "补记"})[1]
    assert Caller("approver2").post(f"/orders/{made['order']}/refuse", {"note": ""})[1]["code"] == "M018"
    status, told = Caller("approver2").post(f"/orders/{made['order']}/refuse", {"note": "没有依据"})
    assert (status, told["state"], told["note"]) == (200, "refused", "没有依据")
    made = applied("clerk2", admitted(session), {"remarks": "补记"})[1]
    Caller("approver2").post(f"/orders/{made['order']}/approve", {"seen": made["digest"]})
    status, told = Caller("operator2").post(f"/orders/{made['order']}/return", {"note": "与证件不符"})
    assert (status, told["state"]) == (200, "returned")
    assert Caller("outsider").get(f"/orders/{made['order']}")[0] == 404
    assert Caller("clerk2").get("/orders/BG-none")[0] == 404
