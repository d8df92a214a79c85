"""导出档案经过: as it stood at any moment, who changed what under which order; and it leaves only if it may.
Art. 6(1), 9(2)."""

from datetime import timedelta

import pytest
from django.test import Client

from jiuye.front.middleware import COOKIE
from jiuye.lib import clock
from jiuye.maintenance import actions
from jiuye.parties.sessions import Session
from jiuye.records.keys import sealer
from jiuye.records.seal import open_item
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.maintenance.steps import admitted, again, carried_out

pytestmark = pytest.mark.article("9(2)")


def browser(by: Session) -> Client:
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = by.token
    return client


def test_a_whole_life_says_who_changed_what_under_which_order(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    old = open_item("person", record.pk, "mobile_phone", record.mobile_phone, sealer())
    order = carried_out(record, session, {"major": "园艺", "mobile_phone": "13800001111"})
    told = actions.export_life(again(record, session), by=session("clerk2"), why="其他：法院调取 WT-9")
    changed = next(e for e in told["events"] if e["order"])
    assert changed["order"]["number"] == order.number
    assert {c["label"]: c["after"] for c in changed["changes"]}["所学专业"] == "园艺"
    assert told["events"][0]["kind"] == "admitted"
    assert told["whole"]
    text = str(told)
    assert old not in text
    assert "13800001111" not in text
    assert entries(house, "maintenance.export_life", "done")[-1].why == "其他：法院调取 WT-9"


@pytest.mark.article("6(1)")
def test_it_wants_a_case_and_a_record_within_reach(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    with refused(house, "J001", "maintenance.export_life"):
        actions.export_life(record, by=session("clerk2"), why="")
    with refused(house, "J006", "maintenance.export_life"):
        actions.export_life(record, by=session("outsider"), why="其他：法院调取 WT-9")


def test_the_pages_of_a_life(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    early = clock.now()
    carried_out(record, session, {"major": "护理"})
    clerk = browser(session("clerk2"))
    answer = clerk.post(f"/maintenance/life/person/{record.pk}", {"case": "其他：法院调取", "format": "json"})
    assert answer.json()["record"]["number"] == record.person_id
    page = clerk.post(f"/maintenance/life/person/{record.pk}", {"case": "其他：法院调取", "format": "print"})
    assert "护理" in page.content.decode()
    address = f"/maintenance/compare/person/{record.pk}"
    told = clerk.get(address, {"case": "核对审核", "a": early.strftime("%Y-%m-%dT%H:%M:%S.%f")}).content.decode()
    assert "护理" in told
    nothing = clerk.get(address, {"case": "核对审核", "a": f"{clock.now() + timedelta(seconds=1):%Y-%m-%dT%H:%M:%S}"})
    assert "没有改动" in nothing.content.decode()
    assert clerk.get(address).status_code == 200
    assert clerk.get(address, {"case": "核对审核", "a": "昨天"}).status_code == 200
    assert browser(session("outsider")).get(address).status_code == 404
