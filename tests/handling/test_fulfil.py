"""登记成功、撤销、过期 of what is sought. Art. 6(2)."""

import pytest

from jiuye.parties import founding
from jiuye.parties.sessions import standing_session
from jiuye.records.handling import actions
from jiuye.records.handling.concluding import expire
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.handling.steps import again, day, filed, on, record, sought

pytestmark = pytest.mark.article("6(2)")


def test_a_job_seeker_is_placed(house: Instance, session: SessionOf) -> None:
    held = sought(filed()[1])
    with refused(house, "H007", "records.fulfil"):
        actions.fulfil(held, by=session("clerk2"), typed={})
    actions.fulfil(held, by=session("clerk2"), typed={"success_employer_id": "DW000000000001"})
    row = record(held)
    assert (row.seeking_status, row.success_date, again(held).state) == ("2", on(0), "fulfilled")
    with refused(house, "H001", "records.cancel"):
        actions.cancel(again(held), by=session("clerk2"), note="本人撤销")


def test_a_job_seeker_gives_up(house: Instance, session: SessionOf) -> None:
    held = sought(filed()[1])
    actions.cancel(held, by=session("clerk2"), note="本人撤销")
    assert (record(held).seeking_status, again(held).state) == ("4", "cancelled")


def test_what_is_past_its_day_expires(house: Instance, session: SessionOf) -> None:
    """records.expire: by the machine, once, and nothing that still holds."""
    past, still = sought(filed()[1], valid_until=day(1)), sought(filed()[1])
    assert expire(by=standing_session(founding.MACHINE)) == 1
    assert (record(past).seeking_status, again(past).state) == ("3", "expired")
    assert again(still).state == "seeking"
    assert entries(house, "records.expire", "done")[-1].subject_id == past.pk
    assert expire(by=standing_session(founding.MACHINE)) == 0
