"""反向执行: whole rows back to the letter, by a fifth person, or nothing. Art. 9(3)."""

from pathlib import Path
from uuid import UUID

import pytest

from jiuye.maintenance import actions, queries
from jiuye.maintenance.models import Order
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, refused
from tests.maintenance.batches import bound, listed, proposed, renumbered, town
from tests.maintenance.steps import again, applied, approved, now

pytestmark = pytest.mark.article("9(3)")
ACT = "maintenance.invert_batch"


def executed(session: SessionOf, people: list[Person]) -> Order:
    """A batch that changes names, numbers and remarks: all that leaves traces beside its own column."""
    told = renumbered(people)
    rows = [(p, t | {"name": "丛反" + "一二三四五六"[n], "remarks": "批"}) for n, (p, t) in enumerate(told.items())]
    order = bound(proposed(session, listed(rows)), session)
    return actions.execute_batch(order, by=session("operator"))


def rows_of(session: SessionOf, people: list[Person]) -> dict[UUID, str]:
    with scope(session("manager")):
        return queries.prints("person", [p.pk for p in people])


def test_every_row_comes_back_to_the_letter(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    people = list(renumbered(town(tmp_path, session, 6, major="反向")))
    before = rows_of(session, people)
    order = executed(session, people)
    assert not set(rows_of(session, people).values()) & set(before.values())
    with refused(house, "M010", ACT):
        actions.invert_batch(order, by=session("operator3"))
    actions.send_back(order, by=session("rechecker"), note="批复与事实不符")
    with refused(house, "M072", ACT):
        actions.invert_batch(order, by=session("operator"))
    done = actions.invert_batch(order, by=session("operator3"))
    assert done.state == "inverted"
    assert rows_of(session, people) == before
    assert asked(house, "select count(*) from history.version where entry_id = %s and tbl = 'records_person'",
                 again(people[0], session).entry_id) == len(people)  # fmt: skip
    with refused(house, "M010", ACT):
        actions.invert_batch(order, by=session("operator3"))


def test_a_row_changed_since_keeps_all(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    people = list(renumbered(town(tmp_path, session, 4, major="又改")))
    order = executed(session, people)
    actions.send_back(order, by=session("rechecker"), note="不对")
    later = applied(again(people[0], session), session, {"remarks": "后来"}, by="clerk")
    actions.modify(approved(later, session, by="approver"), by=session("operator"))
    held = rows_of(session, people)
    with refused(house, "M057", ACT):
        actions.invert_batch(order, by=session("operator3"))
    assert rows_of(session, people) == held
    assert now(order, session).state == "returned"
