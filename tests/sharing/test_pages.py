"""疑点、放行、部门问答记录 as people see them: filters and ages, two hands, one's own only. Art. 6(1), 6(4)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jiuye.collection import actions
from jiuye.collection.sharing.actions import ask_department, settle_doubt
from jiuye.front import demo
from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE, OWN_COOKIE
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties.sessions import scope
from jiuye.partners.server import Department
from jiuye.records.models import Person, Waiver
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries
from tests.clean import legacy, write
from tests.journeys import own_steps
from tests.sharing.steps import doubts, somebody

pytestmark = [pytest.mark.article("6(1)"), pytest.mark.article("6(4)")]
SURE = [f"R{n:03d}" for n in range(1, 229)]


def signed_in(account: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = session_of(account).token
    return client


def text(answer: Any) -> str:
    assert answer.status_code in (200, 422), answer.status_code
    return str(answer.content.decode())


def test_doubts_are_listed_by_department_state_and_age(
    house: Instance, departments: dict[str, Department], session: SessionOf
) -> None:
    s = actions.submit("person", somebody("982"), by=session("clerk2"), confirmed=SURE)
    [doubt] = doubts(s)
    page = signed_in("reviewer2")
    assert doubt.number in text(page.get("/collection/doubts"))
    assert doubt.number in text(page.get("/collection/doubts?department=10&state=open"))
    assert doubt.number not in text(page.get("/collection/doubts?department=20"))
    assert doubt.number not in text(signed_in("outreviewer").get("/collection/doubts"))
    assert doubt.number not in text(page.get(f"/collection/doubts?after={doubt.pk}"))
    settle_doubt(doubt, by=session("reviewer2"), reason="10", note="看了户口簿原件")
    assert doubt.number not in text(page.get("/collection/doubts"))
    assert doubt.number in text(page.get("/collection/doubts?state=settled"))
    assert text(page.get("/collection/doubts?state=nonsense&after=x&department=99"))
    assert signed_in("clerk2").get("/collection/doubts").status_code == 403


def test_a_waiver_is_asked_for_and_decided_by_another(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    row = legacy(1)[0] | {"birth_date": "1970-01-02"}
    demo.order()
    by = session("manager")
    done, _ = actions.inherit("person", write(tmp_path / "p.csv", [row]), by=by, order_number=demo.ORDER)
    with scope(by):
        record = Person.objects.get(submission_id=done.pk)
    asks, decides = signed_in("manager"), signed_in("manager2")
    address, until = f"/records/person/{record.pk}/waive", (clock.today() + timedelta(days=30)).isoformat()
    assert "R004" in text(asks.get(address))
    typed = {"rule": "R004", "reason": "司法协助函要求转出", "until": until}
    for bad, code in (({"until": "soon"}, "J023"), ({"rule": "R999"}, "J021"), ({"reason": "急"}, "J022")):
        answer = text(asks.post(address, typed | bad))
        assert code in answer
        assert f'value="{(typed | bad)["reason"]}"' in answer, "what was typed stays"
    assert asks.post(address, typed).status_code == 302
    with scope(by):
        waiver = Waiver.objects.get(record_id=record.pk)
    assert "由另一人决定" in text(asks.get("/records/waivers"))
    decide = f"/records/waivers/{waiver.pk}/decide"
    assert "J027" in text(asks.post(decide, {"decision": "approve"}))
    assert "J028" in text(decides.post(decide, {}))
    assert signed_in("reviewer2").post(decide, {"decision": "approve"}).status_code == 403
    assert decides.post(decide, {"decision": "approve", "note": "同意"}).status_code == 302
    shown = text(asks.get("/records/waivers?state=approved"))
    assert "已放行" in shown
    assert "还没有" in shown
    assert waiver.reason not in text(asks.get("/records/waivers?state=refused"))


def test_the_citizen_sees_who_was_asked_about_him_and_no_other(
    house: Instance, departments: dict[str, Department], session: SessionOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_steps.gateway(monkeypatch) as gateway:
        citizen = own_steps.citizen()
        mine = own_steps.let_in(gateway, citizen["id_number"])
    phone = Client(headers={"host": "localhost"})
    phone.cookies[OWN_COOKIE] = mine.token
    assert "没有部门来问过" in text(phone.get("/my/departments"))
    before = text(phone.get("/my/departments"))
    actions.submit("person", somebody(), by=session("clerk2"), confirmed=SURE)
    assert text(phone.get("/my/departments")) == before, "somebody else was asked about"
    ask_department("person", citizen, by=session("clerk2"), submission=uuid7())
    shown = text(phone.get("/my/departments"))
    assert "公安：一致" in shown
    assert "身份信息核验，为了窗口为您办理的业务" in shown
    assert citizen["id_number"] not in shown
    assert entries(house, "collection.ask_department", "done")
