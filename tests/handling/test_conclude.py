"""随登记办结: an employment on file ends the registration of unemployment before it. Art. 6(2)."""

import pytest

from jiuye.collection import actions as collection
from jiuye.parties import founding
from jiuye.parties.sessions import standing_session
from jiuye.records.handling import concluding
from jiuye.records.handling.concluding import conclude
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries
from tests.handling.steps import again, filed, on, record, steps, unemployed, working
from tests.standards.steps import published

pytestmark = pytest.mark.article("6(2)")


def test_an_accepted_employment_ends_it_on_its_day(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    held = unemployed(who, 30)
    collection.accept(working(who, on(2)), by=session("reviewer2"))
    row = record(held)
    assert again(held).state == "ended"
    assert (row.valid_flag, row.cancel_reason, row.cancel_date) == ("0", "60", on(2))
    taken = steps(held)[0]
    assert taken.act == "records.conclude"
    assert taken.note.startswith("就业登记 JY")
    assert entries(house, "records.conclude", "done")[-1].subject_id == held.pk
    assert conclude(by=standing_session(founding.MACHINE)) == 0


def test_an_employment_before_it_ends_nothing(house: Instance, session: SessionOf) -> None:
    _, who = filed()
    held = unemployed(who, 3)
    with pytest.raises(Exception, match="R061"):
        working(who, on(20))
    assert again(held).state == "registered"


def test_what_cannot_be_ended_stands_in_nobodys_way(
    house: Instance, session: SessionOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of one: the city lets nobody's end who wishes to be trained, and he comes first."""
    monkeypatch.setattr(concluding, "AT_ONCE", 1)
    (_, one), (_, two) = filed(), filed()
    stuck, held = unemployed(one, 30, training_wish_flag="1"), unemployed(two, 30)
    rule = {"expression": "cancel_date is not null and training_wish_flag = '1'"}
    published(session, {"do": "change_rule", "rule_id": "R103", "set": rule})
    for who in (one, two):
        collection.accept(working(who, on(2)), by=session("reviewer2"))
    assert (again(stuck).state, again(held).state) == ("registered", "ended")
    assert conclude(by=standing_session(founding.MACHINE)) == 0
