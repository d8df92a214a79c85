"""清扫暂存: what nobody comes back for goes, by the machine alone; what is wanted or fresh stays. Art. 6(1)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from jiuye.collection import actions, drafts
from jiuye.collection.actions.sweep import FORGOTTEN, ORPHANED
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties.founding import MACHINE
from jiuye.parties.sessions import machine_session
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused

pytestmark = pytest.mark.article("6(1)")
COUNT = "select count(*) from work.stage_person where submission_id = %s"


def staged_then(age: timedelta) -> UUID:
    """A row staged for a submission that was never made, its key as old as `age`. RFC 9562, 5.7."""
    moment = int((clock.now() - age).timestamp() * 1000)
    key = UUID(int=moment << 80 | uuid7().int & (1 << 80) - 1)
    with connection.cursor() as c:
        c.execute("insert into work.stage_person (id, submission_id, row_no) values (%s, %s, 1)", [uuid7(), key])
    return key


def a_draft(house: Instance, session: SessionOf, age: timedelta) -> UUID:
    key = uuid7()
    drafts.save(key, by=session("clerk2"), dataset="person", held={"values": {"name": "半途"}})
    asked(house, "update work.collection_draft set saved_at = now() - %s where id = %s returning id", age, key)
    return key


def test_the_forgotten_goes_and_the_fresh_and_the_wanted_stay(house: Instance, session: SessionOf) -> None:
    day, by = timedelta(days=1), machine_session(MACHINE)
    old, young = (a_draft(house, session, FORGOTTEN + d) for d in (day, -day))
    orphan, wanted, fresh = (staged_then(ORPHANED + d) for d in (day, day, -day))
    with refused(house, "JY403", "collection.sweep"):
        actions.sweep(by=session("clerk2"), wanted={wanted})
    assert asked(house, COUNT, orphan) == 1

    done = actions.sweep(by=by, wanted={wanted})
    assert (done["drafts"], done["batches"]) == (1, 1)
    there = "select count(*) from work.collection_draft where id = %s"
    assert [asked(house, there, k) for k in (old, young)] == [0, 1]
    assert [asked(house, COUNT, k) for k in (orphan, wanted, fresh)] == [0, 1, 1]
    assert entries(house, "collection.sweep", "done")[-1].staff_id == by.staff_id


def test_nothing_to_do_writes_nothing(house: Instance) -> None:
    by, wanted = machine_session(MACHINE), {staged_then(ORPHANED * 2)}
    actions.sweep(by=by, wanted=wanted)
    before = len(entries(house))
    assert set(actions.sweep(by=by, wanted=wanted).values()) == {0}
    assert len(entries(house)) == before
