"""Every step by its address: what a page would not offer, the address refuses, and it is on file. Art. 9(3)."""

import pytest
from django.test import Client

from jiuye.front.middleware import COOKIE
from jiuye.parties.sessions import Session
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries
from tests.maintenance.steps import admitted, again, applied, now

pytestmark = pytest.mark.article("9(3)")

STEPS = ("approve", "refuse", "modify", "merge", "unmerge", "retire", "recheck", "send-back", "back")
# Whose step it is, when an order has only been applied for.
MAY = {"approve": "approver2", "refuse": "approver2"}
ALL = ("clerk2", "reviewer2", "approver2", "operator2", "rechecker2", "admin", "technician", "supervisor", "outsider")


def browser(by: Session) -> Client:
    client = Client(headers={"host": "localhost"})
    client.cookies[COOKIE] = by.token
    return client


def test_no_address_takes_a_step_out_of_turn(house: Instance, session: SessionOf) -> None:
    record = admitted(session)
    order = applied(record, session, {"name": "丛直达"})
    for who in ALL:
        client = browser(session(who))
        for step in STEPS:
            if MAY.get(step) == who:
                continue
            before = len(entries(house, outcome="refused"))
            told = {"seen": order.digest, "note": "直接打开地址", "reason": "直接打开地址"}
            answer = client.post(f"/maintenance/{order.pk}/{step}", told)
            assert answer.status_code in (403, 404, 422), (who, step, answer.status_code)
            assert len(entries(house, outcome="refused")) > before, (who, step)
    assert now(order, session).state == "applied"
    assert again(record, session).entry_id == record.entry_id


def test_the_pages_say_why_a_step_is_not_yours(house: Instance, session: SessionOf) -> None:
    order = applied(admitted(session), session, {"name": "丛看页"})
    assert "同意" in browser(session("approver2")).get(f"/maintenance/{order.pk}").content.decode()
    page = browser(session("clerk2")).get(f"/maintenance/{order.pk}").content.decode()
    assert "aria-disabled" in page
    assert "本岗位没有" in page
    assert browser(session("outsider")).get(f"/maintenance/{order.pk}").status_code == 404
    assert browser(session("technician")).get("/maintenance/").status_code == 403
