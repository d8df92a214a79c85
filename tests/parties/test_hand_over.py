"""移交在办: what somebody has open goes on with a colleague; who collected it stays on file. Art. 4."""

import pytest

from jiuye.collection import actions as collection
from jiuye.collection import drafts, queries
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused
from jiuye.parties import actions
from jiuye.parties.act import act
from jiuye.parties.models import HandOver, Staff
from jiuye.parties.queries import continues
from jiuye.parties.sessions import scope
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.clean import person
from tests.collection.steps import again

pytestmark = pytest.mark.article("4")


def staff(account: str) -> Staff:
    return Staff.objects.select_related("agency").get(account__name=account)


def test_what_came_back_and_the_drafts_go_on_with_the_taker(house: Instance, session: SessionOf) -> None:
    giver, taker = session("clerk2"), session("clerk")
    typed = person()
    s = collection.submit("person", typed, by=giver)
    collection.return_(s, by=session("reviewer2"), code="20", note="地址不符")
    key = uuid7()
    drafts.save(key, by=giver, dataset="person", held={"values": {"name": "半途"}})
    with refused(house, "C032", "collection.take_up"):
        collection.take_up(s, by=taker)

    actions.hand_over(staff("clerk2"), by=giver, taker=staff("clerk"), why="休长假")
    entry = entries(house, "parties.hand_over", "done")[-1]
    assert (entry.subject_id, entry.why) == (giver.staff_id, "休长假")
    with scope(taker):
        assert s.pk in {x.pk for x in queries.returned(taker)}
        assert key in {d.pk for d in queries.drafts_of(taker)}
        assert dict(queries.open_work(giver.staff_id)) == {"退回后等更正的": 1, "没有交的草稿": 1}
    held = drafts.load(key, by=taker, dataset="person")
    assert held is not None
    assert held.values == {"name": "半途"}

    fresh = collection.submit("person", typed, by=taker, draft=collection.take_up(s, by=taker).pk)
    assert (fresh.submitted_by_id, fresh.replaces_id) == (taker.staff_id, s.pk)
    assert again(s, session).submitted_by_id == giver.staff_id
    # What the giver begins afterwards is his own.
    later = collection.submit("person", person(), by=giver)
    with pytest.raises(Refused):
        collection.withdraw(later, by=taker)


def test_it_goes_on_along_the_line(house: Instance, session: SessionOf) -> None:
    a, b, c = (Staff.objects.get(account__name=n) for n in ("outsider", "clerk", "clerk2"))
    actions.hand_over(staff("outsider"), by=session("outsider"), taker=b, why="轮岗")
    assert a.pk in continues(b.pk)
    assert a.pk not in continues(c.pk)


@pytest.mark.parametrize(
    ("code", "by", "giver", "taker", "why"),
    [
        ("P018", "clerk", "outsider", "clerk", "不是我的"),
        ("P018", "admin", "outsider", "clerk", "外区的人"),
        ("P018", "manager", "clerk2", "clerk", "不是管理员"),
        ("P019", "clerk2", "clerk2", "clerk2", "给自己"),
        ("P019", "clerk2", "clerk2", "outsider", "给外区"),
        ("P019", "clerk2", "clerk2", "reviewer2", "给审核岗"),
        ("P019", "clerk2", "clerk2", "", "没有人"),
        ("P011", "clerk2", "clerk2", "clerk", " "),
    ],
)
def test_refused_and_on_file(
    house: Instance, session: SessionOf, code: str, by: str, giver: str, taker: str, why: str
) -> None:
    before = HandOver.objects.count()
    with refused(house, code, "parties.hand_over"):
        actions.hand_over(staff(giver), by=session(by), taker=staff(taker) if taker else None, why=why)
    assert HandOver.objects.count() == before


def test_the_database_lets_nobody_hand_over_to_himself(house: Instance, session: SessionOf) -> None:
    by = session("clerk2")
    with pytest.raises(Refused, match="handed_over_to_another"), act("parties.hand_over", by=by) as entry:
        entry.put(HandOver(giver_id=by.staff_id, taker_id=by.staff_id, at=entry.at))
