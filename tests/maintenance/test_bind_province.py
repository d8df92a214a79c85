"""登记省级批复: one document, one difference, once. Art. 9(3)."""

from datetime import timedelta
from pathlib import Path

import pytest

from jiuye.lib import clock
from jiuye.maintenance import actions, queries
from jiuye.maintenance.models import Order
from jiuye.parties.sessions import scope
from jiuye.records.custody.contents import referred, store
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.maintenance.batches import bound, condition, document, proposed, scan, town

pytestmark = pytest.mark.article("9(3)")
ACT = "maintenance.bind_province"


@pytest.fixture(scope="module")
def people(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> list[Person]:
    from jiuye.front.demo import session_of as session

    return town(tmp_path_factory.mktemp("town"), session, 3, major="批复")


@pytest.fixture
def order(house: Instance, session: SessionOf, people: list[Person], tmp_path: Path) -> Order:
    return proposed(session, condition("批复", tmp_path.name))


def test_it_is_filed_and_bound(house: Instance, session: SessionOf, order: Order) -> None:
    done = bound(order, session)
    with scope(session("manager")):
        approval = queries.approval(done)
        papers = queries.evidence(done)
    assert approval is not None
    assert (approval.digest, approval.rows, done.approved_digest) == (order.digest, 3, order.digest)
    assert [p.pk for p in papers] == [approval.scan_id]
    assert store().get(papers[0].sha256)
    assert referred(papers[0].sha256)


def test_what_the_document_lacks_is_refused(house: Instance, session: SessionOf, order: Order) -> None:
    today, day = clock.today(), timedelta(days=1)
    for code, changed in (
        ("M048", {"number": ""}), ("M049", {"office": ""}), ("M050", {"scope": ""}),
        ("M051", {"issued_on": None}), ("M051", {"issued_on": today + day}),
        ("M051", {"valid_until": today + 400 * day}),
        ("M056", {"issued_on": today - 2 * day, "valid_until": today - day}),
        ("M052", {"quoted": order.digest[:15]}), ("M052", {"quoted": "0" * 64}),
    ):  # fmt: skip
        with refused(house, code, ACT):
            bound(order, session, **changed)
    with refused(house, "M069", ACT):
        actions.bind_province(order, document(order), None, by=session("approver"), seen=order.digest)
    with refused(house, "M020", ACT):
        actions.bind_province(order, document(order), scan(), by=session("approver"), seen="0" * 64)


def test_an_approval_serves_once(house: Instance, session: SessionOf, people: list[Person], order: Order) -> None:
    paper, told = scan(), document(order)
    actions.bind_province(order, told, paper, by=session("approver"), seen=order.digest)
    with refused(house, "M010", ACT):
        bound(order, session)
    other = proposed(session, condition("批复", "另一份"))
    with refused(house, "M055", ACT):
        bound(other, session, number=told.number)
    with refused(house, "M055", ACT):
        actions.bind_province(other, document(other), paper, by=session("approver"), seen=other.digest)


def test_only_an_approver_who_sees_it_binds(house: Instance, session: SessionOf, order: Order) -> None:
    for who in ("manager", "operator", "rechecker"):
        with refused(house, "JY403", ACT):
            bound(order, session, by=who)
    if order.district != "371002":
        with refused(house, "M022", ACT):
            bound(order, session, by="approver2")
