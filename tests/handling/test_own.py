"""我的事项: whoever acts for himself follows his own matters, also after his number was corrected, and no other's.
Art. 10(1)."""

import pytest
from django.test import Client

from jiuye.collection import actions as collection
from jiuye.front import own_gate
from jiuye.front.middleware import OWN_COOKIE
from jiuye.lib.id_token import Claims
from jiuye.maintenance import actions as maintenance
from jiuye.parties.sessions import Session, scope
from jiuye.records.handling import actions, queries
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.clean import Row
from tests.handling.steps import SURE, again, claimed, filed, hardship, matter, record, sought, unemployed
from tests.maintenance.steps import applied, approved, carried_out, other_number
from tests.own.steps import employer, handler, vacancy, whole

pytestmark = pytest.mark.article("10(1)")


def himself(who: Row, **changed: str) -> Session:
    told = who | changed
    return own_gate.enter_by_name(Claims("01", told["id_number"], told["name"], None), channel="phone")


def seen(by: Session) -> dict[str, str]:
    with scope(by):
        return {str(m.held.pk): m.state for m in queries.own()}


def page(by: Session) -> str:
    client = Client(headers={"host": "localhost"})
    client.cookies[OWN_COOKIE] = by.token
    return client.get("/my/").content.decode()


def test_a_citizen_follows_what_is_his(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    mine = [unemployed(who, 60), sought(who), hardship(who)]
    other = filed()[1]
    theirs = unemployed(other)
    by = himself(who)
    assert seen(by) == {str(mine[0].pk): "登记中", str(mine[1].pk): "求职中", str(mine[2].pk): "待初审"}
    assert seen(himself(other)) == {str(theirs.pk): "登记中"}
    actions.deny(again(mine[2]), by=session("approver2"), note="家里另有收入")
    shown = page(by)
    assert "不予认定" in shown
    assert "原因：家里另有收入" in shown
    assert mine[1].number in shown
    assert theirs.number not in shown


def test_what_is_out_of_use_is_not_shown(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    held = claimed(who, unemployed(who, 60))
    order = maintenance.apply_retire(record(held), by=session("clerk2"), junk="mistaken", reason="重复受理，另一件在办")
    maintenance.retire(approved(order, session), by=session("operator2"))
    assert str(held.pk) not in seen(himself(who))
    assert held.number not in page(himself(who))


def test_his_number_is_corrected_and_he_sees_it_still(house: Instance, session: SessionOf) -> None:
    found, who = filed()
    held, sought_ = unemployed(who), sought(who)
    fresh = other_number(who["id_number"])
    carried_out(found, session, {"id_number": fresh, "social_security_number": fresh})
    assert set(seen(himself(who, id_number=fresh))) == {str(held.pk), str(sought_.pk)}


def test_a_record_that_names_anothers_number_is_not_his(house: Instance, session: SessionOf) -> None:
    """Its number corrected to somebody else's: it is no longer his who is quoted, before that is corrected too."""
    _, who = filed()
    held = unemployed(who)
    order = applied(record(held), session, {"id_number": other_number(who["id_number"])})
    maintenance.modify(approved(order, session), by=session("operator2"))
    assert seen(himself(who)) == {}


def test_an_employer_follows_its_vacancies(house: Instance, session: SessionOf) -> None:
    its, other = employer(), employer()
    by = handler(its)
    one = collection.submit("vacancy", whole("vacancy", vacancy(), by), by=by, confirmed=SURE)
    collection.accept(one, by=session("reviewer2"))
    held = matter(one)
    assert seen(by) == {str(held.pk): "招聘中"}
    assert seen(handler(other)) == {}
    shown = page(by)
    assert "本单位的事项" in shown
    assert held.number in shown
    actions.cancel(held, by=session("clerk2"), note="计划有变")
    assert "已撤回" in page(by)
